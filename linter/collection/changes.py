"""What became of a target between two versions: the same, stricter, looser or worded anew. By comparator first, by what the name wishes else."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from linter.model.finding import fold
from linter.values import HeadEntry
from linter.values.types import Change as Trend
from linter.values.types import Comparator, Dimension, Direction, Name, NameKind, Quantity, Shape, Value, When


class Kind(StrEnum):
    """How a row of the later version differs. Several may hold of one row (renamed and lowered)."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    MOVED = "moved"
    RAISED = "raised"
    LOWERED = "lowered"
    REWORDED = "reworded"
    DELETED = "deleted"
    ADDED = "added"


class TypedRow(Protocol):
    """A row as alignment sees it (``linter.rules.views.Row``)."""

    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def name_text(self) -> str: ...  # noqa: D102
    @property
    def value_text(self) -> str: ...  # noqa: D102
    @property
    def comparator(self) -> str | None: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102
    @property
    def thresholds(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def name(self) -> Name: ...  # noqa: D102
    @property
    def value(self) -> Value: ...  # noqa: D102
    @property
    def head(self) -> HeadEntry | None: ...  # noqa: D102


_CAPPED = frozenset({"down", "cost"})
_FLOORED = frozenset({"up", "floor"})


def printed(row: TypedRow) -> str:
    """The value with what its own columns say, folded."""
    return fold("".join(part for part in (row.comparator, row.value_text, row.unit, *row.thresholds) if part))


def same_value(old: TypedRow, new: TypedRow) -> bool:
    """The same target, whatever the spelling of comparator, width and unit (≥95%, >=95％)."""
    if printed(old) == printed(new):
        return True
    a, b = old.value, new.value
    if a.shape is not b.shape or a.shape not in (Shape.NUMBER, Shape.RANGE) or a.quantity is None or b.quantity is None:
        return False
    return _measure(a.quantity) == _measure(b.quantity) and not (a.leftovers or b.leftovers)


def _measure(quantity: Quantity) -> tuple[object, ...]:
    unit = quantity.unit
    symbol = unit.symbol if unit is not None and unit.dimension in (Dimension.COUNT, Dimension.OTHER) else quantity.dimension
    high = quantity.high * unit.scale if quantity.high is not None and unit is not None else quantity.high
    comparator = quantity.comparator if quantity.comparator is not Comparator.EQ else None  # 100% and =100% are one target
    return quantity.amount, high, comparator, symbol, unit.per if unit is not None else ()


def comparable(old: Quantity, new: Quantity) -> bool:
    """Both numbers measure the same thing."""
    pers = [quantity.unit.per if quantity.unit is not None else () for quantity in (old, new)]
    return old.dimension is new.dimension and pers[0] == pers[1]


def wished(row: TypedRow) -> int:
    """1 where more is the stricter target, -1 where less is, 0 where nothing says so. The comparator speaks first."""
    quantity = row.value.quantity
    if quantity is not None and quantity.comparator is not None and quantity.comparator is not Comparator.EQ:
        return 1 if quantity.comparator.floor else -1
    direction = row.head.direction if row.head is not None else None
    if row.name.fault or direction in _CAPPED:
        return -1
    if direction in _FLOORED or row.name.kind is NameKind.SATISFACTION:
        return 1
    counted = quantity is not None and quantity.dimension not in (Dimension.MONEY, Dimension.TIME)
    return 1 if counted and row.category == "数量指标" else 0


def _stricter(difference: Decimal) -> Kind:
    return Kind.RAISED if difference > 0 else Kind.LOWERED if difference < 0 else Kind.REWORDED


def _by_number(old: TypedRow, new: TypedRow) -> Kind:
    before, after = old.value.quantities, new.value.quantities
    if len(before) != len(after) or not all(comparable(a, b) for a, b in zip(before, after, strict=True)):
        return Kind.REWORDED
    ways = {way for way in (wished(old), wished(new)) if way}
    if len(ways) != 1:
        return Kind.REWORDED
    way = ways.pop()
    steps = {
        _stricter(way * ((b.high or b.number) * _scale(b) - (a.high or a.number) * _scale(a))) for a, b in zip(before, after, strict=True)
    } | {_stricter(way * (b.amount - a.amount)) for a, b in zip(before, after, strict=True)}
    moved = steps - {Kind.REWORDED}
    if len(moved) == 1:
        return moved.pop()
    return Kind.REWORDED


def _scale(quantity: Quantity) -> Decimal:
    return quantity.unit.scale if quantity.unit is not None else Decimal(1)


def _by_date(old: When, new: When) -> Kind:
    """A later deadline is looser."""
    if old.kind is not new.kind or old.end is None or new.end is None:
        return Kind.REWORDED
    pairs = [(a, b) for a, b in zip(old.end, new.end, strict=True) if a is not None and b is not None]
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    return Kind.LOWERED if after > before else Kind.RAISED if after < before else Kind.REWORDED


def _by_trend(old: Trend, new: Trend) -> Kind:
    """A larger rise, or a larger fall, is stricter."""
    a, b = old.quantity, new.quantity
    if old.direction is not new.direction or old.direction is Direction.KEEP or old.to_level or new.to_level or a is None or b is None:
        return Kind.REWORDED
    return _stricter(b.amount - a.amount) if comparable(a, b) else Kind.REWORDED


def value_change(old: TypedRow, new: TypedRow) -> Kind:
    """``UNCHANGED RAISED LOWERED`` or ``REWORDED`` (no order between the two can be told)."""
    if same_value(old, new):
        return Kind.UNCHANGED
    a, b = old.value, new.value
    if a.change is not None and b.change is not None:
        return _by_trend(a.change, b.change)
    if a.when is not None and b.when is not None and Shape.WHEN in (a.shape, b.shape):
        return _by_date(a.when, b.when)
    measured = {Shape.NUMBER, Shape.RANGE, Shape.MANY}
    if a.shape in measured and b.shape in measured and a.change is b.change is None:
        return _by_number(old, new)
    return Kind.REWORDED


def dequantified(old: TypedRow, new: TypedRow) -> bool:
    """A number or date gave way to words."""
    return old.value.quantified and not new.value.quantified
