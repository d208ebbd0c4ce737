"""Excel workbooks: each sheet one exact grid, numbers and dates as displayed, merged cells with their range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.formats._office.grid import SheetReader
from linter.formats._office.overlay import Overlay
from linter.formats._office.package import Package, zip_has
from linter.formats._office.sheet import reference
from linter.formats._office.sheet_drawings import header_lines
from linter.formats._office.workbook import LEGEND, SheetEntry, Workbook
from linter.formats.api import Format, Note, Piece, ReadContext, TextEdit
from linter.model.blocks import Comment, Grid, NotChecked, Paragraph

HIDDEN = "工作表已隐藏，未检查；如需检查请取消隐藏"
NOTHING = "工作簿中没有可检查的内容（各工作表为空或已隐藏）"


def sniff(head: bytes) -> bool:
    """A zip with workbook parts."""
    return zip_has(head, b"xl/")


def _sheet(book: Workbook, entry: SheetEntry, context: ReadContext) -> Iterator[Piece]:
    reader = SheetReader(entry.name, book.styles, context, book.unseen)
    raw = book.read(entry)
    for line in header_lines(raw.header, entry.name) if raw.header else ():
        yield Paragraph(line, context.place(sheet=entry.name))
    over = Overlay(entry.name, context, reader.place, book.drawings(entry))
    grid = over.on(reader.grid(raw))
    if grid is not None:
        yield grid
    yield from over.remarks(book.objects(entry))
    for where, text in book.comments(entry):
        yield Comment(text, reader.place(*reference(where)))
    yield from reader.remarks(raw)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Every visible sheet in order. Hidden sheets are said, not read: they hold the lists of dropdowns and old drafts."""
    book = Workbook(Package(data, context.limits))
    seen = False
    for entry in book.sheets:
        where = context.place(sheet=entry.name)
        if entry.name == LEGEND:
            continue
        if entry.part is None:
            yield NotChecked(entry.name, "图表或宏表，未检查", where)
        elif entry.hidden:
            yield NotChecked(entry.name, HIDDEN, where)
        else:
            for piece in _sheet(book, entry, context):
                seen = seen or isinstance(piece, Grid)
                yield piece
    record = book.unseen.record(context)
    if record is not None:
        yield record
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext) -> bytes:
    """See ``formats.api.WriteBack``."""
    from linter.formats._office import xlsx_write as _xlsx_write

    return _xlsx_write.write_back(data, edits, notes, context)


FORMAT = Format("xlsx", (".xlsx", ".xlsm", ".xltx"), sniff, read, rank=20, write_back=write_back, carries_notes=True)
