"""An original as it looks, to be held beside the form that was read from it: the cells of office files, the picture of a page of PDFs and scans."""

from __future__ import annotations

import io
from collections.abc import Iterator

from msgspec import Struct

from linter.formats import Limits, read_bytes
from linter.model.blocks import Grid, Paragraph

_MOST_ROWS, _MOST_CELLS = 400, 6000
_WIDTH = 1100
"""Pixels a page is drawn wide."""
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class SightCell(Struct, frozen=True):
    """A cell: its text, what it spans, and what the file calls it."""

    text: str
    rowspan: int
    colspan: int
    name: str


class SightTable(Struct, frozen=True):
    """A table or sheet, or (without rows) a line of text between tables. ``cut``: there is more than is shown."""

    title: str
    rows: tuple[tuple[SightCell, ...], ...]
    cut: bool = False


def _tables(data: bytes, name: str, limits: Limits | None) -> Iterator[SightTable]:
    room = _MOST_CELLS
    for source in read_bytes(data, name, limits=limits):
        for block in source.blocks:
            if isinstance(block, Paragraph):
                yield SightTable(block.text[:500], ())
            elif isinstance(block, Grid) and room > 0:
                rows = block.rows()
                shown = tuple(
                    tuple(SightCell(cell.text, cell.rowspan, cell.colspan, cell.place.cell or "") for cell in row)
                    for row in rows[:_MOST_ROWS]
                )
                room -= sum(map(len, shown))
                yield SightTable(block.place.sheet or "", shown, len(rows) > _MOST_ROWS)


def tables(name: str, data: bytes, limits: Limits | None = None, sheet: str = "") -> tuple[SightTable, ...]:
    """What stands in an original, of one sheet where one is named; runs in a process of the pool."""
    read = tuple(_tables(data, name, limits))
    return tuple(table for table in read if not sheet or not table.title or table.title == sheet or not table.rows)[:200]


def page_picture(data: bytes, page: int) -> bytes | None:
    """A page of a PDF (from 1) as PNG, ``None`` where there is none or nothing that draws it; runs in a process of the pool."""
    try:
        import pypdfium2
    except ImportError:
        return None
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if not 1 <= page <= len(document):
                return None
            sheet = document[page - 1]
            picture = sheet.render(scale=min(_WIDTH / max(sheet.get_width(), 1), 4)).to_pil()
        finally:
            document.close()
    except (ImportError, ValueError, RuntimeError, pypdfium2.PdfiumError):
        return None
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def picture_type(data: bytes) -> str | None:
    """The media type of an original that is a picture itself."""
    return next((kind for head, kind in _PICTURES.items() if data.startswith(head)), None)
