"""JX503: the comparator points the wrong way: 消耗率 ≥20%, 总成本 ≥, 完成率 ≤."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import COST_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import is_unit_cost
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX503",
    slug="wrong-direction",
    title="指标方向与含义相反",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={
        "down": "“{name}”越低越好，指标值“{value}”方向相反。",
        "up": "“{name}”越高越好，指标值“{value}”方向相反。",
        "cost": "“{name}”应控制在一定金额以内，指标值“{value}”方向相反。",
    },
)
_SAVING = ("节约", "降低", "减少", "下降", "压减", "控减", "节支", "缩短", "压降", "避免", "挽回", "控制")


def check(row: Row) -> Iterator[Hit]:
    quantity, entry = row.value.quantity, row.head
    if (
        row.value.shape not in (Shape.NUMBER, Shape.RANGE)
        or quantity is None
        or quantity.comparator is None
        or entry is None
        or quantity.number == 0
    ):
        return
    saving = any(word in row.name.text for word in _SAVING)
    if entry.direction == "down" and quantity.comparator.floor and (entry.fault or not saving or entry.word.endswith("消耗率")):
        if quantity.dimension in (Dimension.RATIO, Dimension.COUNT, Dimension.TIME, None):
            yield Hit("value", variant="down", span=quantity.comparator_span)
    elif (
        entry.direction == "up"
        and quantity.comparator.cap
        and quantity.dimension is Dimension.RATIO
        and entry.bound is not None
        and not entry.change
    ):
        if row.name.kind in (NameKind.RATE, NameKind.SATISFACTION) and not entry.low_by_nature:
            yield Hit("value", variant="up", span=quantity.comparator_span)
    elif (
        (
            entry.direction == "cost"
            and quantity.comparator.floor
            and quantity.dimension is Dimension.MONEY
            and row.category in COST_CATEGORIES
        )
        and not saving
        and not (is_unit_cost(row) and "补" in row.name.text)
    ):
        yield Hit("value", variant="cost", span=quantity.comparator_span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if hit.variant == "down" and row.name.text.endswith("消耗率") and "节" in row.name.text:
        renamed = row.name.text.replace("消耗率", "率")
        return Suggestion(
            f"建议核实：若指节约的比例，名称改为“{renamed}”；若指消耗，指标值改为“≤__%”。",
            (((placed.path("name"), renamed),), ((placed.path("value"), "≤__%"),)),
        )
    quantity = row.value.quantity
    unit = quantity.unit.text if quantity is not None and quantity.unit is not None else ""
    sign = "≥" if hit.variant == "up" else "≤"
    return Suggestion(f"建议改为“{sign}__{unit}”，数值一并核实。", (((placed.path("value"), f"{sign}__{unit}"),),))
