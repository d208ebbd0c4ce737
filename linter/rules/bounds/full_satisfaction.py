"""JX514: 满意度 at 99 % or more."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import percent
from linter.rules.suggesting import target
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX514",
    slug="full-satisfaction",
    title="满意度目标值接近或等于100%",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX502",),
    messages={"default": "满意度“{value}”在抽样调查中很难达到，请核实是否切合实际。"},
)
_NEAR_FULL = 99


def check(row: Row) -> Iterator[Hit]:
    rate = percent(row)
    if rate is None or row.name.kind is not NameKind.SATISFACTION or (rate.comparator is not None and rate.comparator.cap):
        return
    if _NEAR_FULL <= rate.amount <= 100:
        yield Hit("value", span=rate.span)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议改为“≥90%”，并写明调查方式。", (target(indicator, "≥", "90", "%"),))
