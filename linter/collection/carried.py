"""Whether a project's form was carried over from last year: which of its measured targets stayed as they were."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from linter.collection.facts import FormFacts, RowFacts
from linter.collection.pairing import without_year
from linter.values import head_entry, parse_name, parse_value
from linter.values.types import Dimension, NameKind, Quantity, Shape

_SCALED = frozenset({Dimension.COUNT, Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME, Dimension.MASS, Dimension.DATA, Dimension.ENERGY})
_PRICE_WORDS = ("单价", "单位成本", "标准", "人均", "户均", "均价")


class Carried(Struct, frozen=True):
    """``same``: the measured targets both years share. ``moved``: some measured target, or a unit price, is not the same. ``amounts``: how many
    of the shared ones are amounts of work (counts, lengths, areas above 1), which a budget pays for, and not rates."""

    same: tuple[RowFacts, ...]
    moved: bool
    amounts: int


def _key(row: RowFacts) -> tuple[str, str]:
    return without_year(row.name), row.value


def _quantity(row: RowFacts) -> Quantity | None:
    """The number of a measured target. Money follows the budget, satisfaction and dates are the same every year: they measure nothing here."""
    value, name = parse_value(row.value), parse_name(row.name)
    if value.quantity is None or value.shape is Shape.WHEN or name.kind is NameKind.SATISFACTION or row.category == "服务对象满意度":
        return None
    return None if value.quantity.dimension is Dimension.MONEY else value.quantity


def _is_price(row: RowFacts) -> bool:
    """A price of one unit (元/人, 单价): where it moved, it explains the budget."""
    quantity = parse_value(row.value).quantity
    if quantity is None or quantity.dimension is not Dimension.MONEY:
        return False
    return bool(quantity.unit and quantity.unit.per) or any(word in row.name for word in _PRICE_WORDS)


def _is_amount(row: RowFacts, quantity: Quantity) -> bool:
    entry = head_entry(parse_name(row.name))
    wanted = entry is None or entry.direction != "down"
    return wanted and quantity.number > Decimal(1) and (quantity.dimension is None or quantity.dimension in _SCALED)


def carried(last: FormFacts, now: FormFacts) -> Carried:
    """Last year's form beside this year's of the same project."""
    measured = [{_key(row): row for row in form.rows if _quantity(row) is not None} for form in (last, now)]
    prices = [{_key(row) for row in form.rows if _is_price(row)} for form in (last, now)]
    before, after = measured
    same = tuple(row for key, row in after.items() if key in before)
    amounts = sum(_is_amount(row, quantity) for row in same if (quantity := _quantity(row)) is not None)
    return Carried(same, before.keys() != after.keys() or prices[0] != prices[1], amounts)
