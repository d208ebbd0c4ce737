"""Row and column spans laid out on a grid, the way browsers do it."""

from __future__ import annotations

from linter.formats.api import Limits, Unreadable

MAX_COLSPAN, MAX_ROWSPAN = 1_000, 65_534
"""What the HTML standard clips spans to (4.9.11)."""


class SpanGrid:
    """Gives each cell the first free column of its row; spans of earlier rows keep their places."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = -1
        self.width = 0
        self.count = 0
        self._taken: dict[int, int] = {}
        self._column = 0

    def next_row(self) -> None:
        """Begin a row.

        Raises:
            Unreadable: too many rows.
        """
        self.row += 1
        self._column = 0
        self._taken = {column: last for column, last in self._taken.items() if last >= self.row}
        if self.row >= self.limits.rows:
            raise Unreadable(f"表格超过 {self.limits.rows} 行，未读取")

    def place(self, rowspan: int, colspan: int, last_row: int) -> tuple[int, int, int]:
        """Column, rowspan and colspan of the next cell. ``last_row``: last row of the row group, to which spans are clipped.

        Raises:
            Unreadable: too many columns or cells.
        """
        while self._column in self._taken:
            self._column += 1
        column = self._column
        colspan = max(1, min(colspan, MAX_COLSPAN))
        rowspan = last_row - self.row + 1 if rowspan == 0 else max(1, min(rowspan, MAX_ROWSPAN, last_row - self.row + 1))
        self.width = max(self.width, column + colspan)
        self.count += 1
        if self.width > self.limits.columns or self.count > self.limits.cells:
            raise Unreadable(f"表格超过 {self.limits.columns} 列或 {self.limits.cells} 格，未读取")
        if rowspan > 1:
            self._taken.update(dict.fromkeys(range(column, column + colspan), self.row + rowspan - 1))
        self._column = column + colspan
        return column, rowspan, colspan
