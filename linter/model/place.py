"""Where a piece of text stands in the file it was read from."""

from __future__ import annotations

import re
from functools import reduce
from typing import NamedTuple

BBox = tuple[float, float, float, float]


class Place(NamedTuple):
    """A concrete place. Only what the format knows is set; the rest stays ``None``.

    Lines, columns, pages, tables and table rows count from 1. Columns count code points of the raw line.
    ``end_column`` is exclusive. ``bbox`` is ``(x0, y0, x1, y1)`` in points from the top left of the page.
    """

    file: str
    member: str | None = None
    """Name inside an archive, e.g. ``2026/某局.xlsx``."""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    """``E14``, or ``E14:G14`` for a merged cell. In docx tables: the cell's number in its row, as text."""
    page: int | None = None
    bbox: BBox | None = None
    table: int | None = None
    row: int | None = None
    pointer: str | None = None
    """JSON pointer, for JSON and YAML."""
    paragraph: int | None = None
    """Number of the paragraph outside tables, in a word document."""

    def within(self, start: int, end: int, text: str) -> Place:
        """Narrow a line-based place to the code points ``[start, end)`` of ``text``, the raw text that stands here."""
        if self.line is None or self.column is None or "\n" in text:
            return self
        return self._replace(end_line=self.line, end_column=self.column + end, column=self.column + start)

    def beside(self, columns: int) -> Place:
        """The cell so many columns to the right in the same row of a sheet; the place itself where cells have no letters."""
        match = re.fullmatch(r"([A-Z]+)([0-9]+)(?::.*)?", self.cell or "") if self.sheet is not None else None
        if match is None:
            return self
        number = columns + reduce(lambda total, letter: total * 26 + ord(letter) - 64, match[1], 0)
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return self._replace(cell=f"{letters}{match[2]}", bbox=None)

    def label(self) -> str:
        """A short Chinese name of the place for people, without the file: ``第30行``, ``Sheet1!E14``, ``第3页``."""
        parts = []
        if self.member:
            parts.append(self.member)
        if self.sheet:
            parts.append(f"{self.sheet}!{self.cell}" if self.cell else self.sheet)
        if self.page:
            parts.append(f"第{self.page}页")
        if self.table:
            parts.append(f"表{self.table}")
            if self.row:
                parts.append(f"第{self.row}行" + (f"第{self.cell}格" if self.cell and not self.sheet else ""))
        if self.paragraph:
            parts.append(f"第{self.paragraph}段")
        if self.line and not (self.table or self.paragraph):
            parts.append(f"第{self.line}行")
        if self.pointer is not None and not self.line:
            parts.append(self.pointer)
        return " ".join(parts)
