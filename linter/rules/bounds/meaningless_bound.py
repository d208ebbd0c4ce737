"""JX502: a bound that excludes nothing: ≤100%, ≥0; ≥100% is better written =100%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import HUNDRED, percent
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
    messages={
        "default": "指标值“{value}”任何情况下都能达到，没有约束作用。",
        "full": "“{name}”最高为100%，“{value}”建议写作“=100%”。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    if row.value.shape is not Shape.NUMBER or quantity is None:
        return
    if quantity.comparator is Comparator.GE and quantity.number == 0:
        yield Hit("value", span=quantity.span)
        return
    rate = percent(row)
    entry = row.head
    if rate is None or entry is None or entry.bound != HUNDRED or rate.amount != HUNDRED or entry.change:
        return
    if rate.comparator is Comparator.LE:
        yield Hit("value", span=rate.span)
    elif rate.comparator is Comparator.GE and row.name.kind is not NameKind.SATISFACTION:
        yield Hit("value", variant="full", severity=Severity.INFO, span=rate.span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if hit.variant == "full":
        return Suggestion("建议改为“=100%”。", (((placed.path("value"), "=100%"),),))
    if row.rated and row.head is not None and row.head.direction == "up":
        return Suggestion(
            "建议核实方向，改为“≥__%”；必须全部做到的，写“=100%”。", (((placed.path("value"), "≥__%"),), ((placed.path("value"), "=100%"),))
        )
    if row.name.fault or (row.head is not None and row.head.direction == "down"):
        return Suggestion("建议写明允许的上限，如“≤__”，不允许发生的写“=0”。")
    return Suggestion("建议按计划写明具体数值。")
