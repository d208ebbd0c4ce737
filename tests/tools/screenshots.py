"""Pictures of the HTML report, to be looked at before a change to it is called done.

    python -m tests.tools.screenshots [PATH …] [-o FOLDER] [--previous PATH]

Checks the paths (default: the bad and good forms of ``examples/`` and ``tests/wellmade``), writes the report, opens it in the system's
Chromium and saves: desktop light and dark, with a finding selected, filtered, the help, a phone, and every page of the print. The folder (default ``screenshots/``) is ignored by git: pictures of real documents stay on this machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.browser import browser, url
from tests.support.printed import pictures

ROOT = Path(__file__).parents[2]
DEFAULT = [ROOT / "examples/forms", ROOT / "tests/wellmade"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LONGEST = 6000
"""Pixels of a full-page picture; the rest of a long report looks the same."""


def write_report(paths: list[Path], target: Path, previous: Path | None) -> None:
    """``jixiao report --to html`` on the paths."""
    command = [
        sys.executable,
        "-m",
        "linter",
        "report",
        *map(str, paths),
        "--to",
        "html",
        "-o",
        str(target),
        "--today",
        date(2026, 1, 20).isoformat(),
    ]
    if previous is not None:
        command += ["--previous", str(previous)]
    subprocess.run(command, check=True, cwd=ROOT)


def _full(page: Any, path: Path) -> None:
    height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(path=path, clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}, full_page=True)


def _desktop(started: Any, report: Path, folder: Path, scheme: str) -> None:
    page = started.new_context(viewport=DESKTOP, color_scheme=scheme).new_page()
    page.goto(url(report))
    page.screenshot(path=folder / f"desktop-{scheme}-1-top.png")
    _full(page, folder / f"desktop-{scheme}-2-page.png")
    for _ in range(4):
        page.keyboard.press("j")
    page.screenshot(path=folder / f"desktop-{scheme}-3-finding.png")
    page.keyboard.press("x")
    page.keyboard.type("合同已约定，见附件")
    page.screenshot(path=folder / f"desktop-{scheme}-4-decision.png")
    page.keyboard.press("Escape")
    page.click(".sev.i")
    page.fill("#find", "满意度")
    page.wait_for_timeout(300)
    page.locator("#forms article:not(.off)").first.scroll_into_view_if_needed()
    page.screenshot(path=folder / f"desktop-{scheme}-5-filtered.png")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.screenshot(path=folder / f"desktop-{scheme}-6-help.png")


def _phone(started: Any, report: Path, folder: Path) -> None:
    page = started.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True).new_page()
    page.goto(url(report))
    page.screenshot(path=folder / "phone-1-top.png")
    page.locator("#f1").scroll_into_view_if_needed()
    page.screenshot(path=folder / "phone-2-form.png")
    page.locator("#f1 a.n").nth(4).tap()
    page.screenshot(path=folder / "phone-3-finding.png")
    page.click("#close")
    page.click("#more")
    page.screenshot(path=folder / "phone-4-filters.png")


def _print(started: Any, report: Path, folder: Path, pages: int) -> None:
    page = started.new_page()
    page.goto(url(report))
    page.pdf(path=folder / "print.pdf", prefer_css_page_size=True)
    pictures(folder / "print.pdf", most=pages)


def main() -> None:
    """Write the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=DEFAULT)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--previous", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="pages of the print to turn into pictures")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for old in options.output.glob("*.png"):
        old.unlink()
    report = options.output / "report.html"
    write_report(options.paths, report, options.previous)
    with browser() as started:
        for scheme in ("light", "dark"):
            _desktop(started, report, options.output, scheme)
        _phone(started, report, options.output)
        _print(started, report, options.output, options.pages)
    print(f"{len(list(options.output.glob('*.png')))} pictures in {options.output}")


if __name__ == "__main__":
    main()
