"""Reading indicator values and names: text in, typed records out. Pure; no rule knowledge."""

from __future__ import annotations

from decimal import Decimal

from linter.values.lexicons import HeadEntry, unit_class
from linter.values.name import head_entry, is_category_name, parse_name
from linter.values.normalise import Normalised, normalise
from linter.values.numbers import find_numbers, parse_number
from linter.values.types import Dimension
from linter.values.value import column_unit, covered, parse_value, strip_degree

__all__ = [
    "HeadEntry",
    "Normalised",
    "column_unit",
    "covered",
    "find_numbers",
    "head_entry",
    "is_category_name",
    "normalise",
    "parse_money",
    "parse_name",
    "parse_number",
    "parse_value",
    "strip_degree",
    "unit_class",
]

_SCALE = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000), "千元": Decimal(1000), "百万元": Decimal(1_000_000)}


def parse_money(text: str, default_unit: str = "元") -> Decimal | None:
    """The amount in 元 of a header cell: ``50,000``, ``22万元``, ``１２.５`` with ``default_unit`` 万元. ``None``: blank or no amount."""
    folded = normalise(text).text
    if not folded or folded in ("-", "/", "无"):
        return None
    sign = Decimal(-1) if folded[0] == "-" else Decimal(1)
    found = list(find_numbers(folded.lstrip("-")))
    if len(found) != 1:
        return None
    one = found[0]
    if one.unit is not None and one.unit.dimension is Dimension.MONEY:
        return sign * one.number * one.unit.scale
    return sign * one.number * _SCALE.get(default_unit, Decimal(1)) if one.unit is None else None
