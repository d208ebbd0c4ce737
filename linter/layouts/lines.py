"""A grid as reading strategies see it: lines of cells, and what covers a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from linter.knowledge.patterns import deferred
from linter.layouts.labels import role_of
from linter.model.blocks import Cell, Grid, Paragraph
from linter.model.form import Text
from linter.model.place import Place

DOUBT_CONFIDENCE = 0.9
"""Below this OCR confidence a cell counts as read with doubt."""


class Line(Struct, frozen=True, dict=True):
    """A row of cells in column order, blanks included. ``exact``: columns are real. ``row``: its number in the grid."""

    cells: tuple[Cell, ...]
    exact: bool
    row: int = 0

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text, those merged down from above included."""
        return tuple(cell for cell in self.cells if cell.text.strip())

    @cached_property
    def own(self) -> tuple[Cell, ...]:
        """The filled cells that begin in this row."""
        return tuple(cell for cell in self.filled if cell.row == self.row)

    @cached_property
    def roles(self) -> tuple[tuple[str, Cell], ...]:
        """The cells that head a column, with its role. Every reading of a table asks this of all its lines."""
        return tuple((role, cell) for cell in self.filled if (role := role_of(cell.text)) is not None)

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


class _Same:
    """A grid as itself, for a memo: to compare what two hold would cost more than their lines."""

    __slots__ = ("grid",)

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    def __hash__(self) -> int:
        return id(self.grid)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.grid is self.grid


def lines_of(grid: Grid) -> tuple[Line, ...]:
    """The grid's rows; in an exact grid a cell merged over rows is seen from each of them. Whoever asks again soon gets the same lines."""
    return _lines(_Same(grid))


@lru_cache(maxsize=4)
def _lines(same: _Same) -> tuple[Line, ...]:
    grid = same.grid
    rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, grid.n_rows)):
            rows[row].append(cell)
    return tuple(Line(tuple(sorted(row, key=lambda c: c.col)), grid.exact, number) for number, row in enumerate(rows) if row)


_BLOT = deferred("[■█▇▆]{2}")
_BLOTTED = "有字被涂去或遮住，请核对原文"


def doubt_of(piece: Cell | Paragraph) -> str | None:
    """Why a cell or line was read with doubt, ``None`` where it was not."""
    low = piece.confidence is not None and piece.confidence < DOUBT_CONFIDENCE
    return piece.doubt or ("扫描识别置信度低" if low else None) or (_BLOTTED if _BLOT.search(piece.text) else None)


def text_of(cell: Cell | Paragraph | None, doubt: str | None = None) -> Text:
    """The cell's text with its place; recognised with doubt where OCR says so."""
    if cell is None:
        return Text("")
    return Text(cell.text, cell.place, doubt or doubt_of(cell))


def joined(cells: Sequence[Cell]) -> Text:
    """Several cells read as one text, each on its own line."""
    if len(cells) == 1:
        return text_of(cells[0])
    doubt = next((doubt for cell in cells if (doubt := text_of(cell).doubt)), None)
    return Text("\n".join(cell.text for cell in cells), cells[0].place if cells else None, doubt)


def shown(cells: Iterable[Cell], most: int = 6) -> str:
    """Cells quoted in a remark."""
    texts = ["".join(cell.text.split())[:40] for cell in cells]
    return " | ".join(texts[:most]) + (" …" if len(texts) > most else "")
