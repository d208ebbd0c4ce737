"""What a format makes of a file: grids, paragraphs and trees in reading order, each piece with its place.

A format knows nothing of forms, and whoever reads blocks cannot tell an xlsx from a scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from linter.model.place import Place


class Cell(Struct, frozen=True):
    """One cell of a grid. A merged cell appears once, at its top left, with its spans.

    ``text`` is verbatim as displayed (``98%``, not ``0.98``), inner line breaks kept as ``\\n``. ``confidence`` is ``None``
    where the text is exact and 0–1 where it was recognised by OCR. ``doubt``: why the file does not tell what the cell shows (a
    formula without its result, a picture, a font without a map, print over print), in Chinese.
    """

    text: str
    row: int
    col: int
    place: Place
    rowspan: int = 1
    colspan: int = 1
    confidence: float | None = None
    doubt: str | None = None


class Grid(Struct, frozen=True):
    """A table. ``exact`` says whether row, column and span are real (xlsx, docx, html, ruled PDF) or what an extraction left
    (text with separators, where merged cells are lost and columns may have shifted)."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    place: Place
    exact: bool = True

    def rows(self) -> list[list[Cell]]:
        """Cells by the row they start in, each row in column order, without the empty places covered by spans."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda cell: cell.col)
        return rows


class Paragraph(Struct, frozen=True):
    """A line or paragraph of running text outside tables."""

    text: str
    place: Place
    confidence: float | None = None
    doubt: str | None = None


class Node(NamedTuple):
    """A value of a structured file (JSON, YAML) with its place. Scalars are text as written (``98`` is the text ``98``);
    ``null`` is ``None``. Mappings keep their order."""

    value: str | tuple[Node, ...] | Mapping[str, Node] | None
    place: Place
    scalar_type: str = "string"
    """``string number boolean null array object``: the type as written, for messages about the schema."""


class Tree(Struct, frozen=True):
    """The content of a structured file."""

    root: Node
    place: Place


Block = Grid | Paragraph | Tree


class NotChecked(Struct, frozen=True):
    """Something that could not be read, placed or checked, and why, in Chinese. Shown in every output.

    ``fatal``: the input, or a part of it that should have been readable, could not be read, or a rule crashed (exit code 3); otherwise
    a plain remark. ``hides``: it may hold forms or tables, so that nothing may rest on their absence (``Document.unread``).
    """

    what: str
    why: str
    place: Place | None = None
    fatal: bool = False
    hides: bool = False


class Comment(Struct, frozen=True):
    """What somebody remarked at a place of the file (a cell comment, a ``#`` comment of YAML). It may hold a suppression."""

    text: str
    place: Place


class Source(Struct, frozen=True):
    """One input as read by its format. ``format`` is the format's name (``xlsx``, ``text`` …)."""

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    not_checked: tuple[NotChecked, ...] = ()
    member: str | None = None
    comments: tuple[Comment, ...] = ()
