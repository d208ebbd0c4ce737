"""Whether a result misses its target: by number, by date, by the words sheets are filled in with (部分达成预期指标)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from linter.knowledge.lexicons import phrase
from linter.values.types import Comparator, Dimension, Quantity, Shape, Value, When, WhenKind

_DUE = frozenset({WhenKind.DEADLINE, WhenKind.POINT})
Date = tuple[int | None, int | None, int | None]


def last_place(number: Decimal) -> Decimal:
    """One in the last decimal a number is printed with: 0.01 of 9.50, 1 of 100."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))


def rounded(actual: Quantity, target: Quantity) -> Decimal:
    """The result to the decimals the target is printed with: 94.96% meets 95%."""
    scale = actual.amount / target.amount * target.number if target.amount else actual.amount
    return scale.quantize(last_place(target.number), ROUND_HALF_UP)


def stated(target: Quantity, actual: Quantity) -> bool:
    """The result is a figure of its own, not a bound or a guess, and the target no tolerance."""
    return actual.comparator in (None, Comparator.EQ) and not actual.approximate and target.comparator is not Comparator.WITHIN


def misses(target: Quantity, actual: Quantity, way: int) -> bool:
    """A result on the wrong side of its target. ``way``: 1 where more is better, -1 where less is, 0 where nothing says so."""
    if not stated(target, actual):
        return False
    got, wanted = rounded(actual, target), target.number
    if wanted == 0 and target.dimension is Dimension.COUNT and not (target.comparator is not None and target.comparator.floor):
        return got > 0  # what is not to happen at all: 断交 0次
    return got < wanted if way > 0 else got > wanted if way < 0 else False


def is_late(target: Value, actual: Value) -> bool:
    """Both are dates, and the whole of the result's lies after the target's."""
    if target.shape is not Shape.WHEN or actual.shape is not Shape.WHEN:
        return False
    due, done = _end(target.when), _end(actual.when)
    if due is None or done is None or due[1] is None or done[1] is None:
        return False
    years = (due[0], done[0]) if due[0] and done[0] else (0, 0)
    last, first = (years[0], due[1], due[2] or 31), (years[1], done[1], done[2] or 1)
    return first > last


def _end(when: When | None) -> Date | None:
    return (when.end or when.start) if when is not None and when.kind in _DUE else None


def failed_in_words(actual: str) -> str | None:
    """``not`` or ``partly`` where the result says so in words (未达成, 部分达成预期指标), else ``None``."""
    if phrase("not_achieved").match(actual):
        return "not"
    return "partly" if phrase("partly_achieved").match(actual) else None
