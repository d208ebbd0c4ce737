"""The rows of a self-evaluation with their result and their points, as the sheet itself prints them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from linter.collection.changes import wished
from linter.knowledge.lexicons import phrase
from linter.rules.crosscheck._execution import is_execution
from linter.rules.crosscheck._missed import is_late, misses, stated
from linter.rules.crosscheck._results import achieved, measured, printed_points
from linter.rules.views import FormView, PlacedRow
from linter.values.types import Comparator, Quantity, Value

_WHOLE = Decimal("100.5")


class Scored(Struct, frozen=True):
    """``weight`` and ``score`` are points. ``reason``: 偏差原因 as printed, ``None`` where the sheet has no such column."""

    indicator: PlacedRow
    actual_text: str
    actual: Value
    weight: Decimal
    score: Decimal
    reason: str | None

    @property
    def ruled(self) -> bool:
        """The row states how its points are given."""
        return bool((self.indicator.row.standard or "").strip())

    @property
    def execution(self) -> bool:
        """The row of the budget's execution rate, scored by a rule of its own."""
        return is_execution(self.indicator.row)

    @property
    def way(self) -> int:
        """1 where more is better, -1 where less is, 0 where nothing says so or name and comparator disagree (故障率 ≥3% is JX503's question)."""
        way = wished(self.indicator.row)
        return 0 if way * {"up": 1, "down": -1}.get(self.indicator.row.frame.polarity, 0) < 0 else way

    @property
    def numbers(self) -> tuple[Quantity, Quantity] | None:
        """Target and result where both are one number of the same measure, and the way to better is known or the target is exact."""
        pair = measured(self.indicator.row.value, self.actual)
        if pair is None:
            return None
        doubtful = self.way == 0 and pair[0].comparator not in (None, Comparator.EQ)
        return pair if not doubtful and stated(*pair) and not pair[0].approximate else None

    @property
    def fulfilment(self) -> Decimal | None:
        """How much of the target was reached, 1 at most; ``None`` where that is no proportion (a cap exceeded, a date)."""
        if self.numbers is None or not self.numbers[0].amount:
            return None
        target, got = self.numbers
        if (got.amount - target.amount) * self.way > 0 or got.amount == target.amount:
            return Decimal(1)
        short = got.amount < target.amount and self.way >= 0
        return got.amount / target.amount if short and got.amount >= 0 else None

    @property
    def short(self) -> bool:
        """The result stays below its target beyond rounding."""
        return self.numbers is not None and misses(*self.numbers, 1)

    @property
    def missed(self) -> bool:
        """The result misses its target where no proportion tells by how much: a cap exceeded, a deadline passed."""
        if is_late(self.indicator.row.value, self.actual):
            return True
        return self.numbers is not None and self.way < 0 and misses(*self.numbers, self.way)


def scored(form: FormView) -> tuple[Scored, ...]:
    """The rows that print points to be had and points given. None where the points are printed once for a block and repeated in its rows."""
    rows = tuple(_rows(form))
    return rows if sum((row.weight for row in rows), Decimal(0)) <= _WHOLE else ()


def _rows(form: FormView) -> Iterator[Scored]:
    for indicator in form.rows:
        target = form.form.indicators[indicator.index].half(indicator.primary) or form.form.indicators[indicator.index].annual
        if target is None:
            continue
        weight, score = printed_points(target.weight), printed_points(target.score)
        if weight is None or score is None or not weight:
            continue
        text = target.actual.text.strip() if target.actual is not None else ""
        reason = target.remark.text.strip() if target.remark is not None else None
        yield Scored(indicator, text, achieved(text, indicator.row), weight, score, reason)


def has_own_rule(form: FormView) -> bool:
    """The sheet says by which rule points are given: ours must keep silent."""
    own = phrase("own_scoring")
    return any(own.search(label) or own.search(text.text) for label, text in form.form.extras.items())


def points(number: Decimal) -> str:
    """Points for people: 9.50 → 9.5."""
    return f"{number.normalize():f}"
