"""Amounts of the upper part: the unit is the cell's own, its label's or the table's; where none is printed there is no amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from linter.layouts.labels import money_unit
from linter.layouts.lines import Line
from linter.model.form import HALVES, Half, Money, Text, Uncertain
from linter.values import normalise, parse_money

_ALONE = frozenset(
    {"万元", "(万元)", "亿元", "(亿元)", "(元)", "单位:元", "单位:万元", "单位:亿元", "金额单位:元", "金额单位:万元", "金额单位:亿元"}
)
_OWN = re.compile(r"(亿元|万元|元)\)?$")
_GLUED = re.compile(r"([0-9.]{3,40})%")
_FIGURE = re.compile(r"(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,2})?")
_NEAR = Decimal("0.06")
"""How far a printed rate may be from that of the amounts, in points."""
_NO_UNIT = "未注明金额单位（元、万元），金额未参与核对"


def money_of(text: Text, unit: str) -> Money:
    """The amount of a cell. ``unit``: what its label, column or table states, ``""`` where that is nothing."""
    folded = normalise(text.text).text
    own = _OWN.search(folded)
    printed: Any = own[1] if own is not None else unit
    return Money(text, parse_money(first_glued(folded) or text.text, unit), printed)


def first_glued(folded: str) -> str:
    """The first of amounts run together with their rate of execution (``620620100%``), ``""`` where the rate does not settle how they part."""
    match = _GLUED.fullmatch(folded)
    if match is None:
        return ""
    found = {first for first, *others in _partings(match[1]) if _settles(others if len(others) == 3 else [first, *others])}
    return found.pop() if len(found) == 1 else ""


def _partings(digits: str, most: int = 4) -> Iterator[list[str]]:
    """The ways to part a run of digits into two to three amounts and a rate."""
    if _FIGURE.fullmatch(digits):
        yield [digits]
    for at in range(1, len(digits)) if most > 1 else ():
        if _FIGURE.fullmatch(digits[:at]):
            yield from ([digits[:at], *rest] for rest in _partings(digits[at:], most - 1))


def _settles(figures: Sequence[str]) -> bool:
    """Whether two amounts and a rate agree."""
    if len(figures) != 3:
        return False
    planned, spent, rate = (Decimal(figure) for figure in figures)
    return planned > 0 < rate and abs(spent / planned * 100 - rate) <= _NEAR


def unit_alone(lines: Iterable[Line]) -> str:
    """The unit a cell states that holds nothing else: ``（万元）`` on a line of its own below 项目资金; ``""`` where there is none."""
    for line in lines:
        for cell in line.own:
            if (folded := normalise(cell.text).text) in _ALONE and (unit := money_unit(f"({folded.strip('()')})")):
                return unit
    return ""


def without_unit(total: dict[Half, Money]) -> Iterator[Uncertain]:
    """A record for each total that is a number without a unit: said, never taken for 元."""
    for half in HALVES:
        money = total.get(half)
        if money is not None and money.amount is None and not money.unit and parse_money(money.text.text) is not None:
            yield Uncertain(f"fields.total.{half}", f"资金总额{_NO_UNIT}", money.text.place)
