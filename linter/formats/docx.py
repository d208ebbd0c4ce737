"""Word documents: paragraphs and tables in reading order, merged cells exact, tracked changes as if accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office import word as _word
from linter.formats._office import xml as _xml
from linter.formats._office.docx_block import Block
from linter.formats._office.package import Package, zip_has
from linter.formats._office.word_looks import Styles
from linter.formats._office.word_outside import Outside
from linter.formats._office.workbook import AUTHOR
from linter.formats.api import Format, Note, Piece, ReadContext, TextEdit, Unreadable
from linter.model.blocks import Cell, Comment, Grid, NotChecked, Paragraph
from linter.model.place import Place


def sniff(head: bytes) -> bool:
    """A zip with word-processing parts."""
    return zip_has(head, b"word/")


_FOLDED_CELLS = 4
"""A table in a cell with no more cells than this, or of one row or column, is set text; a larger one is a table of its own."""


class _CellContent(Struct):
    """What stands in a cell: its own paragraphs, its lines, what stands beside the text, tables too large to be text."""

    paragraphs: list[Element]
    lines: list[list[_word.Leaf]]
    extras: _word.Extras
    inner: list[Element]

    @property
    def text(self) -> str:
        """The cell's text, a line a paragraph."""
        if len(self.lines) == 1 and len(self.lines[0]) == 1:  # most cells
            return self.lines[0][0][1].strip("\n")
        return "\n".join(["".join([text for _, text in line]) for line in self.lines]).strip("\n")


class _Reader:
    """Counts tables and paragraphs while walking: their numbers are the places. Tables are counted as they begin, an inner one after
    the one it stands in. ``where`` names a part that is not the body (页眉): nothing is written back there."""

    def __init__(self, context: ReadContext, comments: dict[str, str], setting: _word.Setting, where: str | None = None) -> None:
        self.context, self.comments, self.setting, self.where = context, comments, setting, where
        self.tables = self.paragraphs = self.pictures = 0
        self.cells = context.limits.cells
        self.spare = _word.Extras()
        """Handed to cell after cell as long as nothing is found beside their text."""
        self.blocks: list[Block] = []
        self.outside: list[Element] = []
        """Objects and imported parts, in order: what the document shows of other files."""
        self.pictured: list[str] = []
        self.charts = 0

    def place(self, **where: object) -> Place:
        """A place in this part."""
        return self.context.place(**where) if self.where is None else self.context.place(pointer=self.where)

    def cell_place(self, table: int, row: int, cell: str) -> Place:
        """The place of a cell. Most places are: they are made without detours."""
        if self.where is not None:
            return self.context.place(pointer=self.where)
        return Place(self.context.path, self.context.member, None, None, None, None, None, cell, None, None, table, row)

    def body(self, element: Element, depth: int = 0) -> Iterator[Piece | Element]:
        """The pieces of a body, a cell with inner tables or a text box; for an imported part or an object, its element."""
        if depth > _word.MAX_DEPTH:
            raise Unreadable("文件已损坏：表格嵌套过深")
        for name, child in _word.content(element):
            if name == "p":
                yield from self.paragraph(child, depth)
            elif name == "tbl":
                yield from self.table(child, depth)
            elif name == "altChunk":
                yield child

    def paragraph(self, element: Element, depth: int) -> Iterator[Piece | Element]:
        """A paragraph and the boxes anchored in it."""
        self.paragraphs += 1
        place = self.place(paragraph=self.paragraphs)
        extras = _word.Extras()
        line = _word.leaves(element, self.setting, extras=extras)
        text = "".join([text for _, text in line])
        self.blocks.append(Block(place, text, (element,), (line,)))
        if text.strip():
            yield Paragraph(text, place)
        yield from self.beside(extras, place)
        for box in extras.boxes:
            yield from self.body(box, depth + 1)

    def beside(self, extras: _word.Extras, place: Place) -> Iterator[Piece | Element]:
        """The comments people attached here, and the objects that stand here."""
        for number in extras.comments:
            if number in self.comments:
                yield Comment(self.comments.pop(number), place)
        self.pictures += extras.pictures
        self.charts += extras.charts
        yield from extras.objects

    def fill(self, into: _CellContent, element: Element, back: int | None, folds: bool, depth: int, own: bool = False) -> None:
        """The content of a cell: paragraphs, boxes and small tables in the order they stand in."""
        if depth > _word.MAX_DEPTH:
            raise Unreadable("文件已损坏：表格嵌套过深")
        for name, child in _word.content(element):
            if name == "p":
                into.lines.append(_word.leaves(child, self.setting, back, into.extras))
                if own:
                    into.paragraphs.append(child)
                if into.extras.boxes:
                    self.unfold(into, folds, depth)
            elif name == "altChunk":
                into.extras.objects.append(child)
            elif name == "tbl":
                small = _word.table_cells(child, _FOLDED_CELLS + 1, self.setting.styles) if folds else None
                if small is not None and (small.n_rows == 1 or small.width == 1 or len(small.cells) <= _FOLDED_CELLS) and not small.cut:
                    for cell in small.cells:
                        self.fill(into, cell.element, cell.back, folds, depth + 1)
                else:
                    into.inner.append(child)

    def content(self, cell: _word.WordCell, folds: bool, depth: int) -> _CellContent:
        """What stands in a cell of a table."""
        element, spare = cell.element, self.spare
        if len(element) == 2 and _xml.local((only := element[1]).tag) == "p" and _xml.local(element[0].tag) == "tcPr":  # most cells
            line = _word.leaves(only, self.setting, cell.back, spare)
            if not spare:
                return _CellContent([only], [line], spare, [])
            self.spare = _word.Extras()
            held = _CellContent([only], [line], spare, [])
            self.unfold(held, folds, depth)
            return held
        held = _CellContent([], [], _word.Extras(), [])
        self.fill(held, element, cell.back, folds, depth, own=True)
        return held

    def drawing_alone(self, held: _CellContent, place: Place) -> str | None:
        """The doubt about a cell that shows something and holds no text."""
        extras = held.extras
        if held.text.strip() or not (extras.pictures or extras.objects or extras.charts):
            return None
        if not extras.pictures:
            return "单元格中是嵌入的对象或图形，未作为文字读取"
        self.pictured.append(place.label())
        return "单元格中是图片，图中文字未读取"

    def unfold(self, into: _CellContent, folds: bool, depth: int) -> None:
        """The text of the boxes anchored in the paragraph read last."""
        boxes, into.extras.boxes = into.extras.boxes, []
        for box in boxes:
            self.fill(into, box, None, folds, depth + 1)

    def table(self, element: Element, depth: int) -> Iterator[Piece | Element]:
        """A table, then the comments on it, then the tables and objects inside it that are no text of a cell."""
        if depth > _word.MAX_DEPTH:
            raise Unreadable("文件已损坏：表格嵌套过深")
        self.tables += 1
        table = self.tables
        read = _word.table_cells(element, self.context.limits.rows, self.setting.styles)
        if read.hidden:
            self.setting.unseen.add("隐藏的表格行", read.hidden)
        cells = []
        after: list[tuple[_CellContent, Place]] = []
        self.cells -= len(read.cells)
        if self.cells < 0:
            raise Unreadable(f"表格单元格超过 {self.context.limits.cells} 个，未读取")
        for word_cell in read.cells:
            place = self.cell_place(table, word_cell.row + 1, str(word_cell.number))
            held = self.content(word_cell, len(read.cells) > 1, depth)
            text = held.text
            self.blocks.append(Block(place, text, tuple(held.paragraphs), tuple(held.lines)))
            doubt = None
            if held.extras or held.inner:
                after.append((held, place))
                doubt = self.drawing_alone(held, place)
            cells.append(Cell(text, word_cell.row, word_cell.column, place, word_cell.rowspan, word_cell.colspan, None, doubt))
        where = self.place(table=table)
        if cells:
            yield Grid(tuple(cells), read.n_rows, read.width, where)
        if read.cut:
            yield NotChecked(f"表{table}", f"表格超过 {self.context.limits.rows} 行，其余各行未检查", where)
        for held, place in after:
            yield from self.beside(held.extras, place)
            for child in held.inner:
                yield from self.table(child, depth + 1)


def blocks_of(root: Element, context: ReadContext, setting: _word.Setting) -> list[Block]:
    """Every cell and paragraph as numbered when reading, in the order they stand in.

    Raises:
        Unreadable: no body.
    """
    body = root.find("{*}body")
    if body is None:
        raise Unreadable("文件已损坏：找不到正文")
    reader = _Reader(context, {}, setting)
    for _ in reader.body(body):
        pass
    return reader.blocks


def setting_of(package: Package) -> _word.Setting:
    """How the document sets its text."""
    part = package.first(package.main, "styles")
    return _word.Setting(Styles(package.read(part), part) if part is not None else Styles())


def comments_of(package: Package, setting: _word.Setting) -> dict[str, str]:
    """Comments by id, ours left out."""
    part = package.first(package.main, "comments")
    if part is None:
        return {}
    texts = {}
    for comment in _xml.tree(package.read(part), part).iterfind("{*}comment"):
        number = _xml.attribute(comment, "id")
        if number is not None and _xml.attribute(comment, "author") != AUTHOR:
            texts[number] = "\n".join(_word.paragraph_text(p, setting) for p in comment.iterfind("{*}p"))
    return texts


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The document as a person sees it: headers, body, notes, footers; imported and embedded parts where they stand."""
    package = Package(data, context.limits)
    main = package.main
    body = _xml.tree(package.read(main), main).find("{*}body")
    if body is None:
        raise Unreadable("文件已损坏：找不到正文")
    setting = setting_of(package)
    yield from _margins(package, body, setting, context, "header")
    reader = _Reader(context, comments_of(package, setting), setting)
    outside = Outside(package, context, main)
    grids = 0
    for piece in reader.body(body):
        if isinstance(piece, Element):
            yield from outside.read(piece)
            continue
        grids += isinstance(piece, Grid)
        yield piece
    yield from _notes(package, body, setting, context)
    yield from _margins(package, body, setting, context, "footer")
    yield from _remarks(reader, context, grids)


def _margins(package: Package, body: Element, setting: _word.Setting, context: ReadContext, kind: str) -> Iterator[Piece]:
    """What stands at the head or foot of the pages, each text once."""
    relationships = package.relationships(package.main)
    if not any(relationship.kind == kind for relationship in relationships.values()):
        return
    ids = _margins_shown(package, body, kind)
    seen: set[str] = set()
    for part in dict.fromkeys(relationships[key].target for key in ids if key in relationships):
        if not package.has(part):
            continue
        shown = _xml.tree(package.read(part), part)
        for piece in _apart(package, part, [shown], setting, context, "页眉" if kind == "header" else "页脚"):
            text = piece.text if isinstance(piece, Paragraph) else ""
            if not isinstance(piece, Paragraph) or text not in seen:
                seen.add(text)
                yield piece


def _apart(
    package: Package, part: str, holders: Iterable[Element], setting: _word.Setting, context: ReadContext, name: str
) -> Iterator[Piece]:
    """What a part beside the body shows (a head, a foot, notes), with what it shows of other parts and files."""
    reader = _Reader(context, {}, setting, name)
    outside = Outside(package, context, part, f"{name}中")
    for holder in holders:
        for piece in reader.body(holder):
            if isinstance(piece, Element):
                yield from outside.read(piece)
            else:
                yield piece
    if reader.charts:
        yield NotChecked(name, f"{name}中有 {reader.charts} 个图表，其中文字未读取")


def _notes(package: Package, body: Element, setting: _word.Setting, context: ReadContext) -> Iterator[Piece]:
    """The footnotes and endnotes that the text refers to; a reference that was deleted shows none."""
    for kind, name in (("footnote", "脚注"), ("endnote", "尾注")):
        part = package.first(package.main, f"{kind}s")
        if part is None or not package.has(part):
            continue
        deleted = {id(mark) for change in body.iter() if _xml.local(change.tag) in ("del", "moveFrom") for mark in change.iter()}
        referred = {
            _xml.attribute(mark, "id") for mark in body.iter() if _xml.local(mark.tag) == f"{kind}Reference" and id(mark) not in deleted
        }
        notes = _xml.tree(package.read(part), part).iterfind(f"{{*}}{kind}")
        yield from _apart(package, part, [note for note in notes if _xml.attribute(note, "id") in referred], setting, context, name)


def _is_on(holder: Element | None, name: str) -> bool:
    switch = holder.find(f"{{*}}{name}") if holder is not None else None
    return switch is not None and (_xml.attribute(switch, "val") or "1") not in ("0", "false", "off")


def _margins_shown(package: Package, body: Element, kind: str) -> list[str]:
    """The parts that sections show: those of the first page where it has its own, of even pages where the document tells them apart."""
    settings = package.first(package.main, "settings")
    tells_apart = settings is not None and _is_on(_xml.tree(package.read(settings), settings), "evenAndOddHeaders")
    ids = []
    for section in (element for element in body.iter() if _xml.local(element.tag) == "sectPr"):
        shown = {"default": True, "first": _is_on(section, "titlePg"), "even": tells_apart}
        ids += [
            _xml.attribute(reference, "id") or ""
            for reference in section.iterfind(f"{{*}}{kind}Reference")
            if shown.get(_xml.attribute(reference, "type") or "default", True)
        ]
    return ids


def _remarks(reader: _Reader, context: ReadContext, grids: int) -> Iterator[NotChecked]:
    """What the document holds beside what was read."""
    what = context.member or context.path
    if reader.pictured:
        more = f" 等 {len(reader.pictured)} 格" if len(reader.pictured) > 1 else ""
        yield NotChecked(reader.pictured[0] + more, "单元格中是图片，图中文字未读取，请改为文字")
    if reader.pictures and not grids:
        yield NotChecked(what, f"文中有 {reader.pictures} 张图片，图中文字未读取")
    if reader.charts:
        yield NotChecked(what, f"文中有 {reader.charts} 个图表，其中文字未读取")
    record = reader.setting.unseen.record(context)
    if record is not None:
        yield record


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext) -> bytes:
    """See ``formats.api.WriteBack``."""
    from linter.formats._office import docx_write as _docx_write

    setting = setting_of(Package(data, context.limits))
    return _docx_write.write_back(data, edits, notes, context, partial(blocks_of, setting=setting))


FORMAT = Format("docx", (".docx", ".docm", ".dotx"), sniff, read, rank=21, write_back=write_back, carries_notes=True)
