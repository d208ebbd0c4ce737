"""The sums a budget table claims, down its rows and across its columns, each with what it must come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile

from linter.knowledge.lexicons import phrase
from linter.model.document import BudgetTable
from linter.rules.crosscheck._sum_groups import groups
from linter.rules.crosscheck._sum_lists import collapsed
from linter.rules.crosscheck._sum_sheet import Cell, Sheet, Sum
from linter.values.budget import column_role


def sums(table: BudgetTable) -> Iterator[Sum]:
    """Every sum the table claims."""
    sheet = Sheet(table)
    for block in sorted({row.block for row in table.rows}):
        yield from _down(sheet, block)
        yield from _across(sheet, block)
    yield from _balance(sheet)


def wrong_sums(table: BudgetTable) -> list[Sum]:
    """The sums that do not come out, one for each cause: a wrong cell breaks every sum it stands in, by the same difference."""
    failed = sorted((wrong for wrong in sums(table) if not wrong.right), key=lambda wrong: ("columns", "rows", "balance").index(wrong.way))
    failed.sort(key=lambda wrong: (wrong.way != "columns", -max(row for row, _ in (wrong.total, *wrong.parts))))
    kept: list[Sum] = []
    for wrong in failed:
        cells = {wrong.total, *wrong.parts}
        gap = abs(wrong.stated - wrong.computed)
        if not any(
            (cells & {k.total, *k.parts} or _same_row(wrong, k))
            and abs(abs(k.stated - k.computed) - gap) <= max(wrong.tolerance, k.tolerance)
            for k in kept
        ):
            kept.append(wrong)
    return sorted(kept, key=lambda wrong: wrong.total)


def _same_row(a: Sum, b: Sum) -> bool:
    return a.way == b.way == "rows" and a.total[0] == b.total[0]


def _down(sheet: Sheet, block: int) -> Iterator[Sum]:
    rows = sheet.rows
    numbers = [n for n, row in enumerate(rows) if row.block == block]
    units = {n for n in numbers if rows[n].role == "unit"}
    for group in groups(rows, numbers) if numbers else ():
        for col in sheet.columns:
            if sheet.blank(group.total, col) or not _summable(sheet.table, col) or all(sheet.blank(n, col) for n in group.parts):
                continue
            between = [n for n in numbers if min(group.parts) <= n <= max(group.parts) and n != group.total]
            first = sheet.made("rows", (group.total, col), [(n, col) for n in group.parts])
            readings = (*group.others, collapsed(between, partial(sheet.number, col=col), units)) if not first.right else ()
            others = (sheet.made("rows", (group.total, col), [(n, col) for n in parts]) for parts in readings)
            made = first if first.right else next((other for other in others if other.right), first)
            if group.sure or made.right:
                yield made


def _summable(table: BudgetTable, col: int) -> bool:
    """Unit prices and shares do not add up down a column either."""
    return not any(phrase("no_sum").search(head) for head in table.headers.get(col, ()))


def _across(sheet: Sheet, block: int) -> Iterator[Sum]:
    table = sheet.table
    numbers = [n for n, row in enumerate(sheet.rows) if row.block == block]
    columns = [col for col in sheet.columns if any(col in sheet.rows[n].figures for n in numbers)]
    for total, parts in _across_groups(table.headers, columns):
        if any(column_role((table.headers.get(col) or ("",))[-1]) in ("apart", "note") for col in parts):
            continue
        filled = [n for n in numbers if not sheet.blank(n, total) and not all(sheet.blank(n, col) for col in parts)]
        across = [sheet.made("columns", (n, total), [(n, col) for col in parts]) for n in filled]
        # The rows themselves prove that the columns are parts of the total; where many disagree, they are something else.
        if sum(column_sum.right for column_sum in across) * 4 >= len(across) * 3:
            yield from across


def _across_groups(heads: Mapping[int, tuple[str, ...]], columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """A column headed 合计 (小计) = the columns behind it (else before it) under the same upper head; a group with a total of its own
    counts by that total."""
    used: set[int] = set()
    for position in reversed(range(len(columns))):
        col = columns[position]
        path = heads.get(col, ())
        if not path or not phrase("total_head").search(path[-1]):
            continue
        above = path[:-1]
        behind = takewhile(lambda c: heads.get(c, ())[: len(above)] == above, columns[position + 1 :])  # noqa: B023
        before = takewhile(lambda c: heads.get(c, ())[: len(above)] == above, reversed(columns[:position]))  # noqa: B023
        parts = [c for c in (list(behind) or list(before)) if c not in used]
        used.update(parts)
        if parts:
            yield col, parts


def _balance(sheet: Sheet) -> Iterator[Sum]:
    grand: dict[int, Cell] = {}
    for n, row in enumerate(sheet.rows):
        if row.role == "grand" and row.figures:
            col = min(row.figures)
            if col in sheet.columns:
                grand.setdefault(row.block, (n, col))
    if len(grand) == 2:
        left, right = (grand[block] for block in sorted(grand))
        yield sheet.made("balance", left, [right])
