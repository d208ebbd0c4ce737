"""JX501: a bounded rate above 100 %, or >100%; a leading 2 that may be a misread ≥ is said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import HUNDRED, percent
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Comparator, NameKind

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


def check(row: Row) -> Iterator[Hit]:
    quantity = percent(row)
    entry = row.head
    if quantity is None or entry is None or entry.bound != HUNDRED or entry.change:
        return
    top = quantity.high if quantity.high is not None and quantity.unit and quantity.unit.symbol != "‰" else quantity.amount
    impossible = (top > HUNDRED and quantity.comparator is not None and not quantity.comparator.cap) or (
        top > HUNDRED and quantity.comparator is None
    )
    if impossible or (quantity.comparator is Comparator.GT and top == HUNDRED):
        misread = quantity.comparator is None and _MISREAD_FROM <= top <= _MISREAD_TO
        yield Hit("value", variant="misread" if misread else "default", span=quantity.span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    quantity = placed.row.value.quantity
    if hit.variant == "misread" and quantity is not None:
        new = f"≥{quantity.number - 200:f}%"
        return Suggestion(f"请对照原件核实，是否为“{new}”。", (((placed.path("value"), new),),))
    if placed.row.name.kind is NameKind.SATISFACTION:
        return Suggestion("建议改为“≥90%”，请核实。", (((placed.path("value"), "≥90%"),),))
    return Suggestion("请核实数值；以增幅考核的，建议把名称改为增长率并写明基期。")
