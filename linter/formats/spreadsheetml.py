"""XML spreadsheet 2003 (SpreadsheetML): what several budget systems export under the suffix ``.xls`` or ``.xml``."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.grid import SheetReader, Styles
from linter.formats._office.sheet import RawCell, RawSheet
from linter.formats.api import Format, Limits, Piece, ReadContext, Unreadable
from linter.formats.xlsx import HIDDEN, NOTHING
from linter.model.blocks import Comment, Grid, NotChecked

_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_KINDS = {"String": "str", "Number": "n", "Boolean": "b", "DateTime": "d", "Error": "e"}
_NAMED = {
    "Percent": "0.00%",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "¥#,##0.00",
    "Short Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "General Number": "General",
}


def sniff(head: bytes) -> bool:
    """An XML text that names the spreadsheet's namespace near its beginning."""
    return _NAMESPACE in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _number(element: Element, name: str, default: int = 0) -> int:
    text = _xml.attribute(element, name) or ""
    return int(text) if text.isdigit() else default


def _styles(root: Element) -> dict[str, str]:
    """Style id → number format; a style takes its parent's where it has none."""
    formats: dict[str, str] = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        found = style.find("{*}NumberFormat")
        parent = formats.get(_xml.attribute(style, "Parent") or "Default", "General")
        code = (_xml.attribute(found, "Format") if found is not None else None) or parent
        formats[_xml.attribute(style, "ID") or ""] = _NAMED.get(code, code)
    return formats


class _Sheet:
    """One worksheet: cells count on from each other, an index jumps ahead."""

    def __init__(self, limits: Limits, budget: list[int], codes: list[str]) -> None:
        self.raw, self.limits, self.budget, self.codes = RawSheet(), limits, budget, codes
        self.comments: list[tuple[int, int, str]] = []

    def read(self, table: Element, formats: dict[str, str]) -> None:
        column = 0
        for one in table.iterfind("{*}Column"):
            column = _number(one, "Index", column + 1)
            last = column + _number(one, "Span")
            if _xml.attribute(one, "Hidden") == "1":
                self.raw.hidden_columns.append((column, last))
            column = last
        row = 0
        for one in table.iterfind("{*}Row"):
            row = _number(one, "Index", row + 1)
            if _xml.attribute(one, "Hidden") == "1":
                self.raw.hidden_rows.add(row)
            self._row(one, row, formats)
            row += _number(one, "Span")

    def _row(self, line: Element, row: int, formats: dict[str, str]) -> None:
        column = 0
        for cell in line.iterfind("{*}Cell"):
            column = _number(cell, "Index", column + 1)
            if row > self.limits.rows or column > self.limits.columns or self.budget[0] <= 0:
                self.raw.beyond += 1
                continue
            self.budget[0] -= 1
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if across or down:
                if len(self.raw.merges) >= self.limits.merges:
                    raise Unreadable(f"合并单元格超过 {self.limits.merges} 处，未读取")
                self.raw.merges.append((row, column, row + down, column + across))
            self._cell(cell, row, column, formats)
            column += across

    def _cell(self, cell: Element, row: int, column: int, formats: dict[str, str]) -> None:
        data, note = cell.find("{*}Data"), cell.find("{*}Comment/{*}Data")
        if note is not None:
            self.comments.append((row, column, "".join(note.itertext())))
        if data is None or not (text := "".join(data.itertext())):
            self.raw.blanks.append((row, column))
            return
        code = formats.get(_xml.attribute(cell, "StyleID") or "Default", "General")
        if code not in self.codes:
            self.codes.append(code)
        kind = _KINDS.get(_xml.attribute(data, "Type") or "String", "str")
        formula = _xml.attribute(cell, "Formula") is not None
        self.raw.cells.append(RawCell(row, column, self.codes.index(code), kind, text, formula))


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Every visible worksheet.

    Raises:
        Unreadable: damaged, a document type, too large.
    """
    root = _xml.tree(data, "XML 表格")
    formats = _styles(root)
    budget, codes, seen = [context.limits.cells], ["General"], False
    for sheet in root.iterfind("{*}Worksheet"):
        name = _xml.attribute(sheet, "Name") or "Sheet"
        visible = sheet.find("{*}WorksheetOptions/{*}Visible")
        if visible is not None and (visible.text or "").startswith("Sheet"):
            yield NotChecked(name, HIDDEN, context.place(sheet=name))
            continue
        one = _Sheet(context.limits, budget, codes)
        for table in sheet.iterfind("{*}Table"):
            one.read(table, formats)
        reader = SheetReader(name, Styles((), codes), context)
        grid = reader.grid(one.raw)
        if isinstance(grid, Grid):
            seen = True
            yield grid
        yield from (Comment(text, reader.place(row, column)) for row, column, text in one.comments)
        yield from reader.remarks(one.raw)
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


FORMAT = Format("spreadsheetml", (".xml",), sniff, read, rank=15)
