"""JX504: a change where a level is meant: 满意度 提高98%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension

RULE = Rule(
    code="JX504",
    slug="change-or-level",
    title="把应达到的水平写成了变化幅度",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX703", "JX209", "JX514", "JX501"),
    messages={"default": "“{name}”以水平考核，“{value}”表示变化幅度，含义不清。"},
)


def check(row: Row) -> Iterator[Hit]:
    change, entry = row.value.change, row.head
    if change is None or change.quantity is None or change.base or change.to_level or change.by_points or entry is None or entry.change:
        return
    if row.rated and entry.bound is not None and change.quantity.dimension is Dimension.RATIO:
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    at = placed.path("value")
    return Suggestion("建议改为“≥__%”；若指变化，写“较上年提高__个百分点”，请核实。", (((at, "≥__%"),), ((at, "较上年提高__个百分点"),)))
