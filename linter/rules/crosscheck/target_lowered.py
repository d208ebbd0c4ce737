"""JX910: a target lowered between two versions of a form."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.collection.alignment import extended
from linter.collection.changes import Kind, dequantified, printed, wished
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.pairs import PairView
from linter.rules.views import Row
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX910",
    slug="target-lowered",
    title="修改后指标值放宽",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.PAIR,
    source="实务惯例",
    messages={
        "default": "“{name}”的指标值由“{then}”改为“{now}”，要求低于前一版。",
        "budget": "“{name}”的指标值由“{then}”改为“{now}”，资金同时{change}。",
        "words": "“{name}”的指标值由“{then}”改为“{now}”，由可量化改为不可量化。",
    },
    kinds=TARGET_KINDS,
    rests_on_absence=True,
)
_WHOLE = Decimal(100)


def _was_too_high(row: Row) -> bool:
    """A reviewer would have asked for less: satisfaction of (nearly) 100%, a share above 100%."""
    quantity = row.value.quantity
    if quantity is None or quantity.dimension is not Dimension.RATIO:
        return False
    return quantity.amount > _WHOLE or (row.name.kind is NameKind.SATISFACTION and quantity.amount >= _WHOLE - 1)


def _follows_budget(pair: PairView, old: Row, new: Row) -> str | None:
    """How the budget changed, where that explains the change: less work for less money, a higher cap on costs for more."""
    then, now = pair.old.budget, pair.new.budget
    a, b = old.value.quantity, new.value.quantity
    if not then or now is None or then == now or a is None or b is None or a.dimension is Dimension.RATIO:
        return None
    share = abs(now - then) / then
    if a.dimension is Dimension.MONEY:
        return "增加" if now > then and wished(new) < 0 else None
    if now < then and a.amount and (a.amount - b.amount) / a.amount <= share * Decimal("1.1"):
        return "减少"
    return None


def check(pair: PairView) -> Iterator[Hit]:
    if pair.old.form.kind == "self_evaluation":
        return
    for row in pair.rows:
        if row.old is None or row.new is None:
            continue
        old, new = row.old.row, row.new.row
        if Kind.RENAMED in row.kinds and not extended(old, new):
            continue  # perhaps another indicator altogether
        related = ((row.old.path("value"), "前一版"),)
        data = {"then": printed(old), "now": printed(new)}
        if Kind.LOWERED in row.kinds and not _was_too_high(old):
            change = _follows_budget(pair, old, new)
            variant, severity = ("budget", Severity.INFO) if change else ("default", None)
            yield Hit(row.new.path("value"), {**data, "change": change or ""}, variant, related=related, severity=severity, half=row.half)
        elif Kind.REWORDED in row.kinds and dequantified(old, new) and new.value_text.strip() and not _was_too_high(old):
            yield Hit(row.new.path("value"), data, "words", related=related, half=row.half)


def suggest(hit: Hit, pair: PairView) -> Suggestion | None:
    return Suggestion("请核实放宽的依据；无正当理由的，建议恢复前一版的指标值。")
