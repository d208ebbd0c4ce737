"""JX503: the comparator points the wrong way: 消耗率 ≥20%, 总成本 ≥, 完成率 ≤."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import COST_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import fault_wanted, is_saving, wanted_high
from linter.rules.suggesting import target
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import HeadEntry
from linter.values.frame import Measure
from linter.values.types import Dimension, Quantity, Shape

RULE = Rule(
    code="JX503",
    slug="wrong-direction",
    title="指标方向与含义相反",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    unless={"cost": ("saving", "grant")},
    messages={
        "down": "“{name}”越低越好，指标值“{value}”方向相反。",
        "up": "“{name}”越高越好，指标值“{value}”方向相反。",
        "cost": "“{name}”应控制在一定金额以内，指标值“{value}”方向相反。",
    },
)
_DOWN_IN = (Dimension.RATIO, Dimension.COUNT, Dimension.TIME, Dimension.MASS, Dimension.VOLUME, Dimension.ENERGY, None)
_SAVED_CONSUMPTION = "消耗率"
_COUNTED = frozenset({Measure.COUNT, Measure.AMOUNT, Measure.DURATION, Measure.THING})
_COUNTED_IN = (Dimension.COUNT, Dimension.TIME, Dimension.MASS, Dimension.VOLUME, Dimension.AREA, None)


def _welcome(row: Row, entry: HeadEntry) -> bool:
    """处理投诉件数 ≥30件 is work done; 节能消耗率 ≥20% is still a consumption."""
    if entry.kind == "rate" and row.frame.aspect is not None and row.frame.aspect.name == "remedy":
        return True
    return not row.name.fault if entry.kind == "count" else is_saving(row) and entry.word != _SAVED_CONSUMPTION


def _variant(row: Row, quantity: Quantity) -> str | None:
    """Which way the comparator is wrong, ``None`` where it is right or nothing is known."""
    entry, comparator = row.head, quantity.comparator
    if fault_wanted(row, quantity):
        return "down"
    if comparator is None:
        return None
    if comparator.cap:
        return "up" if entry is not None and wanted_high(row) and quantity.dimension is Dimension.RATIO else None
    return _floored(row, quantity) if comparator.floor else None


def _floored(row: Row, quantity: Quantity) -> str | None:
    """A floor under what should be little."""
    entry, costs = row.head, row.category in COST_CATEGORIES and quantity.dimension is Dimension.MONEY
    if row.has("total_cost") and costs:
        return "cost"
    if row.frame.fault and row.frame.measure in _COUNTED and quantity.dimension in _COUNTED_IN:
        if not (row.has("remedy") or row.has("no_fault")):
            return "down"
        if row.frame.measure is not Measure.DURATION:  # 修复时间 is short all the same
            return None
    if entry is not None and entry.direction == "down" and quantity.dimension in _DOWN_IN:
        return None if _welcome(row, entry) else "down"
    return "cost" if entry is not None and entry.direction == "cost" and costs else None


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    if row.value.shape not in (Shape.NUMBER, Shape.RANGE) or quantity is None or quantity.number == 0:
        return
    variant = _variant(row, quantity)
    if variant is not None:
        yield Hit("value", variant=variant, span=quantity.comparator_span)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = indicator.row, indicator.row.value.quantity
    assert quantity is not None
    unit = quantity.unit.text if quantity.unit is not None else ""
    if hit.variant == "down" and row.name.text.endswith(_SAVED_CONSUMPTION) and "节" in row.name.text:
        renamed = row.name.text.replace(_SAVED_CONSUMPTION, "率")
        return Suggestion(
            f"建议核实：若指节约的比例，名称改为“{renamed}”；若指消耗，指标值改为“≤__%”。",
            (((indicator.path("name"), renamed),), target(indicator, "≤", "__", "%")),
        )
    sign = "≥" if hit.variant == "up" else "≤"
    return Suggestion(f"建议改为“{sign}__{unit}”，数值一并核实。", (target(indicator, sign, "__", unit),))
