"""JX501: a bounded rate above 100 %, or >100%; a leading 2 that may be a misread ≥ is said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import HUNDRED, fault_wanted, likely_bound, natural_bound, percentages
from linter.rules.suggesting import target
from linter.rules.units._common import graver
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.types import Comparator, NameKind, Quantity, Shape

RULE = Rule(
    code="JX501",
    slug="ratio-over-100",
    title="比率超过100%",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX502", "JX503", "JX514"),
    messages={
        "default": "“{name}”最高为100%，指标值“{value}”超出可能的范围。",
        "misread": "“{name}”最高为100%，指标值“{value}”超出可能的范围，开头的“2”可能是“≥”的误识。",
    },
)
_MISREAD_FROM, _MISREAD_TO = Decimal(250), Decimal(300)


def _over(quantity: Quantity) -> bool:
    """Above the whole, or said to be."""
    scale = quantity.unit.scale if quantity.unit is not None else Decimal(1)
    top = quantity.amount if quantity.high is None else quantity.high * scale
    capped = quantity.comparator is not None and quantity.comparator.cap
    return (top > HUNDRED and not capped) or (quantity.comparator is Comparator.GT and top == HUNDRED)


def check(row: Row) -> Iterator[Hit]:
    over = [quantity for quantity in percentages(row) if _over(quantity)]
    if not over or HUNDRED not in (natural_bound(row), likely_bound(row)) or fault_wanted(row, over[0]):
        return
    quantity = over[0]
    misread = quantity.comparator is None and quantity.high is None and _MISREAD_FROM <= quantity.amount < _MISREAD_TO
    yield Hit("value", variant="misread" if misread else "default", span=quantity.span, severity=graver(row))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = indicator.row, indicator.row.value.quantity
    assert quantity is not None
    if row.value.shape is Shape.MANY:
        return Suggestion("请核实超过100%的数值；有其计算口径的，请在名称或说明中写明。")
    if hit.variant == "misread":
        number = f"{quantity.number - 200:f}"
        return Suggestion(f"请对照原件核实，是否为“≥{number}%”。", (target(indicator, "≥", number, "%"),))
    if row.name.kind is NameKind.SATISFACTION or row.frame.measure is Measure.SURVEYED:
        return Suggestion("建议改为“≥90%”，请核实。", (target(indicator, "≥", "90", "%"),))
    if row.name.fault or row.frame.fault:
        return Suggestion("请核实数值，建议写明允许的上限，如“≤__%”。", (target(indicator, "≤", "__", "%"),))
    if quantity.amount == HUNDRED:
        return Suggestion("全部做到的，建议改为“=100%”。", (target(indicator, "=", "100", "%"),))
    return Suggestion("请核实数值，建议改为“≥__%”；若超过100%有其计算口径，请在名称或说明中写明。", (target(indicator, "≥", "__", "%"),))
