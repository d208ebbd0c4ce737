"""Rows with codes of the functional or economic classification: 类 = its 款, 款 = its 项, a unit or a total = the uppermost codes behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.model.document import TableRow
from linter.rules.crosscheck._sum_lists import Group
from linter.rules.crosscheck._sum_sheet import is_total


def of_codes(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """类 = its 款, 款 = its 项; what has no code (a total, a unit) = the uppermost codes behind it."""
    segment: list[int] = []
    heads: list[int] = []
    trailing = [n for n in numbers if rows[n].code is None and is_total(rows[n]) and n == numbers[-1]]
    for n in [*numbers, None]:
        if n is None or rows[n].code is None:
            yield from _code_tree(rows, segment)
            if heads and segment:
                yield Group(heads[-1], _uppermost(rows, segment))
            segment = []
            if n is not None and n not in trailing:
                heads.append(n)
        else:
            segment.append(n)
    if trailing and not heads:
        yield Group(trailing[0], _uppermost(rows, [n for n in numbers if rows[n].code is not None]))
    yield from _of_heads(rows, [*heads, *trailing])


def _of_heads(rows: Sequence[TableRow], heads: Sequence[int]) -> Iterator[Group]:
    """A total over units, first or last."""
    totals = [n for n in heads if is_total(rows[n])]
    units = [n for n in heads if n not in totals]
    if len(totals) == 1 and units:
        yield Group(totals[0], units)


def _uppermost(rows: Sequence[TableRow], segment: Sequence[int]) -> list[int]:
    codes = {rows[n].code or "" for n in segment}
    return [n for n in segment if not any(rows[n].code != c and (rows[n].code or "").startswith(c) for c in codes)]


def _code_tree(rows: Sequence[TableRow], segment: Sequence[int]) -> Iterator[Group]:
    for position, n in enumerate(segment):
        code = rows[n].code or ""
        repeated = sum(rows[m].code == code for m in segment) > 1
        below = []
        for m in segment[position + 1 :] if repeated else segment:
            other = rows[m].code or ""
            if other != code and other.startswith(code):
                below.append(m)
            elif repeated:
                break
        if below:
            yield Group(n, _uppermost(rows, below))
