"""JX504: a change where a level is meant: 满意度 提高98%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import target
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.types import Dimension, Direction, NameKind

RULE = Rule(
    code="JX504",
    slug="change-or-level",
    title="把应达到的水平写成了变化幅度",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX703", "JX209", "JX514", "JX501"),
    messages={
        "default": "“{name}”以水平考核，“{value}”表示变化幅度，含义不清。",
        "small": "“{value}”看不出是提高{number}个百分点还是提高到某一水平，也未说明与何时相比。",
    },
)
_A_LEVEL = 50
"""提高98% can hardly be a change; 提高5% may be one whose base is missing."""


def check(row: Row) -> Iterator[Hit]:
    change, entry = row.value.change, row.head
    if change is None or change.quantity is None or change.to_level or change.by_points or row.name.change:
        return
    wanted = row.frame.measure is Measure.SURVEYED or (entry is not None and entry.direction == "up" and entry.bound is not None)
    if change.direction is not Direction.UP or not wanted:
        return  # 投诉率 下降5% is a change meant as one
    if row.rated and change.quantity.dimension is Dimension.RATIO:
        small = change.quantity.amount < _A_LEVEL
        if small and change.base:
            return
        data = {"number": f"{change.quantity.number.normalize():f}"}
        yield Hit("value", data, "small" if small else "default", severity=Severity.WARNING if small or change.base else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    points = f"较上年提高{hit.data['number'] if hit.variant == 'small' else '__'}个百分点"
    if indicator.row.unit is not None or indicator.row.comparator is not None:
        return Suggestion(f"建议改为“≥__%”；若指变化，写“{points}”，请核实。", (target(indicator, "≥", "__", "%"),))
    at = indicator.path("value")
    level = "≥90%" if hit.variant == "default" and indicator.row.name.kind is NameKind.SATISFACTION else "≥__%"
    return Suggestion(f"建议改为“{level}”；若指变化，写“{points}”，请核实。", (((at, level),), ((at, points),)))
