"""OpenDocument spreadsheets and texts (LibreOffice, WPS)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from linter.formats._office import open_document as odf
from linter.formats._office.sheet import column_letters
from linter.formats._office.workbook import AUTHOR
from linter.formats._office.xml import attribute, local
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.formats.xlsx import HIDDEN, NOTHING
from linter.model.blocks import Cell, Comment, Grid, NotChecked, Paragraph
from linter.model.place import Place


def sniff(head: bytes) -> bool:
    """A zip that begins with its mime type and holds a content part."""
    return head.startswith(b"PK\x03\x04") and head[30:38] == b"mimetype" and b"content.xml" in head


def _grid(found: odf.OpenTable, where: Place, place_of: object) -> Grid | None:
    """Cells clipped to the used box; ``place_of`` gives a cell's place."""
    filled = [cell for cell in found.cells if cell.text.strip()]
    if not filled:
        return None
    bottom = max(cell.row + (cell.rowspan if cell.rowspan < 10_000 else 1) for cell in filled)
    right = max(cell.column + (cell.colspan if cell.colspan < 1_000 else 1) for cell in filled)
    cells = []
    for one in found.cells:
        if one.row < bottom and one.column < right:
            rows, columns = min(one.rowspan, bottom - one.row), min(one.colspan, right - one.column)
            cells.append(Cell(one.text, one.row, one.column, place_of(one), rows, columns))  # type: ignore[operator]
    return Grid(tuple(cells), bottom, right, where)


def _comments(found: odf.OpenTable, place_of: object) -> Iterator[Comment]:
    for one in found.cells:
        for note in one.element.iterfind("{*}annotation"):
            if (note.findtext("{*}creator") or "") != AUTHOR:
                yield Comment(odf.cell_text(note), place_of(one))  # type: ignore[operator]


def _sheet(table: Element, name: str, context: ReadContext, budget: list[int]) -> Iterator[Piece]:
    found = odf.read_table(table, context.limits, budget)

    def place(one: odf.OpenCell) -> Place:
        cell = f"{column_letters(one.column + 1)}{one.row + 1}"
        if one.rowspan > 1 or one.colspan > 1:
            cell += f":{column_letters(one.column + one.colspan)}{one.row + one.rowspan}"
        return context.place(sheet=name, cell=cell)

    where = context.place(sheet=name)
    grid = _grid(found, where, place)
    if grid is not None:
        yield grid
    yield from _comments(found, place)
    if found.hidden:
        yield NotChecked(name, f"有隐藏的行（共 {len(found.hidden)} 行），已一并检查，请核实是否应当填报", where)
    if found.beyond:
        yield NotChecked(name, f"有 {found.beyond} 个单元格超出读取上限，未检查", where)


def _hidden_styles(root: Element) -> frozenset[str]:
    """Names of table styles that hide their sheet."""
    return frozenset(
        attribute(style, "name") or ""
        for style in root.iterfind("{*}automatic-styles/{*}style")
        for properties in style.iterfind("{*}table-properties")
        if attribute(properties, "display") == "false"
    )


def _spreadsheet(root: Element, body: Element, context: ReadContext) -> Iterator[Piece]:
    hidden = _hidden_styles(root)
    budget = [context.limits.cells]
    seen = False
    for table in body.iterfind("{*}table"):
        name = attribute(table, "name") or "Sheet"
        if (attribute(table, "style-name") or "") in hidden:
            yield NotChecked(name, HIDDEN, context.place(sheet=name))
            continue
        for piece in _sheet(table, name, context, budget):
            seen = seen or isinstance(piece, Grid)
            yield piece
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


class _Text:
    """A text document: paragraphs and tables counted as in docx."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.tables = self.paragraphs = 0
        self.budget = [context.limits.cells]

    def body(self, element: Element, depth: int = 0) -> Iterator[Piece]:
        """Paragraphs and tables in reading order, through sections, lists and boxes."""
        if depth > 60:
            raise Unreadable("文件已损坏：正文嵌套过深")
        for child in element:
            name = local(child.tag)
            if name in ("p", "h"):
                self.paragraphs += 1
                text = odf.paragraph_text(child)
                if text.strip():
                    yield Paragraph(text, self.context.place(paragraph=self.paragraphs))
                for box in child.iter():
                    if local(box.tag) == "text-box":
                        yield from (piece for piece in self.body(box, depth + 1) if isinstance(piece, Grid))
            elif name == "table":
                yield from self.table(child, depth)
            elif name in ("section", "list", "list-item", "list-header", "frame", "text-box", "index-body"):
                yield from self.body(child, depth + 1)

    def table(self, element: Element, depth: int) -> Iterator[Piece]:
        """A table, then the tables inside its cells."""
        self.tables += 1
        number = self.tables
        found = odf.read_table(element, self.context.limits, self.budget)

        def place(one: odf.OpenCell) -> Place:
            return self.context.place(table=number, row=one.row + 1, cell=str(one.number))

        grid = _grid(found, self.context.place(table=number), place)
        if grid is not None:
            yield grid
        yield from _comments(found, place)
        for one in found.cells:
            for inner in one.element.iterfind("{*}table"):
                if depth > 40:
                    raise Unreadable("文件已损坏：表格嵌套过深")
                yield from self.table(inner, depth + 1)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """A spreadsheet's visible sheets, or a text's body."""
    root = odf.content(data, context.limits)
    for body in root.iterfind("{*}body/*"):
        if local(body.tag) == "spreadsheet":
            yield from _spreadsheet(root, body, context)
            return
        if local(body.tag) == "text":
            yield from _Text(context).body(body)
            return
    raise Unreadable("不支持的 OpenDocument 文件，请另存为 xlsx 或 docx 后再检查")


FORMAT = Format("opendocument", (".ods", ".odt"), sniff, read, rank=23)
