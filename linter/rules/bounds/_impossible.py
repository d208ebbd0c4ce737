"""What cannot be: which numbers lie below nought, in fractions or beyond the calendar without reason."""

from __future__ import annotations

import re

from linter.knowledge.patterns import deferred
from linter.rules.bounds._common import plain
from linter.rules.views import Row
from linter.values import normalise
from linter.values.calendar import of_several, room, stated_periods
from linter.values.lexicons import indivisible
from linter.values.types import Dimension, NameKind, Quantity, Shape, Value

_FROM_NOUGHT = frozenset(
    {Dimension.COUNT, Dimension.TIME, Dimension.MONEY, Dimension.AREA, Dimension.VOLUME, Dimension.MASS, Dimension.DATA, Dimension.ENERGY}
)
_KINDS_FROM_NOUGHT = frozenset({NameKind.COUNT, NameKind.MONEY, NameKind.AMOUNT, NameKind.TIME})
_SUM_OF_SEVERAL = 2
"""A year's figure beyond so many years is a sum over channels, machines or people, whatever the name says."""
PLAIN = frozenset({Shape.NUMBER, Shape.RANGE})
KNOWN_THINGS = frozenset({"person", "household", "thing", "document", "building", "living"})


def below_nought(row: Row, quantity: Quantity) -> bool:
    """A minus on what starts at nought. Temperatures, levels, tolerances, changes and balances may lie below it."""
    lowest = quantity.number if quantity.high is None else min(quantity.number, quantity.high)
    if lowest >= 0 or row.name.change:
        return False
    if quantity.dimension is Dimension.RATIO:
        return row.rated
    if quantity.dimension is Dimension.LENGTH or quantity.unit is None:
        return row.name.kind in _KINDS_FROM_NOUGHT
    return quantity.dimension in _FROM_NOUGHT


def halved(row: Row, quantity: Quantity) -> bool:
    """A fraction of people, vehicles, events. A mean, a density or a converted figure may have one."""
    unit = quantity.unit
    if re.search("[万亿千百]", row.name.formula or ""):  # （万人）: the name's bracket scales the number
        return False
    if row.is_cost or row.name.kind is NameKind.MONEY:  # 采购价 ≤0.6尾 lacks its 元
        return False
    alone = not row.value.leftovers or len(row.value.quantities) > 1
    if unit is None or unit.per or not indivisible(unit.symbol) or not alone:
        return False
    return quantity.fractional and not quantity.approximate


def judged_figures(value: Value) -> tuple[Quantity, ...]:
    """The figures of a cell that can be judged each by itself: the only one, or those that stand apart."""
    return value.quantities if len(value.quantities) == 1 else value.apart


def overflow(row: Row, quantity: Quantity, *, years: bool) -> tuple[str, int] | None:
    """The period that has not room for the value, and how much it holds."""
    if quantity.dimension is not Dimension.TIME or quantity.unit is None:
        return None
    if of_several(row.name.text):
        return None
    most = max(quantity.number, quantity.high or quantity.number)
    named = () if years or (quantity.comparator is not None and quantity.comparator.cap) else stated_periods(row.name.text)
    only = len(row.value.quantities) == 1
    beside = (quantity.period,) if quantity.period else stated_periods(normalise(row.value_text).text) if only else ()
    for period in (*beside, *named):
        limit = room(period, quantity.unit.symbol)
        if limit is not None:
            summed = not beside and most > _SUM_OF_SEVERAL * limit
            return (period, limit) if most > limit and not summed else None
    return None


def is_range(row: Row, quantity: Quantity) -> bool:
    """No model, house or telephone number: a unit of measure, no letters and no nought before the figures."""
    known = quantity.unit is not None and quantity.dimension is not Dimension.OTHER and quantity.unit.symbol not in ("号", "班")
    return known and re.search(r"[A-Za-z][-0-9]*[0-9]|(?<![0-9.])0[0-9]", plain(row.value_text)) is None


_NUMBER = deferred(r"[-−－–—﹣+]?[0-9][0-9,，.]*")


def swapped(text: str) -> str | None:
    """The text with its two numbers changed for each other."""
    matches = list(_NUMBER.finditer(text))
    if len(matches) != 2:
        return None
    (a, b), (c, d) = matches[0].span(), matches[1].span()
    first, second = text[a:b].lstrip("-−－–—﹣+"), text[c:d].lstrip("-−－–—﹣+")
    a, c = b - len(first), d - len(second)
    return text[:a] + second + text[b:c] + first + text[d:]
