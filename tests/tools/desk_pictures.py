"""Pictures of the desk, to be looked at before a change to it is called done.

    python -m tests.tools.desk_pictures [PATH …] [-o FOLDER]

Starts ``jixiao serve`` on a new database, drops the paths (default: ``examples/forms``), works a little as a reviewer does, and saves: the batches,
the worklist, the findings, a form with a finding, a decision and a remark, the charts, the outputs, the ledger, one's own form put right; light and dark, desktop and phone, and the print.
The folder (default ``screenshots/``) is ignored by git.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from tests.support.browser import browser
from tests.support.desk import ROOT, finished, server
from tests.support.printed import pictures

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def _work(page: Any, files: list[Path], shot: Any) -> str:
    """Drop the files, decide on some findings; the address of the batch."""
    shot("1-home")
    page.fill("[name=name]", "2026年第一批")
    page.set_input_files("#drop input[name=file]", [str(file) for file in files])
    page.wait_for_url("**/b/*")
    shot("2-reading")
    finished(page)
    page.reload()
    page.fill("#reviewer", "王审核")
    page.keyboard.press("Tab")
    shot("3-worklist")
    address: str = page.url
    page.click("#next")
    page.wait_for_selector("article")
    page.keyboard.press("j")
    shot("4-form")
    page.keyboard.press("a")
    page.wait_for_selector("li.x.yes")
    page.keyboard.press("x")
    page.wait_for_selector("#because:not([hidden])")
    shot("5-reason")
    page.fill("#reason", "合同已约定，见附件")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("li.x.no")
    page.locator("td[data-key]").nth(3).click(position={"x": 5, "y": 5})
    page.fill("#message", "项目概况与立项依据对不上")
    shot("6-remark")
    page.click("#remark button:not([type])")
    page.wait_for_selector("li.x[data-own='1']")
    shot("7-decided")
    return address


def _rest(page: Any, address: str, shot: Any) -> None:
    page.goto(address)
    shot("3-worklist")
    page.goto(address + "/findings")
    shot("8-findings")
    page.goto(address + "/figures")
    shot("b-figures")
    page.goto(address + "/outputs")
    shot("9-outputs")
    page.goto(address.split("/b/")[0] + "/ledger")
    shot("a-ledger")
    page.goto(address + "/next")
    page.wait_for_selector("article")
    page.keyboard.press("j")
    shot("4-form")


def _prints(page: Any, address: str, folder: Path) -> None:
    """Every page as it comes out of a printer."""
    for name in ("", "/findings", "/figures", "/next"):
        page.goto(address + name)
        pdf = folder / f"desk-print-{name[1:] or 'worklist'}.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True)
        pictures(pdf)


def _own(page: Any, home: str, file: Path, shot: Any) -> None:
    """Put one's own form right: open it, change a cell, take a proposal."""
    page.goto(home)
    page.select_option("[name=kind]", "own")
    page.set_input_files("#drop input[name=file]", [str(file)])
    page.wait_for_url("**/f/*/own")
    shot("c-own")
    page.locator("td[data-key$='.value']").first.click()
    page.wait_for_selector(".editor")
    shot("d-editing")
    page.fill(".editor textarea", "≥186家")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.fresh")
    shot("e-judged")


def main() -> None:
    """Write the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted((ROOT / "examples/forms").glob("*.*")))
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "screenshots")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "desk.sqlite") as (link, _), browser() as started:
        context = started.new_context(viewport=DESKTOP, color_scheme="light")
        page = context.new_page()
        page.goto(link)

        def shot(scheme: str) -> Any:
            return lambda step: page.screenshot(path=options.output / f"desk-{scheme}-{step}.png")

        address = _work(page, options.paths, shot("light"))
        _rest(page, address, shot("light"))
        _prints(page, address, options.output)
        page.emulate_media(color_scheme="dark")
        _rest(page, address, shot("dark"))
        state = context.storage_state()
        phone = started.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True, storage_state=state).new_page()
        home, form = address.split("/b/")[0] + "/", ROOT / "examples/forms/bad-form.xlsx"
        _rest(phone, address, lambda step: phone.screenshot(path=options.output / f"desk-phone-{step}.png"))
        _own(phone, home, form, lambda step: phone.screenshot(path=options.output / f"desk-phone-{step}.png"))
        page.emulate_media(color_scheme="light")
        _own(page, home, form, shot("light"))
    print(f"{len(list(options.output.glob('desk-*.png')))} pictures in {options.output}")


if __name__ == "__main__":
    main()
