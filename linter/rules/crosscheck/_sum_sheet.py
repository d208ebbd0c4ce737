"""A budget table with its numbers at hand, and a sum it claims."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from linter.model.document import BudgetTable, TableRow

Cell = tuple[int, int]
"""Row and column of a figure."""


def is_total(row: TableRow) -> bool:
    """合计, 总计."""
    return row.role in ("total", "grand")


class Sum(NamedTuple):
    """``total`` should be the sum of ``parts`` (cells of the same table). ``way``: ``rows``, ``columns`` or ``balance`` (收入总计 = 支出总计)."""

    way: str
    total: Cell
    parts: tuple[Cell, ...]
    stated: Decimal
    computed: Decimal
    tolerance: Decimal

    @property
    def right(self) -> bool:
        """The figures agree to the printed decimals."""
        return abs(self.stated - self.computed) <= self.tolerance


def tolerance(decimals: int, terms: int) -> Decimal:
    """How far a sum of ``terms`` rounded figures may lie from its rounded total, in the printed unit: never more than rounding can do
    (half a last digit for each figure), and for many terms what it does in all but one case in hundreds (three standard deviations)."""
    worst = Decimal(terms + 1) / 2
    likely = Decimal("0.5") + 3 * (Decimal(terms) / 12).sqrt()
    return (min(worst, likely) * Decimal(10) ** -decimals).quantize(Decimal("0.000001"), ROUND_HALF_UP)


class Sheet:
    """A table with its numbers at hand. Columns that hold a cell which is no number are left alone."""

    def __init__(self, table: BudgetTable) -> None:
        self.table = table
        self.rows = table.rows
        columns = sorted({col for row in table.rows for col in row.figures})
        unread = {col for row in table.rows for col, figure in row.figures.items() if figure.number is None}
        self.decimals = max((f.decimals for row in table.rows for f in row.figures.values()), default=0)
        self.columns = [col for col in columns if col not in unread]

    def number(self, row: int, col: int) -> Decimal:
        """The figure, 0 where there is none."""
        figure = self.rows[row].figures.get(col)
        return figure.number if figure is not None and figure.number is not None else Decimal(0)

    def blank(self, row: int, col: int) -> bool:
        """No figure stands there."""
        return col not in self.rows[row].figures

    def made(self, way: str, total: Cell, parts: Sequence[Cell]) -> Sum:
        """The sum of some cells beside what a cell states."""
        computed = sum((self.number(*cell) for cell in parts), Decimal(0))
        terms = sum(self.number(*cell) != 0 for cell in parts)
        return Sum(way, total, tuple(parts), self.number(*total), computed, tolerance(self.decimals, terms))
