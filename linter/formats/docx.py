"""Word documents: paragraphs and tables in reading order, merged cells exact, tracked changes as if accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from linter.formats._office import word as _word
from linter.formats._office import xml as _xml
from linter.formats._office.docx_block import Block
from linter.formats._office.package import Package, zip_has
from linter.formats._office.workbook import AUTHOR
from linter.formats.api import Format, Note, Piece, ReadContext, TextEdit, Unreadable
from linter.model.blocks import Cell, Comment, Grid, NotChecked, Paragraph
from linter.model.place import Place


def sniff(head: bytes) -> bool:
    """A zip with word-processing parts."""
    return zip_has(head, b"word/")


class _Reader:
    """Counts tables and paragraphs while walking: their numbers are the places. Tables are counted as they begin, an inner one after
    the one it stands in."""

    def __init__(self, context: ReadContext, comments: dict[str, str]) -> None:
        self.context = context
        self.comments = comments
        self.tables = self.paragraphs = 0
        self.cells = context.limits.cells
        self.blocks: list[Block] = []

    def body(self, element: Element, depth: int = 0) -> Iterator[Piece]:
        """The pieces of a body, a cell with inner tables or a text box."""
        if depth > _word.MAX_DEPTH:
            raise Unreadable("文件已损坏：表格嵌套过深")
        for name, child in _word.content(element):
            if name == "p":
                yield from self.paragraph(child, depth)
            elif name == "tbl":
                yield from self.table(child, depth)

    def paragraph(self, element: Element, depth: int) -> Iterator[Piece]:
        """A paragraph and the boxes anchored in it."""
        self.paragraphs += 1
        place = self.context.place(paragraph=self.paragraphs)
        found = _word.Found()
        text = _word.paragraph_text(element, found)
        self.blocks.append(Block(place, text, (element,)))
        if text.strip():
            yield Paragraph(text, place)
        yield from self.remarks(found, place)
        for box in found.boxes:
            yield from self.body(box, depth + 1)

    def remarks(self, found: _word.Found, place: Place) -> Iterator[Comment]:
        """The comments people attached here."""
        for number in found.comments:
            if number in self.comments:
                yield Comment(self.comments.pop(number), place)

    def table(self, element: Element, depth: int) -> Iterator[Piece]:
        """A table, then the comments on it, then the tables and boxes inside it."""
        self.tables += 1
        table = self.tables
        rows, n_rows, n_cols, cut = _word.table_cells(element, self.context.limits.rows)
        cells = []
        after: list[tuple[_word.Found, Place, list[Element]]] = []
        self.cells -= len(rows)
        if self.cells < 0:
            raise Unreadable(f"表格单元格超过 {self.context.limits.cells} 个，未读取")
        for one in rows:
            path, member = self.context.path, self.context.member
            place = Place(path, member, None, None, None, None, None, str(one.number), None, None, table, one.row + 1)
            found = _word.Found()
            parts = list(_word.content(one.element))
            paragraphs = tuple(child for name, child in parts if name == "p")
            inner = [child for name, child in parts if name == "tbl"]
            text = "\n".join([_word.paragraph_text(child, found) for child in paragraphs]).strip("\n")
            self.blocks.append(Block(place, text, paragraphs))
            cells.append(Cell(text, one.row, one.column, place, one.rowspan, one.colspan))
            if found.comments or found.boxes or inner:
                after.append((found, place, inner))
        where = self.context.place(table=table)
        if cells:
            yield Grid(tuple(cells), n_rows, n_cols, where)
        if cut:
            yield NotChecked(f"表{table}", f"表格超过 {self.context.limits.rows} 行，其余各行未检查", where)
        for found, place, inner in after:
            yield from self.remarks(found, place)
            for child in inner:
                yield from self.table(child, depth + 1) if depth < _word.MAX_DEPTH else self.too_deep()
            for box in found.boxes:
                yield from self.body(box, depth + 1)

    def too_deep(self) -> Iterator[Piece]:
        """Tables in tables without end."""
        raise Unreadable("文件已损坏：表格嵌套过深")


def blocks_of(root: Element, context: ReadContext) -> list[Block]:
    """Every cell and paragraph as numbered when reading, in the order they stand in.

    Raises:
        Unreadable: no body.
    """
    body = root.find("{*}body")
    if body is None:
        raise Unreadable("文件已损坏：找不到正文")
    reader = _Reader(context, {})
    for _ in reader.body(body):
        pass
    return reader.blocks


def comments_of(package: Package) -> dict[str, str]:
    """Comments by id, ours left out."""
    part = package.first(package.main, "comments")
    if part is None:
        return {}
    found = {}
    for one in _xml.tree(package.read(part), part).iterfind("{*}comment"):
        number = _xml.attribute(one, "id")
        if number is not None and _xml.attribute(one, "author") != AUTHOR:
            found[number] = "\n".join(_word.paragraph_text(p, _word.Found()) for p in one.iterfind("{*}p"))
    return found


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The document's body. Headers, footers and footnotes are not part of a form."""
    package = Package(data, context.limits)
    main = package.main
    body = _xml.tree(package.read(main), main).find("{*}body")
    if body is None:
        raise Unreadable("文件已损坏：找不到正文")
    yield from _Reader(context, comments_of(package)).body(body)


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext) -> bytes:
    """See ``formats.api.WriteBack``."""
    from linter.formats._office import docx_write as _docx_write

    return _docx_write.write_back(data, edits, notes, context, blocks_of)


FORMAT = Format("docx", (".docx", ".docm", ".dotx"), sniff, read, rank=21, write_back=write_back, carries_notes=True)
