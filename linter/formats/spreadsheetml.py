"""XML spreadsheet 2003 (SpreadsheetML): what several budget systems export under the suffix ``.xls`` or ``.xml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.grid import SheetReader, Styles
from linter.formats._office.sheet import PICTURES, RawCell, RawSheet
from linter.formats._office.sheet_looks import Run, settled
from linter.formats._plain.looks import PLAIN, Look, Unseen
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


_Style = tuple[str, Look]
"""A number format and a look."""


def _styles(root: Element) -> dict[str, _Style]:
    """Style id → its style; a style takes its parent's where it has none."""
    styles: dict[str, _Style] = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        number_format, font, fill = style.find("{*}NumberFormat"), style.find("{*}Font"), style.find("{*}Interior")
        code, look = styles.get(_xml.attribute(style, "Parent") or "Default", ("General", PLAIN))
        code = (_xml.attribute(number_format, "Format") if number_format is not None else None) or code
        if font is not None:
            look = look._replace(**_font(font))
        if fill is not None and (pattern := _xml.attribute(fill, "Pattern")) not in (None, "None"):
            look = look._replace(back=_colour(_xml.attribute(fill, "Color")) if pattern == "Solid" else None)
        styles[_xml.attribute(style, "ID") or ""] = _NAMED.get(code, code), settled(look)
    return styles


def _colour(text: str | None) -> int | None:
    try:
        return int(text[1:], 16) if text and text.startswith("#") and len(text) == 7 else None
    except ValueError:
        return None


def _font(font: Element) -> dict[str, Any]:
    """What a font element of a style or of rich text says of how text looks."""
    size = _xml.attribute(font, "Size")
    given = {
        "struck": (struck := _xml.attribute(font, "StrikeThrough")) and struck == "1",
        "raised": (raised := _xml.attribute(font, "VerticalAlign")) and raised == "Superscript",
        "underlined": (line := _xml.attribute(font, "Underline")) and line != "None",
        "colour": _colour(_xml.attribute(font, "Color")),
        "font": (_xml.attribute(font, "FontName") or _xml.attribute(font, "Face") or "").lower(),
        "size": float(size) if size and size.replace(".", "", 1).isdigit() else None,
    }
    return {name: value for name, value in given.items() if value}


_TAGS = {"S": "struck", "Sup": "raised", "U": "underlined"}


def _runs(element: Element, own: dict[str, Any], depth: int = 0) -> Iterator[Run]:
    """The runs of rich text: HTML elements inside a cell's data."""
    name = _xml.local(element.tag)
    if name in _TAGS:
        own = {**own, _TAGS[name]: True}
    elif name == "Font":
        own = {**own, **_font(element)}
    if element.text:
        yield element.text, own
    for child in element if depth < 20 else ():
        yield from _runs(child, own, depth + 1)
        if child.tail:
            yield child.tail, own


class _Sheet:
    """One worksheet: cells count on from each other, an index jumps ahead."""

    def __init__(self, limits: Limits, budget: list[int], used: list[_Style]) -> None:
        self.raw, self.limits, self.budget, self.used = RawSheet(), limits, budget, used
        self.comments: list[tuple[int, int, str]] = []

    def read(self, table: Element, styles: dict[str, _Style]) -> None:
        column = 0
        for column_element in table.iterfind("{*}Column"):
            column = _number(column_element, "Index", column + 1)
            last = column + _number(column_element, "Span")
            if _xml.attribute(column_element, "Hidden") == "1" or _xml.attribute(column_element, "Width") in ("0", "0.0"):
                self.raw.hidden_columns.append((column, last))
            column = last
        row = 0
        for row_element in table.iterfind("{*}Row"):
            row = _number(row_element, "Index", row + 1)
            if _xml.attribute(row_element, "Hidden") == "1" or _xml.attribute(row_element, "Height") in ("0", "0.0"):
                self.raw.hidden_rows.add(row)
            self._row(row_element, row, styles)
            row += _number(row_element, "Span")

    def _row(self, line: Element, row: int, styles: dict[str, _Style]) -> None:
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
            self._cell(cell, row, column, styles)
            column += across

    def _cell(self, cell: Element, row: int, column: int, styles: dict[str, _Style]) -> None:
        data, note = cell.find("{*}Data"), cell.find("{*}Comment/{*}Data")
        if note is not None:
            self.comments.append((row, column, "".join(note.itertext())))
        formula = _xml.attribute(cell, "Formula") is not None
        text = "".join(data.itertext()) if data is not None else ""
        if data is None or not (text or formula):
            self.raw.blanks.append((row, column))
            return
        style = styles.get(_xml.attribute(cell, "StyleID") or "Default", ("General", PLAIN))
        if style not in self.used:
            self.used.append(style)
        kind = _KINDS.get(_xml.attribute(data, "Type") or "String", "str")
        raw_cell = RawCell(row, column, self.used.index(style), kind, text or None, formula, picture=text.startswith(PICTURES))
        if len(data):
            raw_cell.rich = tuple(_runs(data, {}))
        self.raw.cells.append(raw_cell)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Every visible worksheet.

    Raises:
        Unreadable: damaged, a document type, too large.
    """
    root = _xml.tree(data, "XML 表格")
    styles = _styles(root)
    used: list[_Style] = [("General", PLAIN)]
    budget, seen, unseen = [context.limits.cells], False, Unseen()
    for sheet in root.iterfind("{*}Worksheet"):
        name = _xml.attribute(sheet, "Name") or "Sheet"
        visible = sheet.find("{*}WorksheetOptions/{*}Visible")
        if visible is not None and (visible.text or "").startswith("Sheet"):
            yield NotChecked(name, HIDDEN, context.place(sheet=name))
            continue
        worksheet = _Sheet(context.limits, budget, used)
        for table in sheet.iterfind("{*}Table"):
            worksheet.read(table, styles)
        reader = SheetReader(name, Styles((), [code for code, _ in used], [look for _, look in used]), context, unseen)
        grid = reader.grid(worksheet.raw)
        if isinstance(grid, Grid):
            seen = True
            yield grid
        yield from (Comment(text, reader.place(row, column)) for row, column, text in worksheet.comments)
        yield from reader.remarks(worksheet.raw)
    record = unseen.record(context)
    if record is not None:
        yield record
    if not seen:
        yield NotChecked(context.member or context.path, NOTHING, fatal=True)


FORMAT = Format("spreadsheetml", (".xml",), sniff, read, rank=15)
