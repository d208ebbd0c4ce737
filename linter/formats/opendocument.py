"""OpenDocument spreadsheets and texts (LibreOffice, WPS), packed or flat."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from linter.formats._office import open_document as odf
from linter.formats._office.odf_looks import points
from linter.formats._office.odf_text import BOXES, CONTAINERS, Held
from linter.formats._office.overlay import Overlay
from linter.formats._office.sheet import column_letters
from linter.formats._office.sheet_drawings import Drawing
from linter.formats._office.workbook import AUTHOR
from linter.formats._office.xml import attribute, local
from linter.formats._plain.looks import PLAIN
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.formats.xlsx import HIDDEN, NOTHING
from linter.model.blocks import Cell, Comment, Grid, NotChecked, Paragraph
from linter.model.place import Place

PlaceOf = Callable[[odf.OpenCell], Place]
_FIELDS = frozenset({"page-number", "page-count", "sheet-name", "date", "time", "title", "file-name", "page-continuation"})


def sniff(head: bytes) -> bool:
    """A zip that begins with its mime type and holds a content part, or a flat document."""
    return (head.startswith(b"PK\x03\x04") and head[30:38] == b"mimetype" and b"content.xml" in head) or odf.is_flat(head)


def _grid(table: odf.OpenTable, where: Place, place_of: PlaceOf) -> Grid | None:
    """Cells clipped to the used box; ``place_of`` gives a cell's place."""
    filled = [cell for cell in table.cells if cell.text.strip() or cell.doubt]
    if not any(cell.text.strip() for cell in filled):
        return None
    bottom = max(cell.row + (cell.rowspan if cell.rowspan < 10_000 else 1) for cell in filled)
    right = max(cell.column + (cell.colspan if cell.colspan < 1_000 else 1) for cell in filled)
    cells = []
    for open_cell in table.cells:
        if open_cell.row < bottom and open_cell.column < right:
            rows, columns = min(open_cell.rowspan, bottom - open_cell.row), min(open_cell.colspan, right - open_cell.column)
            cells.append(Cell(open_cell.text, open_cell.row, open_cell.column, place_of(open_cell), rows, columns, doubt=open_cell.doubt))
    return Grid(tuple(cells), bottom, right, where)


def _beside(table: odf.OpenTable, document: odf.OpenFile, place_of: PlaceOf) -> Iterator[Comment]:
    for cell in table.cells:
        for note in cell.element.iterfind("{*}annotation"):
            if (note.findtext("{*}creator") or "") != AUTHOR:
                yield Comment("\n".join(document.text.lines(note, PLAIN, Held(), False)), place_of(cell))


def _doubts(table: odf.OpenTable, place_of: PlaceOf) -> Iterator[NotChecked]:
    """One record for each reason why cells do not tell what they show."""
    doubts: dict[str, list[str]] = {}
    for cell in table.cells:
        if cell.doubt is not None:
            doubts.setdefault(cell.doubt, []).append(place_of(cell).label())
    for why, places in doubts.items():
        listed = "、".join(places[:5]) + (f" 等 {len(places)} 格" if len(places) > 5 else "")
        yield NotChecked(listed, f"{why}，未作为指标值检查，请核实")


def _shapes(table: Element, laid: odf.OpenTable, reader: odf.TableReader) -> Iterator[Drawing]:
    """Drawings that stand on the sheet by their measure, with the cells under them."""
    for shape in table.iterfind("{*}shapes/*"):
        if local(shape.tag) not in (*BOXES, "control"):
            continue
        left, top = points(attribute(shape, "x")) or 0.0, points(attribute(shape, "y")) or 0.0
        right, bottom = left + (points(attribute(shape, "width")) or 0.0), top + (points(attribute(shape, "height")) or 0.0)
        rows, columns = laid.row_edges, laid.column_edges
        first = bisect_right(rows, top + 2) + 1, bisect_right(columns, left + 2) + 1
        last = bisect_right(rows, bottom - 2) + 1, bisect_right(columns, right - 2) + 1
        yield from reader.drawn(shape, (*first, max(first[0], last[0]), max(first[1], last[1])))


def _sheet(table: Element, name: str, context: ReadContext, document: odf.OpenFile, budget: list[int]) -> Iterator[Piece]:
    reader = odf.TableReader(document.text, context.limits, budget)
    laid = reader.read(table)
    page = _page_of(document, attribute(table, "style-name"))
    if page is not None:
        heads = _margins(page, document, context, "header")
        yield from (Paragraph(piece.text, context.place(sheet=name)) for piece in heads if isinstance(piece, Paragraph))

    def at(row: int, column: int) -> Place:
        return context.place(sheet=name, cell=f"{column_letters(column)}{row}")

    def place(open_cell: odf.OpenCell) -> Place:
        cell = f"{column_letters(open_cell.column + 1)}{open_cell.row + 1}"
        if open_cell.rowspan > 1 or open_cell.colspan > 1:
            cell += f":{column_letters(open_cell.column + open_cell.colspan)}{open_cell.row + open_cell.rowspan}"
        return context.place(sheet=name, cell=cell)

    where = context.place(sheet=name)
    over = Overlay(name, context, at, [*laid.drawings, *_shapes(table, laid, reader)])
    grid = over.on(_grid(laid, where, place))
    if grid is not None:
        yield grid
    yield from over.remarks(0)
    yield from _beside(laid, document, place)
    yield from _doubts(laid, place)
    if laid.hidden_rows:
        yield NotChecked(name, f"有隐藏的行（共 {len(laid.hidden_rows)} 行），未读取；如需检查请取消隐藏", where)
    if laid.hidden_columns:
        listed = "、".join(column_letters(column + 1) for column in sorted(laid.hidden_columns)[:10])
        yield NotChecked(name, f"有隐藏的列（{listed}，列宽为零的也在内），未读取；如需检查请取消隐藏", where)
    if laid.beyond:
        yield NotChecked(name, f"有 {laid.beyond} 个单元格超出读取上限，未检查", where)


def _spreadsheet(body: Element, context: ReadContext, document: odf.OpenFile) -> Iterator[Piece]:
    budget = [context.limits.cells]
    seen = False
    for table in body.iterfind("{*}table"):
        name = attribute(table, "name") or "Sheet"
        if document.text.styles.of("table", attribute(table, "style-name")).get("hidden"):
            yield NotChecked(name, HIDDEN, context.place(sheet=name))
            continue
        for piece in _sheet(table, name, context, document, budget):
            seen = seen or isinstance(piece, Grid)
            yield piece
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


class _Text:
    """A text document: paragraphs and tables counted as in docx. ``where`` names a part that is not the body (页眉)."""

    def __init__(self, context: ReadContext, document: odf.OpenFile, where: str | None = None) -> None:
        self.context, self.document, self.where = context, document, where
        self.tables = self.paragraphs = self.pictures = self.objects = 0
        self.budget = [context.limits.cells]

    def place(self, **where: object) -> Place:
        """A place in this part."""
        return self.context.place(**where) if self.where is None else self.context.place(pointer=self.where)

    def body(self, element: Element, depth: int = 0) -> Iterator[Piece]:
        """Paragraphs and tables in reading order, through sections, lists and boxes."""
        if depth > 60:
            raise Unreadable("文件已损坏：正文嵌套过深")
        text = self.document.text
        for child in element:
            name = local(child.tag)
            if name in ("p", "h"):
                held = Held()
                yield from self.lines(text.paragraph(child, PLAIN, held).split("\n"))
                yield from self.beside(held, depth)
            elif name == "table":
                yield from self.table(child, depth)
            elif name in CONTAINERS or name in ("region-left", "region-center", "region-right"):
                if text.hidden(child):
                    text.unseen.add("隐藏的内容")
                else:
                    yield from self.body(child, depth + 1)
            elif name in BOXES:
                held = Held()
                yield from self.lines(text.box(child, held, depth))
                yield from self.beside(held, depth)

    def lines(self, texts: Iterable[str]) -> Iterator[Paragraph]:
        """A paragraph for each line that says something."""
        for text in texts:
            if text.strip():
                self.paragraphs += 1
                yield Paragraph(text, self.place(paragraph=self.paragraphs))

    def beside(self, held: Held, depth: int) -> Iterator[Piece]:
        """Tables in boxes; pictures and objects are counted."""
        self.pictures += held.pictures
        self.objects += len(held.objects)
        for table in held.tables:
            yield from self.table(table, depth + 1)

    def table(self, element: Element, depth: int) -> Iterator[Piece]:
        """A table, then the larger tables inside its cells."""
        if depth > 40:
            raise Unreadable("文件已损坏：表格嵌套过深")
        self.tables += 1
        number = self.tables
        folds = sum(local(child.tag) == "table-cell" for row in element.iterfind("{*}table-row") for child in row) > 1
        laid = odf.TableReader(self.document.text, self.context.limits, self.budget).read(element, folds)

        def place(cell: odf.OpenCell) -> Place:
            return self.place(table=number, row=cell.row + 1, cell=str(cell.number))

        grid = _grid(laid, self.place(table=number), place)
        if grid is not None:
            yield grid
        yield from _beside(laid, self.document, place)
        yield from _doubts(laid, place)
        if laid.hidden_rows or laid.hidden_columns:
            self.document.text.unseen.add("隐藏的表格行列", len(laid.hidden_rows) + len(laid.hidden_columns))
        for cell in laid.cells:
            yield from self.beside(cell.held, depth)


def _page_of(document: odf.OpenFile, style: str | None) -> Element | None:
    """How the pages of a sheet are made up: the master page its style names."""
    named = next((s for s in document.root.iter() if local(s.tag) == "style" and attribute(s, "name") == style and style), None)
    page = attribute(named, "master-page-name") if named is not None else None
    return next((m for m in document.styles_root.iter() if local(m.tag) == "master-page" and attribute(m, "name") == page and page), None)


def _margins(pages: Element, document: odf.OpenFile, context: ReadContext, kind: str) -> Iterator[Piece]:
    """What stands at the head or foot of the pages, each text once; fields that every page fills itself are left out."""
    seen: set[str] = set()
    for part in pages.iter():
        name = local(part.tag)
        if name not in (kind, f"{kind}-first", f"{kind}-left") or attribute(part, "display") == "false":
            continue
        for parent in list(part.iter()):
            for page_field in [child for child in parent if local(child.tag) in _FIELDS]:
                page_field.text = ""
        for piece in _Text(context, document, "页眉" if kind == "header" else "页脚").body(part):
            text = piece.text if isinstance(piece, Paragraph) else ""
            if isinstance(piece, Grid) or (isinstance(piece, Paragraph) and text not in seen and sum(c.isalnum() for c in text) > 1):
                seen.add(text)
                yield piece


def _notes(body: Element, context: ReadContext, document: odf.OpenFile) -> Iterator[Piece]:
    """Footnotes and endnotes in the order they are referred to; none of what was deleted."""
    deleted = {id(part) for changes in body.iterfind("{*}tracked-changes") for part in changes.iter()}
    for note in body.iter():
        if local(note.tag) == "note" and id(note) not in deleted:
            name = "尾注" if attribute(note, "note-class") == "endnote" else "脚注"
            for held in note.iterfind("{*}note-body"):
                yield from _Text(context, document, name).body(held)


def _text(body: Element, context: ReadContext, document: odf.OpenFile) -> Iterator[Piece]:
    yield from _margins(document.styles_root, document, context, "header")
    reader = _Text(context, document)
    yield from reader.body(body)
    yield from _notes(body, context, document)
    yield from _margins(document.styles_root, document, context, "footer")
    what = context.member or context.path
    if reader.objects:
        yield NotChecked(what, f"文中嵌入了 {reader.objects} 个对象（表格或图表），未读取；如为绩效目标表请单独保存后检查")
    if reader.pictures and not reader.tables:
        yield NotChecked(what, f"文中有 {reader.pictures} 张图片，图中文字未读取")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """A spreadsheet's visible sheets, or a text's pages."""
    document = odf.OpenFile(data, context.limits)
    for body in document.root.iterfind("{*}body/*"):
        if local(body.tag) in ("spreadsheet", "text"):
            yield from _spreadsheet(body, context, document) if local(body.tag) == "spreadsheet" else _text(body, context, document)
            record = document.text.unseen.record(context)
            if record is not None:
                yield record
            return
    raise Unreadable("不支持的 OpenDocument 文件，请另存为 xlsx 或 docx 后再检查")


FORMAT = Format("opendocument", (".ods", ".odt", ".ott", ".ots", ".fods", ".fodt"), sniff, read, rank=14)
