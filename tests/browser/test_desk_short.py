"""The desk in a real Chromium in a few seconds: one's own form put right, then reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.browser.test_report import AXE
from tests.support.desk import finished, server

pytestmark = pytest.mark.browser
FORM = Path(__file__).parents[2] / "examples/forms/bad-form.xlsx"


def test_one_s_own_form_is_put_right_by_hand_and_saved(chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with server(tmp_path / "desk.sqlite") as (link, _):
        page.goto(link)
        page.select_option("[name=kind]", "own")
        page.set_input_files("#drop input[name=file]", str(FORM))
        page.wait_for_url("**/f/*/own")
        first = page.inner_text("h1")
        assert first.startswith("先改这")
        page.focus("td[data-key='indicators[0].period.value']")
        page.keyboard.press("Enter")
        page.fill(".editor textarea", "≥186家")
        page.keyboard.press("Enter")
        page.wait_for_selector("td.fresh")
        assert "“≥186%” → “≥186家”" in page.inner_text("#said")
        assert page.inner_text("h1") != first
        page.locator("button", has_text="改为“≥__%”").first.click()
        assert (
            page.evaluate(
                "getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
            )
            == "__"
        )
        page.keyboard.press("Escape")
        if AXE.is_file():
            page.add_script_tag(path=str(AXE))
            told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [
                (one["id"], [node["html"][:160] for node in one["nodes"]]) for one in told if one["impact"] in ("serious", "critical")
            ] == []
        with page.expect_download() as saving:
            page.click("a.main")
        saving.value.save_as(tmp_path / "saved.xlsx")
        page.set_viewport_size({"width": 390, "height": 844})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), "no wider than a phone"
    context.close()
    assert complaints == []
    values = {cell.value for row in openpyxl.load_workbook(tmp_path / "saved.xlsx").active.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert "≥186家" in values
    assert "≥186%" not in values


def test_the_keyboard_says_what_it_waits_for(chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    with server(tmp_path / "desk.sqlite") as (link, _):
        page.goto(link)
        page.set_input_files("#drop input[name=file]", str(FORM))
        page.wait_for_url("**/b/*")
        page.wait_for_selector("#rows tbody tr[data-form]")
        finished(page)
        batch = page.url.partition("?")[0]
        page.goto(f"{batch}/findings")
        assert "采纳" in page.inner_text(".keyed")
        page.keyboard.press("a")
        assert "先按 j" in page.inner_text("#said"), "nothing is chosen yet"
        form = page.get_attribute("#lines tbody a", "href").partition("#")[0]
        page.goto("about:blank")
        page.goto(link.partition("/enter")[0] + form)
        left = int(page.inner_text("#here"))
        page.keyboard.press("x")
        assert "再按一次" in page.inner_text("#said"), "what would be decided is shown first"
        current = page.get_attribute("li.x.cur", "id")
        page.keyboard.press("x")
        assert "回车确定" in page.inner_text("#because")
        page.keyboard.type("已与单位核实")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("情况属实")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#{current}.no")
        assert page.get_attribute(f"#{current}", "data-reason") == "已与单位核实\n情况属实"
        assert int(page.inner_text("#here")) == left - 1
    context.close()
