"""JX502: a bound that excludes nothing: ≤100%, ≥0; ≥100% is better written =100%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import HUNDRED, fault_wanted, likely_bound, natural_bound, percent
from linter.rules.suggesting import target
from linter.rules.units._common import graver
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Comparator, NameKind, Shape

RULE = Rule(
    code="JX502",
    slug="meaningless-bound",
    title="指标值的界限没有约束作用",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX503",),
    unless={"floor": ("moving",)},
    messages={
        "default": "指标值“{value}”任何情况下都能达到，没有约束作用。",
        "floor": "指标值“{value}”任何情况下都能达到，没有约束作用。",
        "full": "“{name}”最高为100%，“{value}”建议写作“=100%”。",
    },
)
_MEANS_NO_LOSS = (NameKind.MONEY, NameKind.SPEED)
"""Profit ≥0 (no loss) and growth ≥0 (no decline) do say something."""


def _vacuous_floor(row: Row) -> bool:
    quantity = row.value.quantity
    if quantity is None or quantity.comparator is not Comparator.GE or quantity.number != 0 or quantity.high is not None:
        return False
    return not row.name.change and row.name.kind not in _MEANS_NO_LOSS


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    if row.value.shape is not Shape.NUMBER or quantity is None:
        return
    if _vacuous_floor(row):
        yield Hit("value", variant="floor", span=quantity.span)
        return
    rate = percent(row)
    if rate is None or fault_wanted(row, rate) or HUNDRED not in (natural_bound(row), likely_bound(row)) or rate.amount != HUNDRED:
        return
    if rate.comparator is Comparator.LE:
        yield Hit("value", span=rate.span, severity=graver(row))
    elif rate.comparator is Comparator.GE and natural_bound(row) == HUNDRED and row.name.kind is not NameKind.SATISFACTION:
        yield Hit("value", variant="full", severity=Severity.INFO, span=rate.span)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = indicator.row, indicator.row.value.quantity
    assert quantity is not None
    unit = quantity.unit.text if quantity.unit is not None else ""
    full = target(indicator, "=", "100", "%")
    if hit.variant == "full":
        return Suggestion("建议改为“=100%”。", (full,))
    if row.name.fault or row.frame.fault:
        zero, cap = target(indicator, "=", "0", unit), target(indicator, "≤", "__", unit)
        return Suggestion(f"不允许发生的，建议改为“=0{unit}”；允许少量发生的，写明上限“≤__{unit}”。", (zero, cap))
    if row.name.kind is NameKind.SATISFACTION:
        return Suggestion("建议改为“≥90%”，请核实方向。", (target(indicator, "≥", "90", "%"),))
    if row.rated and row.head is not None and row.head.direction == "up":
        floor = target(indicator, "≥", "__", "%")
        return Suggestion("建议核实方向，改为“≥__%”；必须全部做到的，写“=100%”。", (floor, full))
    return Suggestion(f"建议按计划写明具体数值，如“≥__{unit}”。", (target(indicator, "≥", "__", unit),))
