"""The interval a target leaves open, in the base unit of its dimension."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from linter.rules.views import Row
from linter.values.types import Comparator, Quantity, Shape, Unit


class Bounds(NamedTuple):
    """Lowest and highest value a target allows; ``high`` is ``None`` without a cap. ``step``: one unit of the last printed digit."""

    low: Decimal
    high: Decimal | None
    step: Decimal = Decimal(0)

    @property
    def exact(self) -> bool:
        """One value only."""
        return self.low == self.high

    def meets(self, other: Bounds, slack: Decimal) -> bool:
        """Whether a value can lie in both, give or take ``slack``."""
        apart = (self.high is not None and self.high + slack < other.low) or (other.high is not None and other.high + slack < self.low)
        return not apart

    def in_unit(self, unit: Unit | None) -> Bounds:
        """The interval counted in a unit instead of the base unit of its dimension: 2000 of 亩."""
        scale = unit.scale if unit is not None else Decimal(1)
        return Bounds(self.low / scale, self.high / scale if self.high is not None else None, self.step / scale)

    def times(self, other: Bounds) -> Bounds:
        """The interval of the products of two amounts that are not negative."""
        high = self.high * other.high if self.high is not None and other.high is not None else None
        return Bounds(self.low * other.low, high)


def bounds_of(quantity: Quantity) -> Bounds | None:
    """What a quantity allows; ``None`` for ± and vague numbers."""
    if quantity.approximate or quantity.comparator is Comparator.WITHIN or quantity.number < 0:
        return None
    scale = quantity.unit.scale if quantity.unit is not None else Decimal(1)
    exponent = quantity.number.as_tuple().exponent
    step = scale.scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    if quantity.high is not None:
        return Bounds(quantity.amount, quantity.high * scale, step)
    if quantity.comparator is not None and quantity.comparator.floor:
        return Bounds(quantity.amount, None, step)
    if quantity.comparator is not None and quantity.comparator.cap:
        return Bounds(Decimal(0), quantity.amount, step)
    return Bounds(quantity.amount, quantity.amount, step)


def bounds(row: Row) -> Bounds | None:
    """What a row's one number allows, ``None`` where it states no single number."""
    value = row.value
    if value.shape not in (Shape.NUMBER, Shape.RANGE) or value.quantity is None or value.leftovers:
        return None
    return bounds_of(value.quantity)
