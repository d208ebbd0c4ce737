"""What suggestions offer must itself be beyond reproach: every row of the library and every countable name lints clean where it may stand."""

from __future__ import annotations

from typing import Any

import pytest

from linter.knowledge.lexicons import entries
from linter.rules.suggesting import Proposal, project_type, proposals
from linter.rules.views import FormView
from tests.support.cases import document_of, findings_of

LIBRARY = entries("indicators")
COUNTABLES = entries("countables")
MIN_TYPES, MIN_ROWS = 20, 6


def _filled(row: dict[str, Any], n: int) -> str:
    """The row's target with a plausible number. Rates inside a form differ on purpose (JX512)."""
    target = Proposal(row["name"], row["comparator"], row["unit"], row.get("form", "")).target(2026)
    if "__月" in target:
        return target.replace("__月__日", "9月30日")
    number = {"%": "100" if row["comparator"] == "=" else str(88 + n) if row["comparator"] == "≥" else "3", "起": "0"}.get(
        row["unit"], "12"
    )
    return target.replace("__", number)


def _view(project: str) -> FormView:
    document = document_of({"fields": {"project": project, "overview": None, "goal": None}, "rows": ["数量指标 | 巡查次数 | ≥24次"]})
    return FormView(document.forms[0], document)


def _loud(rows: list[str], project: str = "日常工作") -> list[tuple[str, str]]:
    found = findings_of({"fields": {"project": project, "overview": None, "goal": None, "total_annual": "900,000,000"}, "rows": rows})
    return [(f.code, f.message) for f in found if f.level2 and (f.severity.value != "info" or f.code == "JX212")]


def test_wide_enough() -> None:
    assert len({entry["type"] for entry in LIBRARY}) == len(LIBRARY) >= MIN_TYPES
    assert all(len(entry["rows"]) >= MIN_ROWS for entry in LIBRARY)


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["type"]) for e in LIBRARY])
def test_rows_lint_clean(entry: dict[str, Any]) -> None:
    rows = [f"{row['category']} | {row['name']} | {_filled(row, n)}" for n, row in enumerate(entry["rows"])]
    assert not _loud(rows)


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["name"]) for e in COUNTABLES])
def test_countable_names_lint_clean(entry: dict[str, Any]) -> None:
    for category in entry["categories"]:
        assert not _loud([f"{category} | {entry['name']} | {_filled(entry, 2)}"])


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["type"]) for e in LIBRARY])
def test_a_type_is_known_by_each_of_its_words(entry: dict[str, Any]) -> None:
    """Unless a longer word of another type claims it."""
    others = {word for other in LIBRARY if other is not entry for word in other["words"]}
    own = [word for word in entry["words"] if word not in others and not any(word in other or other in word for other in others)]
    assert own, "every word is shared with other types"
    assert {project_type(_view(f"全县{word}经费")) for word in own} == {entry["type"]}


PROJECTS = """
农业保险评审费 | 评审/评估咨询
乡村教师培训经费 | 培训
公安局业务用房物业费 | 物业保洁
法院电子诉讼系统运维费 | 信息系统运维
农村公路养护补助 | 补助发放
县医院医疗设备购置 | 设备购置
中小学校舍维修 | 设备维修维护
文化馆免费开放活动 | 会议活动
第五次经济普查 | 普查统计
退耕还林造林 | 林业造林
敬老院运转 | 养老服务
食品抽检 | 食药监管
污水管网改造 | 工程建设
老旧小区改造 | 工程建设
黑臭水体治理 | 环境治理
应急能力建设 | 消防应急
法治政府建设 | 法律服务
基层党组织建设 | 基层治理
"""


@pytest.mark.parametrize("line", PROJECTS.strip().splitlines())
def test_a_project_is_what_its_name_ends_in(line: str) -> None:
    name, kind = line.split(" | ")
    assert project_type(_view(name)) == kind


@pytest.mark.parametrize("name", ["干部队伍建设", "品牌建设", "学科建设", "诚信体系建设", "非法集资综合治理"])
def test_an_act_on_no_thing_tells_no_type(name: str) -> None:
    assert project_type(_view(name)) is None


def test_nothing_is_offered_that_the_form_has() -> None:
    form = _view("干部培训")
    offered = proposals(form, "数量指标", most=9)
    assert offered
    assert "巡查次数" not in {one.name for one in offered}


def test_the_rows_own_words_come_first() -> None:
    assert proposals(_view("干部培训"), "社会效益", "居民防灾意识提高")[0].name == "政策知晓率"
    assert not proposals(_view("日常工作"), "生态效益", "稳定")
