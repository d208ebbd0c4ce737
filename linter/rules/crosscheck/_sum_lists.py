"""Rows that are a list: with a total first or last, with enumerations, 其中 rows and plain rows that may be parts of the row above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from linter.knowledge.lexicons import phrase
from linter.model.document import TableRow
from linter.rules.crosscheck._sum_sheet import is_total
from linter.values.budget import DEEPEST_RANK, bare

_DEEP, _PART = DEEPEST_RANK + 1, DEEPEST_RANK + 2
"""Levels below every enumeration: a plain row under an enumerated one, and a part (其中)."""


class Group(NamedTuple):
    """A row and the rows it should be the sum of; ``others``: further readings of the list, one of which suffices. Not ``sure``: the
    rows may belong otherwise, so only a sum that comes out says anything."""

    total: int
    parts: list[int]
    others: tuple[list[int], ...] = ()
    sure: bool = True


def of_list(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """A list with its total first or last; 总计 = 合计 and what stands between them."""
    segment: list[int] = []
    total: int | None = None
    first = rows[numbers[0]].role in ("total", "grand")
    if first:
        total, numbers = numbers[0], numbers[1:]
    for n in numbers:
        if not is_total(rows[n]):
            segment.append(n)
            continue
        if segment:
            yield from _list_groups(rows, n, segment, [total] if total is not None and rows[n].role == "grand" else [])
        total, segment = n, []
    if segment:
        yield from _list_groups(rows, total if first else None, segment)


def _list_groups(rows: Sequence[TableRow], total: int | None, numbers: Sequence[int], more: Sequence[int] = ()) -> Iterator[Group]:
    """A list and its total. Plain rows under enumerated ones may be their parts or stand beside them: the total is right if any reading of
    the list gives it, and only enumerated rows are held against the row above them."""
    usual = 0 if rows[numbers[0]].rank is None else _DEEP
    readings = [_tree(numbers, _levels(rows, numbers, plain)) for plain in (usual, _DEEP - usual)]
    tops = readings[0][0]
    if total is not None:
        leaves = [n for n in numbers if n not in readings[0][1]]
        others = [readings[1][0], leaves, *_without_parts(rows, numbers, tops)]
        yield Group(total, [*more, *tops], tuple([*more, *other] for other in others))
    for parent, kids in readings[0][1].items():
        if not any(rows[kid].role == "of_which" or phrase("of_which").match(bare(rows[kid].label.text)) for kid in kids):
            yield Group(parent, kids, sure=all(rows[kid].rank is not None for kid in kids))


def _levels(rows: Sequence[TableRow], numbers: Sequence[int], plain: int) -> list[int]:
    """The level of each row: its enumeration's; ``plain`` where it has none; 其中 lowest."""
    return [_PART if rows[n].role == "of_which" else plain if (rank := rows[n].rank) is None else rank for n in numbers]


def _without_parts(rows: Sequence[TableRow], numbers: Sequence[int], tops: Sequence[int]) -> Iterator[list[int]]:
    """The top rows without the first, the first two … plain rows behind a 其中: they may be its further parts."""
    for position, n in enumerate(numbers):
        if rows[n].role == "of_which":
            run = list(takewhile(lambda m: rows[m].rank is None and rows[m].role == "item", numbers[position + 1 :]))
            yield from ([m for m in tops if m not in run[:length]] for length in range(1, len(run) + 1))


def _tree(numbers: Sequence[int], levels: Sequence[int]) -> tuple[list[int], dict[int, list[int]]]:
    """The top rows and the children of each row, by level."""
    tops: list[int] = []
    children: dict[int, list[int]] = {}
    open_rows: list[tuple[int, int]] = []
    for n, level in zip(numbers, levels, strict=True):
        while open_rows and open_rows[-1][0] >= level:
            open_rows.pop()
        (children.setdefault(open_rows[-1][1], []) if open_rows else tops).append(n)
        open_rows.append((level, n))
    return tops, children


def collapsed(numbers: Sequence[int], value: Callable[[int], Decimal], units: set[int]) -> list[int]:
    """The rows that are left when every row that is the sum of those right behind it takes them in: another reading of a flat list."""
    stack: list[int] = []
    for n in reversed(numbers):
        running = Decimal(0)
        for depth, m in enumerate(reversed(stack), start=1):
            running += value(m)
            if running == value(n) and value(n) != 0 and (depth > 1 or n in units):
                del stack[-depth:]
                break
            if running > value(n):
                break
        stack.append(n)
    return stack[::-1]
