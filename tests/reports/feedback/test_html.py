"""The web page, without a browser: safe, self-contained, small, the same bytes each time, every finding on the cell it speaks of."""

from __future__ import annotations

import base64
import builtins
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser as Page
from selectolax.lexbor import LexborNode as Node

from linter.model.errors import install_hint
from linter.model.finding import Severity, Suppressed
from linter.model.form import Text
from linter.policy.settings import Settings
from linter.reports.feedback import FeedbackOptions
from linter.reports.feedback.api import CannotReport
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.html import FEEDBACK
from linter.reports.feedback.model import Batch
from linter.reports.form_view import templates
from linter.reports.form_view.grid import draw
from linter.run.pipeline import Job, run
from tests.support.cases import document_of, form_data

OPTIONS = FeedbackOptions(date(2026, 1, 20))
ROWS = [
    "数量指标 | 服务单位数量 | ≥186% | 服务单位数量 | ≥186%",
    "质量指标 | 平台稳定性 | 稳定稳定 | 平台稳定性 | 稳定",
    "成本指标 | 运维费用 | 按标准执行 | 运维费用 | 按标准执行",
    "社会效益 | 社会效益 | 节约财政资金 | 社会效益 | 节约财政资金",
    "服务对象满意度 | 使用单位满意度 | 100度 | 使用单位满意度 | 100度",
]
PLAIN = ["数量指标 | 维护设备数量 | ≥35台", "质量指标 | 设备完好率 | ≥98%"]
NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' & {{ 7*7 }}"


def _batch(cases: Sequence[dict[str, Any]], previous: Sequence[dict[str, Any]] | None = None) -> Batch:
    def checked(found: Sequence[dict[str, Any]]) -> Any:
        forms = [form_data(case, n) for n, case in enumerate(found, start=1)]
        return run([Job("表.json", data=json.dumps({"forms": forms}, ensure_ascii=False).encode())], Settings())

    return batch_of(checked(cases), checked(previous) if previous is not None else None)


def _text(batch: Batch) -> str:
    ((_, content),) = FEEDBACK.render(batch, OPTIONS)
    assert isinstance(content, str)
    return content


def _page(*cases: dict[str, Any], previous: Sequence[dict[str, Any]] | None = None) -> Page:
    return Page(_text(_batch(cases, previous)))


def _one(page: Page | Node, selector: str) -> Node:
    (found,) = page.css(selector)
    return found


def _printed(node: Node) -> str:
    return re.sub(r"\s+", "", node.text())


# -- safe and self-contained -----------------------------------------------------------------------------------------------------


def test_text_of_the_input_is_only_ever_text() -> None:
    rows = [f"数量指标 | {NASTY} | {NASTY}".replace("\\", "")]
    page = _page({"rows": rows, "fields": {"project": NASTY, "unit": NASTY, "overview": NASTY, "funding": {NASTY: "1"}}})
    assert len(page.css("script")) == 1
    assert not page.css("img")
    assert not [node for node in page.css("*") for name in node.attributes if name.startswith("on")]
    assert re.sub(r"\s+", "", NASTY) in _printed(_one(page, "article h3"))
    assert "{{7*7}}" in _printed(_one(page, "article h3"))


def test_nothing_is_fetched_and_only_the_pages_own_style_and_script_run() -> None:
    text = _text(_batch([{"rows": ROWS}]))
    page = Page(text)
    policy = _one(page, 'meta[http-equiv="Content-Security-Policy"]').attributes["content"] or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("style", "script"):
        own = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert own is not None
        digest = base64.b64encode(hashlib.sha256(own[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not page.css("[src],[style],link,iframe,object,embed,base,form")
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
    assert not re.search(r"\bfetch\(|XMLHttpRequest|importScripts|sendBeacon|WebSocket|innerHTML|\beval\(", text)
    assert {href[0] for node in page.css("a") if (href := node.attributes["href"] or "")} == {"#"}


def test_every_link_has_its_target_and_every_id_is_one() -> None:
    page = _page({"rows": ROWS}, {"rows": ROWS, "fields": {"project": "另一项目"}}, {"rows": PLAIN})
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    assert {(node.attributes["href"] or "")[1:] for node in page.css("a")} <= known
    cells = {one for node in page.css("[data-c]") for one in (node.attributes["data-c"] or "").split()}
    assert cells and cells <= known


def test_the_same_input_gives_the_same_bytes() -> None:
    assert _text(_batch([{"rows": ROWS}, {"rows": PLAIN}])) == _text(_batch([{"rows": ROWS}, {"rows": PLAIN}]))


def test_without_jinja_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "jinja2":
            raise ImportError(name)
        return real(name, *rest)

    templates.environment.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CannotReport, match=re.escape(install_hint("report"))):
        list(FEEDBACK.render(_batch([{"rows": PLAIN}]), OPTIONS))


# -- every finding, on its cell --------------------------------------------------------------------------------------------------


def _cells_of(page: Page, code: str) -> list[str]:
    """The text of the cells the findings of a rule are pinned to, without badges."""
    out = []
    for item in page.css(f"li.x.{code}"):
        for one in (item.attributes.get("data-c") or "").split():
            cell = _one(page, f"#{one}")
            out.append((cell.text(deep=False) or "").strip())
            numbers = {(badge.attributes["href"] or "")[1:] for badge in cell.css("a.n")}
            assert item.attributes["id"] in numbers, "the cell carries the finding's number"
    return out


def test_every_finding_is_there_once_and_stands_on_its_cell() -> None:
    batch = _batch([{"rows": ROWS}, {"rows": PLAIN, "fields": {"goal": "完成年度工作", "project": "另一项目"}}])
    page = Page(_text(batch))
    found = [f for project in batch.projects for remark in project.remarks for f in remark.findings]
    assert found
    assert sorted(f.fingerprint for f in found) == sorted(node.attributes["data-k"] or "" for node in page.css("li.x"))
    items = {node.attributes["data-k"]: node for node in page.css("li.x")}
    for finding in found:
        item = items[finding.fingerprint]
        for said in (finding.message, finding.suggestion or "", finding.source):
            assert re.sub(r"\s+", "", said) in _printed(item)
        cells = [_one(page, f"#{one}") for one in (item.attributes.get("data-c") or "").split()]
        if cells:
            assert finding.cell.strip() == (cells[0].text(deep=False) or "").strip(), finding.path
        else:
            assert re.fullmatch(r"forms\[\d+\]", finding.path), finding.path


def test_what_speaks_of_both_halves_stands_on_both_cells() -> None:
    page = _page({"rows": ROWS})
    assert _cells_of(page, "JX402") == ["≥186%", "≥186%"]
    assert _cells_of(page, "JX301") == ["稳定稳定"]


def test_related_cells_are_linked_across_forms() -> None:
    page = _page({"rows": ROWS, "fields": {"project": "甲项目"}}, {"rows": ROWS, "fields": {"project": "乙项目"}})
    links = page.css("li.x a.t")
    targets = {(node.attributes["href"] or "")[1:] for node in links}
    assert any(re.fullmatch(r"f\d+", target) for target in targets), "another form that says the same"
    for item in page.css("li.x"):
        own = set((item.attributes.get("data-c") or "").split())
        assert not own & {(node.attributes["href"] or "")[1:] for node in item.css("a.t")}, "a cell is not related to itself"


def test_findings_on_the_whole_form_stand_beside_its_title() -> None:
    page = _page({"rows": PLAIN})
    whole = [node for node in page.css("li.x") if not node.attributes.get("data-c")]
    assert whole
    numbers = {(badge.attributes["href"] or "")[1:] for badge in page.css("article h3 a.n")}
    assert {node.attributes["id"] for node in whole} == numbers


def test_the_form_is_redrawn_with_all_it_says() -> None:
    columns = ["comparator", "unit", "weight", "actual", "score"]
    rows = ["数量指标 | 维护设备数量 | 35 | ≥ | 台 | 10 | 36 | 9", "质量指标 | 设备完好率 | 98 | ≥ | % | 20 | 97 | 18"]
    page = _page({"rows": rows, "columns": columns, "kind": "self_evaluation", "fields": {"funding": {"财政拨款": "60,000"}}})
    heads = [_printed(node) for node in page.css("table.rows thead th")]
    assert heads == ["一级指标", "二级指标", "指标名称", "符号", "指标值", "计量单位", "权重", "实际完成值", "得分"]
    assert [(node.text(deep=False) or "").strip() for node in page.css("table.rows tbody tr:not(.gr)")[0].css("td")] == [
        "维护设备数量",
        "≥",
        "35",
        "台",
        "10",
        "36",
        "9",
    ]
    labels = {_printed(node) for node in page.css("table.head th")}
    assert {"项目名称", "实施单位", "项目概况", "资金总额（元）", "其中：财政拨款", "总体目标"} <= labels


def test_two_halves_stand_side_by_side() -> None:
    page = _page({"rows": ROWS})
    assert [_printed(node) for node in page.css("table.rows thead th[colspan]")] == ["实施期绩效指标", "年度绩效指标"]
    row = page.css("table.rows tbody tr:not(.gr)")[1]
    assert [(node.text(deep=False) or "").strip() for node in row.css("td")] == ["平台稳定性", "稳定稳定", "平台稳定性", "稳定"]


def test_both_totals_are_drawn_where_the_indicators_have_one_side_and_an_unknown_unit_is_said() -> None:
    (form,) = document_of({"fields": {"total_annual": "90,000"}, "rows": ["数量指标 | 维护设备数量 | ≥35台"]}).forms
    money = form.total["annual"]
    drawn = draw(replace(form, total={"period": replace(money, unit=""), "annual": replace(money, unit="")}, funding={}))
    totals = [(pair.label, pair.cell.key) for line in drawn.lines for pair in line if "资金总额" in pair.label]
    assert totals == [("实施期资金总额（未注明单位）", "fields.total.period"), ("年度资金总额（未注明单位）", "fields.total.annual")]


def test_rows_and_columns_add_up() -> None:
    """What spans rows covers exactly its group, whatever is printed."""
    page = _page({"rows": ROWS}, {"rows": PLAIN})
    for table in page.css("table.rows"):
        width = len([node for node in table.css("thead th") if not node.attributes.get("colspan")])
        for body in table.css("tbody"):
            rows = body.css("tr:not(.gr)")
            taken = [0] * len(rows)
            for at, row in enumerate(rows):
                for cell in row.css("td,th"):
                    for below in range(int(cell.attributes.get("rowspan") or 1)):
                        taken[at + below] += int(cell.attributes.get("colspan") or 1)
            assert set(taken) == {width}


def test_doubtful_cells_are_marked_with_the_reason() -> None:
    batch = _batch([{"rows": PLAIN}])
    (unit,) = batch.units
    (project,) = unit.projects
    first = project.form.indicators[0]
    assert first.annual is not None
    doubted = replace(first, annual=replace(first.annual, value=Text(first.annual.value.text, first.annual.value.place, "该格被截断")))
    form = replace(project.form, indicators=(doubted, *project.form.indicators[1:]))
    projects = (replace(project, form=form),)
    page = Page(_text(replace(batch, units=(replace(unit, projects=projects),), projects=projects)))
    cell = _one(page, "td.d")
    assert (cell.text(deep=False) or "").strip() == "≥35台"
    assert "存疑：该格被截断" in cell.text()
    assert _one(cell, ".q").attributes["title"] == "该格被截断"


# -- what else a reviewer needs --------------------------------------------------------------------------------------------------


def test_the_worklist_is_ranked_and_its_formula_printed() -> None:
    fields = [
        {"project": "小", "total_annual": "1,000"},
        {"project": "大", "total_annual": "9,000,000"},
        {"project": "无", "total_annual": ""},
    ]
    page = _page(*({"rows": ROWS, "fields": one} for one in fields))
    assert [_printed(node) for node in page.css("#worklist tbody th")] == ["大", "小", "无"]
    assert "金额（万元）×（3×必改意见数" in _one(page, "#worklist").text()
    assert [_printed(node).removesuffix(_printed(node)[1:]) for node in page.css("article .o")] == ["1", "2", "3"]


def test_the_second_round_shows_what_became_of_each_remark() -> None:
    later = [row.replace("≥186%", "≥186户") for row in ROWS]
    page = _page({"rows": later}, previous=[{"rows": ROWS}])
    assert {_printed(node) for node in page.css(".st")} == {"未修改"}
    assert "已修改" in _one(page, "article .gone").text()
    assert [_printed(node) for node in page.css("#state option")] == ["全部修改情况", "新增问题", "部分修改", "未修改"]
    assert not _page({"rows": ROWS}).css("#state, .st")


def test_what_was_not_checked_and_what_this_is_not_are_said() -> None:
    jobs = [Job("甲.json", data=json.dumps({"forms": [form_data({"rows": ROWS})]}, ensure_ascii=False).encode()), Job("空.txt", data=b"")]
    page = Page(_text(batch_of(run(jobs, Settings()))))
    assert "文件为空" in _one(page, "#unchecked").text()
    assert "不是正式评分或审核结论" in _one(page, "header").text()
    footer = _one(page, "footer").text()
    assert "jixiao" in footer and "规则集" in footer and "空.txt" in footer and "2026年1月20日" in footer
    assert "机审各项得分之和" in _one(page, "#formula").text()


def test_what_was_decided_not_to_be_raised_is_said() -> None:
    result = run([Job("表.json", data=json.dumps({"forms": [form_data({"rows": ROWS})]}, ensure_ascii=False).encode())], Settings())
    declined = tuple(replace(f, suppressed=Suppressed("review", "合同已约定")) if f.code == "JX402" else f for f in result.findings)
    page = Page(_text(batch_of(replace(result, findings=declined))))
    assert not page.css("li.x.JX402")
    assert "计数类指标" in _one(page, "#suppressed").text() and "理由（审核结果）：合同已约定" in _one(page, "#suppressed").text()


def test_a_batch_without_forms_is_a_page_too() -> None:
    page = Page(_text(batch_of(run([Job("空.txt", data=b"")], Settings()))))
    assert not page.css("article")
    assert "文件为空" in _one(page, "#unchecked").text()


def test_300_forms_take_no_more_than_20_kb_each_and_500_kb() -> None:
    """Of a form with more than two findings a row."""
    bare = len(_text(_batch([])).encode())
    each = (len(_text(_batch([{"rows": ROWS * 2, "fields": {"project": f"项目{n}"}} for n in range(12)])).encode()) - bare) / 12
    assert bare + 300 * each <= 300 * 20_000 + 500_000


def test_every_bar_has_its_figures() -> None:
    page = _page({"rows": ROWS}, {"rows": PLAIN, "fields": {"unit": "青禾县水务局"}})
    figures = page.css("figure")
    assert [_printed(_one(node, "figcaption")) for node in figures] == ["各类问题", "各单位量化指标占比", "各单位问题"]
    for node in figures:
        assert all(_printed(cell) for cell in node.css("td.num"))
        assert all(svg.attributes.get("aria-hidden") == "true" for svg in node.css("svg"))
    shares = {_printed(_one(row, "th")): _printed(row.css("td.num")[1]) for row in figures[1].css("tbody tr")}
    assert shares["青禾县水务局"] == "100%"


def test_the_tiles_count_what_is_said_of_the_whole_document_too() -> None:
    data = (Path(__file__).parents[3] / "examples/disclosure.txt").read_bytes()
    result = run([Job("公开.txt", data=data)], Settings())
    page = Page(_text(batch_of(result, None)))
    said = Counter(finding.severity for finding in result.findings if finding.suppressed is None)
    tiles = [int(node.text().rstrip("处")) for node in page.css("dl.tiles dd") if node.text().endswith("处")]
    assert tiles == [said[severity] for severity in Severity]
    assert any(finding.form_index is None for finding in result.findings), "the example has something to say of the document"
