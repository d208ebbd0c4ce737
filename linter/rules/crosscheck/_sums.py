"""The sums a budget table claims, down its rows and across its columns, each with what it must come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from linter.model.document import BudgetTable, TableRow
from linter.values.budget import bare, column_role

Cell = tuple[int, int]
"""Row and column of a figure."""
_TOTAL_HEADS = ("合计", "总计", "小计", "总额")


class Sum(NamedTuple):
    """``total`` should be the sum of ``parts`` (cells of the same table). ``way``: ``rows``, ``columns`` or ``balance`` (收入总计 = 支出总计)."""

    way: str
    total: Cell
    parts: tuple[Cell, ...]
    stated: Decimal
    found: Decimal
    tolerance: Decimal

    @property
    def right(self) -> bool:
        """The figures agree to the printed decimals."""
        return abs(self.stated - self.found) <= self.tolerance


def tolerance(decimals: int, terms: int) -> Decimal:
    """How far a sum of ``terms`` rounded figures may lie from its rounded total, in the printed unit: never more than rounding can do
    (half a last digit for each figure), and for many terms what it does in all but one case in hundreds (three standard deviations)."""
    worst = Decimal(terms + 1) / 2
    likely = Decimal("0.5") + 3 * (Decimal(terms) / 12).sqrt()
    return (min(worst, likely) * Decimal(10) ** -decimals).quantize(Decimal("0.000001"), ROUND_HALF_UP)


class _Sheet:
    """A table with its numbers at hand. Columns that hold a cell which is no number are left alone."""

    def __init__(self, table: BudgetTable) -> None:
        self.table = table
        self.rows = table.rows
        columns = sorted({col for row in table.rows for col in row.figures})
        unread = {col for row in table.rows for col, figure in row.figures.items() if figure.number is None}
        self.decimals = max((f.decimals for row in table.rows for f in row.figures.values()), default=0)
        self.columns = [col for col in columns if col not in unread]

    def number(self, row: int, col: int) -> Decimal:
        figure = self.rows[row].figures.get(col)
        return figure.number if figure is not None and figure.number is not None else Decimal(0)

    def blank(self, row: int, col: int) -> bool:
        return col not in self.rows[row].figures

    def made(self, way: str, total: Cell, parts: Sequence[Cell]) -> Sum:
        found = sum((self.number(*cell) for cell in parts), Decimal(0))
        terms = sum(self.number(*cell) != 0 for cell in parts)
        return Sum(way, total, tuple(parts), self.number(*total), found, tolerance(self.decimals, terms))


# -- down the rows ------------------------------------------------------------------------------------------------------------


class Group(NamedTuple):
    """A row and the rows it should be the sum of; ``others``: further readings of the list, one of which suffices. Not ``sure``: the
    rows may belong otherwise, so only a sum that comes out says anything."""

    total: int
    parts: list[int]
    others: tuple[list[int], ...] = ()
    sure: bool = True


def _of_codes(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """类 = its 款, 款 = its 项; what has no code (a total, a unit) = the uppermost codes behind it."""
    segment: list[int] = []
    heads: list[int] = []
    trailing = [n for n in numbers if rows[n].code is None and rows[n].role in ("total", "grand") and n == numbers[-1]]
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
    totals = [n for n in heads if rows[n].role in ("total", "grand")]
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


def _collapsed(numbers: Sequence[int], value: Callable[[int], Decimal], units: set[int]) -> list[int]:
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


_DEEP, _PART = 6, 9
"""Levels below every enumeration: a plain row under an enumerated one, and a part (其中)."""


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
        if not any(rows[kid].role == "of_which" or bare(rows[kid].label.text).startswith("其中") for kid in kids):
            yield Group(parent, kids, sure=all(rows[kid].rank is not None for kid in kids))


def _of_classes(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """合计 = the classes of economic items; a class = the items behind it."""
    classes = [n for n in numbers if rows[n].role == "class"]
    totals = [n for n in numbers if rows[n].role in ("total", "grand")]
    if len(totals) == 1:
        yield Group(totals[0], classes)
    stops = sorted({*classes, *totals, numbers[-1] + 1})
    for n in classes:
        end = next(stop for stop in stops if stop > n)
        items = [m for m in numbers if n < m < end]
        if items:
            yield Group(n, items)


def _of_units(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """Projects under their units: a unit = what stands behind it until the next; units right below each other say the same."""
    totals = [n for n in numbers if rows[n].role in ("total", "grand")]
    units = [n for n in numbers if rows[n].role == "unit"]
    heads = sorted({*units, *totals})
    leaves = []
    for n, end in zip(units, [*units[1:], numbers[-1] + 1], strict=True):
        items = [m for m in numbers if n < m < end and m not in heads]
        leaves.append((n, items))
        if items:
            yield Group(n, items)
    chain = [n for n, items in leaves if not items]
    if chain and chain == units[: len(chain)] and len(units) > len(chain):
        for upper in chain:
            yield Group(upper, units[len(chain) :])
    if len(totals) == 1:
        yield Group(totals[0], units[:1] if chain and len(units) > len(chain) else units)


def _of_list(rows: Sequence[TableRow], numbers: Sequence[int]) -> Iterator[Group]:
    """A list with its total first or last; 总计 = 合计 and what stands between them."""
    segment: list[int] = []
    total: int | None = None
    first = rows[numbers[0]].role in ("total", "grand")
    if first:
        total, numbers = numbers[0], numbers[1:]
    for n in numbers:
        if rows[n].role not in ("total", "grand"):
            segment.append(n)
            continue
        if segment:
            yield from _list_groups(rows, n, segment, [total] if total is not None and rows[n].role == "grand" else [])
        total, segment = n, []
    if segment:
        yield from _list_groups(rows, total if first else None, segment)


def _groups(rows: Sequence[TableRow], numbers: Sequence[int]) -> list[Group]:
    items = [n for n in numbers if rows[n].role not in ("total", "grand")]
    if not items:
        return []
    if sum(rows[n].code is not None for n in items) * 2 > len(items):
        return list(_of_codes(rows, numbers))
    if any(rows[n].role == "class" for n in items) and any(rows[n].role not in ("class", "unit") for n in items):
        return list(_of_classes(rows, numbers))
    if rows[items[0]].role == "unit" and any(rows[n].role != "unit" for n in items):
        return list(_of_units(rows, numbers))
    return list(_of_list(rows, numbers))


def _summable(table: BudgetTable, col: int) -> bool:
    """Unit prices and shares do not add up down a column either."""
    return not any(word in head for head in table.headers.get(col, ()) for word in ("单价", "占比", "比重", "比例", "%", "增幅", "率"))


def _down(sheet: _Sheet, block: int) -> Iterator[Sum]:
    rows = sheet.rows
    numbers = [n for n, row in enumerate(rows) if row.block == block]
    units = {n for n in numbers if rows[n].role == "unit"}
    for group in _groups(rows, numbers) if numbers else ():
        for col in sheet.columns:
            if sheet.blank(group.total, col) or not _summable(sheet.table, col) or all(sheet.blank(n, col) for n in group.parts):
                continue
            between = [n for n in numbers if min(group.parts) <= n <= max(group.parts) and n != group.total]
            first = sheet.made("rows", (group.total, col), [(n, col) for n in group.parts])
            readings = (*group.others, _collapsed(between, partial(sheet.number, col=col), units)) if not first.right else ()
            others = (sheet.made("rows", (group.total, col), [(n, col) for n in parts]) for parts in readings)
            made = first if first.right else next((one for one in others if one.right), first)
            if group.sure or made.right:
                yield made


# -- across the columns -------------------------------------------------------------------------------------------------------


def _across_groups(heads: Mapping[int, tuple[str, ...]], columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """A column headed 合计 (小计) = the columns behind it (else before it) under the same upper head; a group with a total of its own
    counts by that total."""
    used: set[int] = set()
    for position in reversed(range(len(columns))):
        col = columns[position]
        path = heads.get(col, ())
        if not path or not path[-1].endswith(_TOTAL_HEADS):
            continue
        above = path[:-1]
        behind = takewhile(lambda c: heads.get(c, ())[: len(above)] == above, columns[position + 1 :])  # noqa: B023
        before = takewhile(lambda c: heads.get(c, ())[: len(above)] == above, reversed(columns[:position]))  # noqa: B023
        parts = [c for c in (list(behind) or list(before)) if c not in used]
        used.update(parts)
        if parts:
            yield col, parts


def _across(sheet: _Sheet, block: int) -> Iterator[Sum]:
    table = sheet.table
    numbers = [n for n, row in enumerate(sheet.rows) if row.block == block]
    columns = [col for col in sheet.columns if any(col in sheet.rows[n].figures for n in numbers)]
    for total, parts in _across_groups(table.headers, columns):
        if any(column_role((table.headers.get(col) or ("",))[-1]) in ("apart", "note") for col in parts):
            continue
        filled = [n for n in numbers if not sheet.blank(n, total) and not all(sheet.blank(n, col) for col in parts)]
        found = [sheet.made("columns", (n, total), [(n, col) for col in parts]) for n in filled]
        # The rows themselves prove that the columns are parts of the total; where many disagree, they are something else.
        if sum(one.right for one in found) * 4 >= len(found) * 3:
            yield from found


def _balance(sheet: _Sheet) -> Iterator[Sum]:
    grand: dict[int, Cell] = {}
    for n, row in enumerate(sheet.rows):
        if row.role == "grand" and row.figures:
            col = min(row.figures)
            if col in sheet.columns:
                grand.setdefault(row.block, (n, col))
    if len(grand) == 2:
        left, right = (grand[block] for block in sorted(grand))
        yield sheet.made("balance", left, [right])


def sums(table: BudgetTable) -> Iterator[Sum]:
    """Every sum the table claims."""
    sheet = _Sheet(table)
    for block in sorted({row.block for row in table.rows}):
        yield from _down(sheet, block)
        yield from _across(sheet, block)
    yield from _balance(sheet)


def wrong_sums(table: BudgetTable) -> list[Sum]:
    """The sums that do not come out, one for each cause: a wrong cell breaks every sum it stands in, by the same difference."""
    failed = sorted((one for one in sums(table) if not one.right), key=lambda one: ("columns", "rows", "balance").index(one.way))
    failed.sort(key=lambda one: (one.way != "columns", -max(row for row, _ in (one.total, *one.parts))))
    kept: list[Sum] = []
    for one in failed:
        cells = {one.total, *one.parts}
        gap = abs(one.stated - one.found)
        if not any(
            (cells & {k.total, *k.parts} or _same_row(one, k)) and abs(abs(k.stated - k.found) - gap) <= max(one.tolerance, k.tolerance)
            for k in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda one: one.total)


def _same_row(a: Sum, b: Sum) -> bool:
    return a.way == b.way == "rows" and a.total[0] == b.total[0]
