"""What lines between the tables of a page state for the forms below them: the money unit and the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import Atom
from linter.layouts.labels import money_unit
from linter.layouts.titles import budget_year_in

_UNIT = deferred(r"[(（]?(?:金额|货币|计量)?单位[:：](?:人民币)?(?:万元|亿元|元)[)）]?")
_MAX_LINE, _MAX_CAPTION, _RECENT = 60, 30, 14


def printed_lines(atoms: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """The printed lines as pieces ``[first, end)``."""
    first = 0
    for n, atom in enumerate(atoms):
        if n and atom.line != atoms[n - 1].line:
            yield first, n
            first = n
    if atoms:
        yield first, len(atoms)


def _unit_inside(line: Sequence[Atom]) -> str | None:
    """The money unit one piece of a long line states and nothing else (… 编制单位：… 金额单位：万元 项目名称 …)."""
    return next((unit for atom in line if _UNIT.fullmatch(atom.folded) and (unit := money_unit(atom.folded))), None)


class Stated(Struct, frozen=True):
    """What a line states for the forms below it: the money unit, and the year for a few lines."""

    at: int
    unit: str
    year: int | None = None


def stated(atoms: Sequence[Atom], unit: str) -> Iterator[Stated]:
    """The money unit and year as they stand from each piece on."""
    yield Stated(0, unit)
    year, seen = None, 0
    for number, (first, end) in enumerate(printed_lines(atoms)):
        text = "".join(atom.folded for atom in atoms[first:end])
        if len(text) > _MAX_LINE:
            inside = _unit_inside(atoms[first:end])
            if inside:
                unit = inside
                yield Stated(first, unit, year)
            continue
        own = money_unit(text) if "单位" in text and len(text) < _MAX_CAPTION else None
        own_year = budget_year_in(text) if any(word in text for word in ("绩效", "预算", "年度")) else None
        unit = own or unit
        if own_year is not None:
            year, seen = own_year, number
        elif year is not None and number - seen > _RECENT:
            year = None
        if own or own_year is not None or year is None:
            yield Stated(first, unit, year)
