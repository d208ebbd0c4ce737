"""Reading indicator values and names: text in, typed records out. Pure; no rule knowledge."""

from __future__ import annotations

import re
from decimal import Decimal

from linter.values.calendar import missing_dates
from linter.values.lexicons import HeadEntry, money_scale, unit_class, unit_of
from linter.values.name import head_entry, is_category_name, parse_name
from linter.values.normalise import Normalised, normalise
from linter.values.numbers import find_numbers
from linter.values.numerals import parse_number
from linter.values.types import Dimension
from linter.values.units import column_unit
from linter.values.value import parse_value, whole_target
from linter.values.wordy import covered, strip_degree

__all__ = [
    "HeadEntry",
    "Normalised",
    "column_unit",
    "covered",
    "find_numbers",
    "head_entry",
    "is_category_name",
    "missing_dates",
    "money_scale",
    "normalise",
    "parse_money",
    "parse_name",
    "parse_number",
    "parse_value",
    "strip_degree",
    "unit_class",
    "whole_target",
]


_WRITTEN_OUT = re.compile(
    r"(?:人民币|大写)*:?(?P<number>[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾两][零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两]*?)(?P<unit>万元|亿元|元|圆)[整正]?"
)
_BRACKETED = re.compile(r"\((?:单位:)?(亿元|万元|元)\)$")


def parse_money(text: str, default_unit: str = "元") -> Decimal | None:
    """The amount in 元 of a header cell: ``50,000``, ``22万元``, ``1125（万元）``, ``１２.５`` with ``default_unit`` 万元. ``None``: blank, no
    amount, or a number without a unit of its own where ``default_unit`` is ``""`` (unknown); nought needs none."""
    folded = _BRACKETED.sub(r"\1", normalise(text).text)
    if not folded or folded in ("-", "/", "无"):
        return None
    if written := _WRITTEN_OUT.fullmatch(folded):
        number = parse_number(written["number"])
        return number * unit_of(written["unit"].replace("圆", "元"), written["unit"]).scale if number is not None else None
    sign = Decimal(-1) if folded[0] == "-" else Decimal(1)
    numbers = find_numbers(folded.lstrip("-"))
    if len(numbers) != 1:
        return None
    figure = numbers[0]
    if figure.unit is not None and figure.unit.dimension is Dimension.MONEY:
        return sign * figure.number * figure.unit.scale
    if figure.unit is not None or not (default_unit or figure.number == 0):
        return None
    return sign * figure.number * unit_of(default_unit or "元", default_unit or "元").scale
