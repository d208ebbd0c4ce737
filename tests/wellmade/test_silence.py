"""Well-made forms of every kind, several layouts and styles, give no error and no warning; nor do the indicators reviewers accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.cases import findings_of

FOLDER = Path(__file__).parent
FORMS = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.yaml"))]
LIBRARY: list[dict[str, Any]] = yaml.safe_load((FOLDER / "library.yml").read_text(encoding="utf-8"))
TRAPS = [
    pytest.param({"rows": [row], "columns": group.get("columns", [])}, id=row)
    for group in yaml.safe_load((FOLDER / "traps.yml").read_text(encoding="utf-8"))
    for row in group["rows"]
]
MOST_NOTES = 2
"""A well-made form may earn a remark or two, not a page of them."""


def _loud(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.code, f.quote, f.message) for f in findings if f.severity.value != "info"]


def _case(block: dict[str, Any], rows: list[str]) -> dict[str, Any]:
    fields = {
        "project": block["project"],
        "overview": f"{block['goal']}项目由青禾县财政局组织实施。",
        "goal": block["goal"],
        "total_annual": block["total"],
        "basis": "《青禾县2026年部门预算编制方案》",
        "necessity": "上年度同类工作量增长，现有条件不能满足需要。",
        "measures": "按《青禾县财政局专项业务管理办法》执行，按季度检查。",
        "plan": "一季度完成采购，其后按月实施，年末组织验收。",
    }
    return {"fields": fields, "rows": rows}


@pytest.mark.parametrize("path", FORMS)
def test_a_well_made_form_gives_no_error_and_no_warning(path: Path) -> None:
    result = run([Job(path.name, path=path)], Settings())
    assert [(one.forms, one.not_checked) for one in result.inputs] == [(1, ())]
    assert _loud(result.findings) == []
    assert len(result.findings) <= MOST_NOTES, [(f.code, f.message) for f in result.findings]


@pytest.mark.parametrize("path", FORMS)
def test_a_well_made_form_is_a_real_test(path: Path) -> None:
    """It has rows in every main category, so silence means something."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    categories = {row["level2"] for row in form["indicators"]}
    assert {"数量指标", "质量指标", "时效指标", "服务对象满意度指标"} <= categories
    assert any("成本" in one for one in categories) and any("效益" in one for one in categories)


def test_the_set_is_varied() -> None:
    forms = [yaml.safe_load(case.values[0].read_text(encoding="utf-8")) for case in FORMS]
    assert len(forms) >= 30
    assert {form["kind"] for form in forms} == {"project", "department", "transfer", "self_evaluation"}
    assert len({form["layout"] for form in forms}) >= 8
    assert len({form["fields"].get("project") for form in forms}) >= 30
    assert any(row.get("period") != row.get("annual") for form in forms for row in form["indicators"] if "period" in row)


@pytest.mark.parametrize("block", [pytest.param(block, id=block["project"]) for block in LIBRARY])
def test_a_block_of_accepted_indicators_is_silent(block: dict[str, Any]) -> None:
    assert _loud(findings_of(_case(block, block["rows"]))) == []


@pytest.mark.parametrize(
    ("block", "row"), [pytest.param(block, row, id=f"{block['project']}: {row}") for block in LIBRARY for row in block["rows"]]
)
def test_an_accepted_indicator_is_silent_by_itself(block: dict[str, Any], row: str) -> None:
    found = [f for f in findings_of(_case(block, [row])) if ".indicators[" in f.path]
    assert _loud(found) == []


@pytest.mark.parametrize("case", TRAPS)
def test_unusual_but_legitimate_rows_are_silent(case: dict[str, Any]) -> None:
    assert _loud([f for f in findings_of(case) if ".indicators[" in f.path]) == []


def test_the_library_is_whole() -> None:
    assert len(LIBRARY) == 15
    assert all(len(block["rows"]) >= 7 for block in LIBRARY)
