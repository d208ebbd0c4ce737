"""The report in a real headless Chromium, as a reviewer uses it: mouse, keyboard, filters, search, decisions, themes, phone, print."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.policy.settings import Settings
from linter.policy.suppression import Applying, read_review
from linter.run.pipeline import Job, run
from tests.browser.conftest import source

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "node/node_modules/axe-core/axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def _shown(page: Any, selector: str) -> int:
    """How many of these the reader can see."""
    return int(page.evaluate("s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length", selector))


def _count(page: Any) -> tuple[int, int]:
    """Findings and forms, as the status line says."""
    match = re.match(r"(\d+)处，(\d+)张表", page.inner_text("#count"))
    assert match, page.inner_text("#count")
    return int(match[1]), int(match[2])


def _current(page: Any) -> str:
    return str(page.evaluate("document.querySelector('li.x.cur')?.id || ''"))


# -- filters and search ----------------------------------------------------------------------------------------------------------


def test_all_is_shown_at_first_and_the_count_says_so(page: Any) -> None:
    assert _count(page) == (_shown(page, "li.x"), _shown(page, "article"))
    assert _shown(page, "li.x") == page.locator("li.x").count() > 10


def test_severities_are_switched_off_and_on(page: Any) -> None:
    whole, errors = _shown(page, "li.x"), _shown(page, "li.x.e")
    assert errors
    page.click(".sev.e")
    assert page.get_attribute(".sev.e", "aria-pressed") == "false"
    assert _shown(page, "li.x.e") == _shown(page, "td a.n.e") == 0
    assert _count(page)[0] == _shown(page, "li.x") == whole - errors
    page.click(".sev.e")
    assert _count(page)[0] == _shown(page, "li.x") == whole


@pytest.mark.parametrize(("select", "value", "kept"), [("family", "JX4", 'li.x[class*=" JX4"]'), ("rule", "JX402", "li.x.JX402")])
def test_a_family_or_a_rule_alone(page: Any, select: str, value: str, kept: str) -> None:
    page.select_option(f"#{select}", value)
    assert 0 < _shown(page, kept) == _shown(page, "li.x") == _count(page)[0]
    assert _shown(page, "td a.n") < page.locator("td a.n").count()
    forms = page.evaluate("s => new Set([...document.querySelectorAll(s)].map(e => e.closest('article'))).size", kept)
    assert _shown(page, "article") == _count(page)[1] == forms, "forms without a finding left are hidden"
    assert _shown(page, "#worklist tbody tr") == forms
    page.click("#reset")
    assert _shown(page, "li.x") == page.locator("li.x").count()


def test_a_unit_alone(page: Any) -> None:
    page.select_option("#unit", label="青禾县水务局")
    assert [text.split("　")[0] for text in page.locator("article:not(.off) .meta").all_text_contents()] == ["青禾县水务局"] * 2


def test_filters_narrow_each_other_and_nothing_left_is_said(page: Any) -> None:
    page.select_option("#rule", "JX402")
    page.click(".sev.e")
    assert _count(page) == (0, 0)
    assert page.is_visible("#empty")


def test_forms_without_findings_can_be_hidden(page: Any) -> None:
    bare = page.evaluate("[...document.querySelectorAll('article')].filter(e => !e.querySelector('li.x')).length")
    page.uncheck("#hide")
    every = _shown(page, "article")
    page.check("#hide")
    assert _shown(page, "article") == every - bare


def test_search_finds_cells_and_messages_and_marks_them(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("单台维护成本")
    page.locator("#count", has_text="，1张表").wait_for()
    assert _shown(page, "article") == 1
    assert page.evaluate("CSS.highlights.get('find').size") >= 1
    page.keyboard.press("Escape")
    assert page.input_value("#find") == ""
    assert _shown(page, "article") == page.locator("article").count()
    page.fill("#find", "没有这样的话")
    page.wait_for_selector("#empty:not([hidden])")


def test_the_worklist_sorts(page: Any) -> None:
    names = page.locator("#worklist tbody th").all_inner_texts()
    head = page.locator("#worklist thead th", has_text="机审质量分")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    scores = list(map(float, page.locator("#worklist tbody td:nth-child(8)").all_inner_texts()))
    assert scores == sorted(scores)
    page.locator("#worklist thead th", has_text="序号").locator("button").click()
    assert page.locator("#worklist tbody th").all_inner_texts() == names


# -- from finding to finding -----------------------------------------------------------------------------------------------------


def test_keys_walk_through_the_findings(page: Any) -> None:
    order = page.evaluate("[...document.querySelectorAll('li.x')].map(e => e.id)")
    seen = []
    for key in ("j", "n", "j", "k", "p"):
        page.keyboard.press(key)
        seen.append(_current(page))
    assert seen == [order[n] for n in (0, 1, 2, 1, 0)]
    assert page.evaluate("document.activeElement.hash") == f"#{order[0]}", "the focus is on the finding's number"
    page.keyboard.press("J")
    assert _current(page).startswith("f2-")
    page.keyboard.press("K")
    assert _current(page) == order[0]


def test_keys_keep_to_what_is_filtered(page: Any) -> None:
    page.select_option("#rule", "JX402")
    page.locator("#rule").blur()
    wanted = page.evaluate("[...document.querySelectorAll('li.x.JX402')].map(e => e.id)")
    found = []
    for _ in wanted:
        page.keyboard.press("j")
        found.append(_current(page))
    assert found == wanted
    page.keyboard.press("j")
    assert _current(page) == wanted[-1], "the last one stays"


def test_a_number_shows_message_suggestion_ground_and_marks_the_cells(page: Any) -> None:
    item = page.locator("li.x.JX402").first
    number = page.locator(f"td a.n[href='#{item.get_attribute('id')}']").first
    number.click()
    text = page.inner_text("#shown")
    for said in ("计数类指标", "≥186户", "依据"):
        assert said in text
    marked = page.locator("td.cur").all_inner_texts()
    assert len(marked) == 2 and all(cell.startswith("≥186%") for cell in marked)
    box = page.locator("td.cur").first.bounding_box()
    assert box and 0 < box["y"] < 900, "the cell is in view"
    page.keyboard.press("Escape")
    assert _current(page) == ""
    assert page.locator("td.cur").count() == 0


def test_related_cells_are_outlined_and_can_be_gone_to(page: Any) -> None:
    item = page.locator("li.x:has(a.t[href*=c])").first
    target = item.locator("a.t[href*=c]").first.get_attribute("href")
    page.evaluate("id => document.querySelector(`a.n[href='#${id}']`).click()", item.get_attribute("id"))
    assert "rel" in (page.get_attribute(target, "class") or "")
    page.locator(f"#shown a.t[href='{target}']").click()
    box = page.locator(target).bounding_box()
    assert box and 0 < box["y"] < 900


def test_the_quoted_words_are_marked_in_a_long_cell(page: Any) -> None:
    item = page.locator("li.x[data-s]").first
    page.evaluate("id => document.querySelector(`a.n[href='#${id}']`).click()", item.get_attribute("id"))
    quoted = page.evaluate("[...CSS.highlights.get('quote')][0].toString()")
    assert quoted and quoted in item.inner_text()


def test_letters_typed_into_a_field_are_no_commands(page: Any) -> None:
    page.fill("#find", "")
    page.locator("#find").press_sequentially("jxka?")
    assert _current(page) == ""
    assert not page.is_visible("#help")


def test_help_opens_and_closes(page: Any) -> None:
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


# -- decisions -------------------------------------------------------------------------------------------------------------------


def _decide(page: Any) -> tuple[str, str]:
    """Accept the first finding, decline the second with a reason; their fingerprints."""
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.is_visible("#need"), "a reason is asked for"
    page.keyboard.type("合同已约定")
    assert not page.is_visible("#need")
    page.keyboard.press("Escape")
    return tuple(page.locator("li.x").nth(n).get_attribute("data-k") for n in (0, 1))  # type: ignore[return-value]


def _export(page: Any, target: Path) -> Path:
    page.click("#export")
    page.fill("#by", "审核一科")
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "审核结果.json"
    download.value.save_as(target)
    return target


def test_decisions_are_kept_exported_and_read_by_check(page: Any, tmp_path: Path) -> None:
    accepted, declined = _decide(page)
    page.reload()
    assert page.locator("li.x.yes").get_attribute("data-k") == accepted, "kept over a reload"
    path = _export(page, tmp_path / "审核结果.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert [(one["fingerprint"], one["decision"], one["reason"], one["by"]) for one in data["decisions"]] == [
        (accepted, "采纳", "", "审核一科"),
        (declined, "不采纳", "合同已约定", "审核一科"),
    ]
    findings = run([Job("表.json", data=source())], Settings()).findings
    marked = [f for f in map(Applying(read_review(path), None), findings) if f.suppressed]
    assert [(f.fingerprint, f.suppressed.reason if f.suppressed else "") for f in marked] == [(declined, "合同已约定")]


def test_decisions_filter(page: Any) -> None:
    whole = page.locator("li.x").count()
    _decide(page)
    for value, count in (("yes", 1), ("no", 1), ("open", whole - 2)):
        page.select_option("#decided", value)
        assert _count(page)[0] == _shown(page, "li.x") == count


def test_decisions_are_taken_in_again(opened: Callable[..., Any], tmp_path: Path) -> None:
    first = opened()
    accepted, declined = _decide(first)
    path = _export(first, tmp_path / "一.json")
    second = opened()
    assert second.locator("li.x.yes, li.x.no").count() == 0
    second.set_input_files("#import", path)
    second.wait_for_selector("li.x.no")
    assert second.locator("li.x.yes").get_attribute("data-k") == accepted
    assert second.locator("li.x.no").get_attribute("data-k") == declined
    assert "合同已约定" in second.locator("li.x.no .mine").inner_text()
    assert "已导入2处" in second.inner_text("#count")


def test_a_file_that_is_no_review_is_said_to_be_none(page: Any, tmp_path: Path) -> None:
    (tmp_path / "别的.json").write_text('{"a": 1}', encoding="utf-8")
    page.set_input_files("#import", tmp_path / "别的.json")
    page.locator("#count", has_text="不是审核结果文件").wait_for()


# -- looks, phone, print, access -------------------------------------------------------------------------------------------------


def _lightness(page: Any) -> int:
    red, green, blue = map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3])
    return (red + green + blue) // 3


def test_dark_follows_the_system_and_the_button(opened: Callable[..., Any]) -> None:
    dark, light = opened(color_scheme="dark"), opened(color_scheme="light")
    assert _lightness(dark) < 60 < 200 < _lightness(light)
    dark.click("#theme")
    assert _lightness(dark) > 200, "light by choice"
    light.click("#theme")
    light.click("#theme")
    assert _lightness(light) < 60, "dark by choice"
    light.reload()
    assert _lightness(light) < 60, "kept"


def test_a_phone_shows_it_without_scrolling_sideways(opened: Callable[..., Any]) -> None:
    page = opened(**PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.is_visible("#filters")
    page.tap("#more")
    assert page.is_visible("#filters")
    page.tap("#more")
    page.locator("td a.n").first.tap()
    assert page.is_visible("#inspector")
    cell, panel = page.locator("td.cur").first.bounding_box(), page.locator("#inspector").bounding_box()
    assert cell and panel and cell["y"] < panel["y"], "the panel does not cover the cell"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_it_reads_from_top_to_bottom(opened: Callable[..., Any]) -> None:
    page = opened(java_script_enabled=False)
    assert not page.is_visible("#bar")
    assert not page.is_visible("#inspector")
    assert page.is_visible("#f1") and page.is_visible("li.x >> nth=0")


def test_it_prints(page: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = document[0].get_size()
    assert (round(width), round(height)) in {(595, 842), (594, 841), (596, 842)}, "A4"
    texts = ["".join(document[n].get_textpage().get_text_bounded().split()) for n in range(len(document))]
    assert len(texts) >= 1 + page.locator("article").count(), "a form begins a page"
    whole = "".join(texts)
    for said in ("项目支出绩效目标审核意见", "≥186%", "未检查的内容", "文件为空", "不是正式评分", "规则与依据", "机审各项得分之和"):
        assert said in whole, said
    assert "清除筛选" not in whole
    document.close()


@pytest.mark.parametrize(
    ("options", "open_panel"), [({}, True), ({"color_scheme": "dark"}, True), (PHONE, False)], ids=["light", "dark", "phone"]
)
def test_axe_reports_nothing_serious(opened: Callable[..., Any], options: dict[str, Any], open_panel: bool) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in tests/node")
    page = opened(**options)
    if open_panel:
        page.keyboard.press("j")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
