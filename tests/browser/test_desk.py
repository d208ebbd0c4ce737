"""The desk in a real headless Chromium, as a reviewer uses it: files dropped, decisions by keyboard, the server killed and started again in the
middle, letters and annotated files saved, everything reachable without a mouse."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_report import AXE
from tests.desk.conftest import forms
from tests.support.desk import finished, server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNITS = ("青禾县水务局", "青禾县民政局", "青禾县交通局")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Nine files of three units, and a workbook that takes notes."""
    folder = tmp_path / "申报"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.json").write_bytes(forms(f"第{number}号维护项目", f"第{number}号巡查项目", unit=UNITS[number % 3]))
    workbook = Path(__file__).parents[2] / "examples/forms/bad-form.xlsx"
    (folder / "表.xlsx").write_bytes(workbook.read_bytes())
    return sorted(folder.iterdir())


@pytest.fixture
def browser_page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            complaints.append(request.url) if "127.0.0.1" not in request.url and not request.url.startswith(("data:", "blob:")) else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


def _dropped(page: Any, files: list[Path]) -> str:
    page.fill("[name=name]", "第一批")
    page.set_input_files("#drop input[name=file]", [str(file) for file in files])
    page.wait_for_url("**/b/*")
    page.wait_for_selector("#rows tbody tr[data-form]")
    finished(page)
    page.reload()
    return str(page.url)


def _decide(page: Any, most: int) -> int:
    """Decide with the keyboard, form after form; how many."""
    done = 0
    while done < most:
        page.wait_for_selector("li.x.cur, #rows")
        if page.query_selector("#rows"):
            break
        current = page.get_attribute("li.x.cur", "id")
        if done % 4 == 3:
            page.keyboard.press("x")
            page.fill("#reason", "合同或协议已约定")
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press("a")
        page.wait_for_selector(f"#{current}.yes, #{current}.no")
        done += 1
        if page.inner_text("#here") == "0":
            page.click("#next")
            page.wait_for_load_state()
        elif page.get_attribute("li.x.cur", "data-decision"):
            page.keyboard.press("n")
    return done


def test_from_a_folder_to_letters_with_a_restart_in_the_middle(browser_page: Any, files: list[Path], tmp_path: Path) -> None:
    database = tmp_path / "desk.sqlite"
    page = browser_page
    with server(database) as (link, process):
        page.goto(link)
        batch = _dropped(page, files).split("127.0.0.1")[1].partition("/")[2]
        page.fill("#reviewer", "王审核")
        page.keyboard.press("Tab")
        before = int(page.inner_text("#left"))
        assert before > 100
        page.click("#next")
        assert _decide(page, 25) == 25
        process.kill()
    with server(database) as (link, _):
        page.goto(link)
        page.goto(link.split("/enter")[0] + f"/{batch}")
        assert int(page.inner_text("#left")) == before - 25, "nothing is lost"
        page.keyboard.press("n")
        page.wait_for_selector("article")
        assert _decide(page, 25) == 25
        page.keyboard.press("u")
        page.wait_for_selector("#said:not([hidden])")
        page.goto(link.split("/enter")[0] + f"/{batch}/outputs")
        for kind, inside in (("docx", ".docx"), ("annotated", ".xlsx")):
            with page.expect_download() as saving:
                page.click(f"button[value={kind}]")
            archive = zipfile.ZipFile(io.BytesIO(Path(saving.value.path()).read_bytes()))
            assert [name for name in archive.namelist() if name.endswith(inside)]


def test_what_is_checked_is_shown_while_other_files_still_go_out(browser_page: Any, files: list[Path], tmp_path: Path) -> None:
    page, held, first = browser_page, [], []

    def let_one_through(route: Any) -> None:
        if first:
            held.append(route)
        else:
            first.append(route)
            route.continue_()

    page.route("**/upload", let_one_through)
    with server(tmp_path / "desk.sqlite") as (link, _):
        page.goto(link)
        page.set_input_files("#drop input[name=file]", [str(file) for file in files])
        page.wait_for_selector("#early [data-form]")
        assert "/b/" not in page.url
        assert held
        for route in held:
            route.continue_()
        page.wait_for_url("**/b/*")


def test_the_panel_empties_when_a_filter_removes_its_finding(browser_page: Any, files: list[Path], tmp_path: Path) -> None:
    page = browser_page
    with server(tmp_path / "desk.sqlite") as (link, _):
        page.goto(link)
        _dropped(page, files[:1])
        page.click("#next")
        page.wait_for_selector("li.x.cur")
        severity = page.evaluate("document.querySelector('li.x.cur').classList[1]")
        page.click(f".sev.{severity}")
        assert page.query_selector("li.x.cur") is None
        assert "点选" in page.inner_text("#shown")
        page.click("td[data-key] >> nth=1", position={"x": 4, "y": 4})
        page.fill("#message", "请与合同核对")
        page.keyboard.press("Tab")
        page.click("#remark button:not([type])")
        page.wait_for_selector("li.x[data-own='1']")
        assert "请与合同核对" in page.inner_text("li.x[data-own='1']")


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}],
    ids=["light", "dark", "phone"],
)
def test_axe_reports_nothing_serious(chromium: Any, options: dict[str, Any], files: list[Path], tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci in tests/node")
    context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, "bypass_csp": True, **options})
    page = context.new_page()
    with server(tmp_path / "desk.sqlite") as (link, _):
        page.goto(link)
        batch = _dropped(page, files[:2])
        found = {}
        for path in (
            batch,
            f"{batch}/findings",
            f"{batch}/outputs",
            f"{batch}/figures",
            f"{batch}/next",
            batch.split("/b/")[0] + "/ledger",
            batch.split("/b/")[0] + "/",
        ):
            page.goto(path)
            page.add_script_tag(path=str(AXE))
            told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            found[path] = [
                (one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in told if one["impact"] in ("serious", "critical")
            ]
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            assert not wide, path
    context.close()
    assert not any(found.values()), found
