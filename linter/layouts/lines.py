"""A grid as reading strategies see it: lines of cells, and what covers a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from linter.model.blocks import Cell, Grid
from linter.model.form import Text
from linter.model.place import Place

DOUBT_CONFIDENCE = 0.9
"""Below this OCR confidence a cell counts as read with doubt."""


@dataclass(frozen=True)
class Line:
    """A row of cells in column order, blanks included. ``exact``: columns are real."""

    cells: tuple[Cell, ...]
    exact: bool

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text."""
        return tuple(cell for cell in self.cells if cell.text.strip())

    def at(self, col: int) -> Cell | None:
        """The cell that covers a column."""
        for cell in self.cells:
            if cell.col <= col < cell.col + cell.colspan:
                return cell
        return None

    @property
    def place(self) -> Place:
        """Where the line begins."""
        return self.cells[0].place


def lines_of(grid: Grid) -> list[Line]:
    """The grid's rows; in an exact grid a cell merged over rows is seen from each of them."""
    rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.n_rows)):
            rows[row].append(cell)
    return [Line(tuple(sorted(row, key=lambda c: c.col)), grid.exact) for row in rows if row]


def text_of(cell: Cell | None, doubt: str | None = None) -> Text:
    """The cell's text with its place; recognised with doubt where OCR says so."""
    if cell is None:
        return Text("")
    if doubt is None and cell.confidence is not None and cell.confidence < DOUBT_CONFIDENCE:
        doubt = "扫描识别置信度低"
    return Text(cell.text, cell.place, doubt)


def part_of(cell: Cell, start: int, end: int | None = None) -> Text:
    """A stretch of a cell as a text of its own."""
    whole = text_of(cell)
    end = len(cell.text) if end is None else end
    return Text(cell.text[start:end], cell.place.within(start, end, cell.text), whole.doubt)


def joined(cells: Sequence[Cell]) -> Text:
    """Several cells read as one text, each on its own line."""
    if len(cells) == 1:
        return text_of(cells[0])
    return Text("\n".join(cell.text for cell in cells), cells[0].place if cells else None)


def distinct(cells: Iterable[Cell]) -> list[Cell]:
    """Cells without repeats (a merged cell seen from several rows), order kept."""
    seen: set[int] = set()
    out = []
    for cell in cells:
        if id(cell) not in seen:
            seen.add(id(cell))
            out.append(cell)
    return out
