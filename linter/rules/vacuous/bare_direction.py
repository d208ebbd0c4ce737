"""JX208: 提高, 逐年提高, 显著提升: a direction and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX208",
    slug="bare-direction",
    title="只写提高、提升，未写程度",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX203", "JX204", "JX201", "JX207", "JX206", "JX702", "JX709"),
    messages={"default": "指标值“{value}”只有方向，没有写明变化多少、与什么时候相比。"},
)


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is Shape.DIRECTION and row.name_text.strip():
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if row.rated:
        level = "≥__%"
        return Suggestion(
            f"建议写明要达到的水平“{level}”，或“较上年提高__个百分点”。",
            (((placed.path("value"), level),), ((placed.path("value"), "较上年提高__个百分点"),)),
        )
    better = renamed(form, row.category)
    drop = "；项目不以此为目标的，可删除此行" if row.category in BENEFIT_CATEGORIES else ""
    return Suggestion(f"建议把名称改为可计量的指标{'，' + better if better else ''}{drop}。")
