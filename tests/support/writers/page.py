"""A page as somebody drew it: paragraphs and tables with real merges, before any file format.

``draw`` reads the drawing of golden files::

    项目名称 | <      | 设备维护 | <        two cells, each two columns wide
    产出指标 | 数量指标 | 次数     | ≥4次
    ^        | 质量指标 | 合格率   | ≥98%     ``^`` continues the cell above, ``<`` the cell on the left

A ``\\n`` written in a cell is a line break, ``¦`` a pipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with the places it covers. Rows and columns count from 0 inside its table."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of boxes."""

    boxes: tuple[Box, ...]

    @property
    def n_rows(self) -> int:
        return max((b.row + b.rowspan for b in self.boxes), default=0)

    @property
    def n_cols(self) -> int:
        return max((b.col + b.colspan for b in self.boxes), default=0)

    def matrix(self) -> list[list[str]]:
        """Rows of texts as an extraction leaves them: a merged cell's text at its top left, blanks where it covers."""
        rows = [[""] * self.n_cols for _ in range(self.n_rows)]
        for box in self.boxes:
            rows[box.row][box.col] = box.text
        return rows

    def map(self, change: object) -> Table:
        """Every text changed by a function."""
        return Table(tuple(replace(box, text=change(box.text)) for box in self.boxes))  # type: ignore[operator]


Piece = str | Table
"""A paragraph or a table."""
Page = list[Piece]


class Builder:
    """Fills a table row by row; places covered from above are skipped."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.taken: set[tuple[int, int]] = set()
        self.row = -1

    def add(self, *cells: str | tuple[str, int] | tuple[str, int, int]) -> None:
        """A row of cells: text, or (text, colspan), or (text, colspan, rowspan)."""
        self.row += 1
        col = 0
        for cell in cells:
            text, colspan, rowspan = (*((cell,) if isinstance(cell, str) else cell), 1, 1)[:3]  # type: ignore[misc]
            while (self.row, col) in self.taken:
                col += 1
            self.boxes.append(Box(text, self.row, col, rowspan, colspan))  # type: ignore[arg-type]
            self.taken |= {(self.row + i, col + j) for i in range(rowspan) for j in range(colspan)}  # type: ignore[arg-type]
            col += colspan  # type: ignore[operator]

    def table(self) -> Table:
        return Table(tuple(self.boxes))


def _span(rows: Sequence[Sequence[str]], row: int, col: int) -> tuple[int, int]:
    width = 1
    while col + width < len(rows[row]) and rows[row][col + width] == "<":
        width += 1
    height = 1
    while row + height < len(rows) and col < len(rows[row + height]) and rows[row + height][col] == "^":
        height += 1
    return height, width


def draw(drawing: str) -> Table:
    """The table of a drawing."""
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").splitlines() if line.strip()]
    boxes = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                height, width = _span(rows, r, c)
                boxes.append(Box(text.replace("\\n", "\n").replace("¦", "|"), r, c, height, width))
    covered = [(b.row + i, b.col + j) for b in boxes for i in range(b.rowspan) for j in range(b.colspan)]
    if len(covered) != len(set(covered)):
        raise ValueError("cells overlap in the drawing:\n" + drawing)
    return Table(tuple(boxes))


def tables(page: Iterable[Piece]) -> Iterator[Table]:
    """The tables of a page."""
    for piece in page:
        if isinstance(piece, Table):
            yield piece
