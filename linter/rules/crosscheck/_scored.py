"""The rows of a self-evaluation with their result and their points, as the sheet itself prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.collection.changes import comparable, wished
from linter.rules.views import FormView, PlacedRow
from linter.values import parse_number, parse_value
from linter.values.types import Comparator, Quantity, Shape, Value

_WHOLE = Decimal("100.5")
_OWN_RULE = re.compile("评分标准|评分办法|计分|扣分|得分规则|评分说明")


@dataclass(frozen=True, slots=True)
class Scored:
    """``weight`` and ``score`` are points. ``reason``: 偏差原因 as printed, ``None`` where the sheet has no such column."""

    placed: PlacedRow
    actual_text: str
    actual: Value
    weight: Decimal
    score: Decimal
    reason: str | None

    @property
    def ruled(self) -> bool:
        """The row states how its points are given."""
        return bool((self.placed.row.standard or "").strip())

    @property
    def execution(self) -> bool:
        """The row of the budget's execution rate, scored by a rule of its own."""
        return "执行率" in self.placed.row.name.text

    @property
    def fulfilment(self) -> Decimal | None:
        """How much of the target was reached, 1 at most; ``None`` where result and target are no two numbers of one measure."""
        target, got = self._numbers()
        if target is None or got is None or not target.amount:
            return None
        way = wished(self.placed.row)
        polarity = {"up": 1, "down": -1}.get(self.placed.row.frame.polarity, 0)
        if way * polarity < 0:
            return None  # 故障率 ≥3%: which way is meant is JX503's question
        exact = target.comparator in (None, Comparator.EQ)
        if (way > 0 and got.amount >= target.amount) or (way < 0 and got.amount <= target.amount) or got.amount == target.amount:
            return Decimal(1)
        short = got.amount < target.amount and (way > 0 or (exact and way == 0))
        return got.amount / target.amount if short and got.amount >= 0 else None

    def _numbers(self) -> tuple[Quantity | None, Quantity | None]:
        value = self.placed.row.value
        target, got = value.quantity, self.actual.quantity
        if value.shape is not Shape.NUMBER or self.actual.shape is not Shape.NUMBER or target is None or got is None:
            return None, None
        if got.comparator not in (None, Comparator.EQ) or got.approximate or target.approximate or target.comparator is Comparator.WITHIN:
            return None, None
        return (target, got) if comparable(target, got) else (None, None)


def scored(form: FormView) -> tuple[Scored, ...]:
    """The rows that print points to be had and points given. None where the points are printed once for a block and repeated in its rows."""
    rows = tuple(_rows(form))
    return rows if sum((row.weight for row in rows), Decimal(0)) <= _WHOLE else ()


def _rows(form: FormView) -> Iterator[Scored]:
    for placed in form.rows:
        target = form.form.indicators[placed.index].half(placed.primary) or form.form.indicators[placed.index].annual
        if target is None or target.weight is None or target.score is None:
            continue
        weight, score = parse_number(target.weight.text.strip().rstrip("分")), parse_number(target.score.text.strip().rstrip("分"))
        if weight is None or score is None or not weight:
            continue
        text = target.actual.text.strip() if target.actual is not None else ""
        unit = placed.row.unit if placed.row.value.quantity is not None else None
        own = placed.row.value.quantity
        bare = parse_value(text, None, unit)
        if own is not None and own.unit is not None and bare.quantity is not None and bare.quantity.unit is None:
            bare = parse_value(text, None, own.unit.text)
        reason = target.remark.text.strip() if target.remark is not None else None
        yield Scored(placed, text, bare, weight, score, reason)


def has_own_rule(form: FormView) -> bool:
    """The sheet says by which rule points are given: ours must keep silent."""
    return any(_OWN_RULE.search(label) or _OWN_RULE.search(text.text) for label, text in form.form.extras.items())


def points(number: Decimal) -> str:
    """Points for people: 9.50 → 9.5."""
    return f"{number.normalize():f}"
