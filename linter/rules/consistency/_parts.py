"""Parts of a whole among the rows of one form: one above its whole, or parts that cannot overlap and add up above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import alternation, entries, phrase
from linter.rules.consistency._between_rows import Contradiction, meet, unit_of
from linter.rules.consistency._bounds import Bounds, bounds
from linter.rules.consistency._figures import same_kind
from linter.rules.views import FormView, PlacedRow
from linter.values.types import Dimension

_PREFIX = 6
"""Characters a qualifier before the whole's name has at most."""
_SHORTEST_WHOLE = 5
"""A shorter name (检查次数) may well stand beside a longer one (联合检查次数) without holding it."""
_A_WORD, _SHORTEST_OBJECT = 2, 3
_NO_WHOLE = (Dimension.RATIO, Dimension.TIME, Dimension.SCORE, Dimension.DEGREE, Dimension.OTHER)


class _Counted(NamedTuple):
    """A row of a count, an area, an amount, and what it allows. ``bare``: its name without 其中; ``of_which``: 其中 or # begins the row, so that it
    is a part of the row above."""

    indicator: PlacedRow
    bounds: Bounds
    name: str
    bare: str
    of_which: bool

    @classmethod
    def of(cls, indicator: PlacedRow, allowed: Bounds) -> _Counted:
        """The row as its whole and its parts are looked for."""
        name, of_which = indicator.row.name.text, phrase("of_which")
        return cls(indicator, allowed, name, of_which.sub("", name), of_which.match(indicator.row.name_text.strip()) is not None)


def parts(form: FormView) -> Iterator[Contradiction]:
    """A part above its whole, or exclusive parts that add up above it."""
    rows = [_Counted.of(indicator, allowed) for indicator in form.rows if (allowed := _countable(indicator)) is not None]
    for at, whole in enumerate(rows):
        if whole.of_which or (whole.bounds.high is None and whole.bounds.low == 0):
            continue
        top = whole.bounds.high if whole.bounds.high is not None else whole.bounds.low
        mine = list(_parts_of(at, rows))
        for part in mine:
            if part.bounds.low > top:
                yield Contradiction("part", (part.indicator, whole.indicator), part.bounds.exact and whole.bounds.exact, {})
        for group in _exclusive(whole, [part for part in mine if part.bounds.low <= top]):
            added = sum((part.bounds.low for part in group), Decimal(0))
            if added > top:
                hard = whole.bounds.exact and all(part.bounds.exact for part in group)
                yield Contradiction(
                    "parts", (whole.indicator, *(part.indicator for part in group)), hard, {"sum": f"{added.normalize():f}"}
                )


def _countable(indicator: PlacedRow) -> Bounds | None:
    """What a row of a count, an area, an amount allows; ``None`` for shares, unit costs and the like."""
    unit = unit_of(indicator)
    return None if unit is None or unit.per or unit.dimension in _NO_WHOLE else bounds(indicator.row)


def _parts_of(at: int, rows: Sequence[_Counted]) -> Iterator[_Counted]:
    """The rows that name a part of the row at ``at``: 其中 rows right below it, or its own name with a qualifier before it."""
    whole, below = rows[at], True
    for other_at, part in enumerate(rows):
        if not _comparable(part.indicator, whole.indicator):
            continue
        if other_at > at:
            below = below and part.of_which
        named = _qualifies(part.bare, whole.name)
        if part.indicator.index != whole.indicator.index and (named or (other_at > at and below and part.of_which)):
            yield part


def _comparable(a: PlacedRow, b: PlacedRow) -> bool:
    return a.row.category == b.row.category and meet(a, b) and same_kind(unit_of(a), unit_of(b))


def _qualifies(part: str, whole: str) -> bool:
    """The part's name is the whole's with a qualifier before it (女性 of 女性服务人数) or before its object (服务女性戒毒人员). A wider one (累计, 全县)
    makes no part."""
    qualifier = _qualifier(part, whole) if len(whole) >= _SHORTEST_WHOLE else ""
    return 0 < len(qualifier) <= _PREFIX and alternation("tags", "wider").search(qualifier) is None


def _qualifier(part: str, whole: str) -> str:
    """What a part's name has more than the whole's, in one place; ``""`` where it is not the whole's name with more in it."""
    if part.endswith(whole):
        return part.removesuffix(whole)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(part, whole, strict=False)))
    rest = whole[head:]
    inside = head >= _A_WORD and len(rest) >= _SHORTEST_OBJECT and part[head:].endswith(rest)
    return part[head:].removesuffix(rest) if inside else ""


@derived
def _sides() -> frozenset[tuple[str, str]]:
    return frozenset((e["word"], e["against"]) for e in entries("tags") if e["group"] == "exclusive")


def _exclusive(whole: _Counted, mine: Sequence[_Counted]) -> Iterator[list[_Counted]]:
    """Groups of parts that cannot overlap: both of 男 and 女, 城镇 and 农村 …"""
    for sides in _sides() if len(mine) > 1 else ():
        of_side = [[part for part in mine if side in part.name.removesuffix(whole.name)] for side in sides]
        if all(len(of_one) == 1 for of_one in of_side) and of_side[0][0].indicator.index != of_side[1][0].indicator.index:
            yield [of_side[0][0], of_side[1][0]]
