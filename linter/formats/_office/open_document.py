"""OpenDocument files: their parts, and tables as they show. Text stands in the file as displayed; a value without it is formatted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from msgspec import Struct, field

from linter.formats._office import xml as _xml
from linter.formats._office.numbers import display, general
from linter.formats._office.odf_looks import OpenStyles
from linter.formats._office.odf_text import BOXES, Held, OpenText, controls_of
from linter.formats._office.sheet import reference
from linter.formats._office.sheet_drawings import OBJECT, Drawing
from linter.formats._office.xml import attribute, local
from linter.formats._plain.archive import inflate, open_zip
from linter.formats._plain.dates import serial_of
from linter.formats._plain.looks import PLAIN, Look
from linter.formats.api import Limits, Unreadable

_MAX_DEPTH = 60
_COVERED = "单元格中是图片或嵌入的对象，其中文字未读取"
_FLAT_ROOT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_ROW_HEIGHT, _COLUMN_WIDTH = 12.8, 64.0
"""Points, where no style says."""


def is_flat(head: bytes) -> bool:
    """Whether bytes begin a flat document (.fods, .fodt): one XML file."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _FLAT_ROOT in start and b":document" in start and b"office:mimetype" in start


class OpenFile:
    """An opened document: its content, its styles, its inner documents.

    Raises:
        Unreadable: damaged, encrypted, hostile.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self._archive: ZipFile | None = None
        if is_flat(data):
            self.root = self.styles_root = _xml.tree(data, "文件")
        else:
            self._archive = open_zip(data, limits)
            self.root = self._part("content.xml", needed=True)
            self.styles_root = self._part("styles.xml") if "styles.xml" in self._names else self.root
        roots = [self.root] if self.styles_root is self.root else [self.styles_root, self.root]
        self.text = OpenText(OpenStyles(roots), controls_of(self.root), self.inner)

    @property
    def _names(self) -> dict[str, str]:
        return {name.replace("\\", "/"): name for name in self._archive.namelist()} if self._archive is not None else {}

    def _part(self, name: str, needed: bool = False) -> Element:
        assert self._archive is not None
        names = self._names
        manifest = names.get("META-INF/manifest.xml")
        if needed and manifest is not None and b"encryption-data" in inflate(self._archive, manifest, self.limits):
            raise Unreadable("文件已加密，请去除打开密码后另存再检查")
        if name not in names:
            raise Unreadable(f"文件已损坏：缺少 {name}")
        return _xml.tree(inflate(self._archive, names[name], self.limits), name)

    def inner(self, folder: str) -> Element | None:
        """The content of a document inside this one (a formula, a pasted spreadsheet), ``None`` where it is not there."""
        name = f"{folder.rstrip('/')}/content.xml"
        try:
            return self._part(name) if name in self._names else None
        except Unreadable:
            return None


def count(element: Element, name: str) -> int:
    """A repeat or span, at least 1."""
    value = attribute(element, name) or "1"
    return max(1, int(value)) if value.isdigit() and len(value) < 8 else 1


class OpenCell(Struct):
    """A cell: 0-based row and column, spans, its number in the row (from 1), the element; what stands in it beside its text."""

    row: int
    column: int
    number: int
    rowspan: int
    colspan: int
    element: Element
    text: str
    held: Held
    doubt: str | None = None


class OpenTable(Struct):
    """A table read within the limits. ``beyond``: cells left out. ``hidden_rows``, ``hidden_columns``: those with content that are not
    shown. ``edges``: lower edges of rows and right edges of columns, in points."""

    cells: list[OpenCell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    beyond: int = 0
    row_edges: list[float] = field(default_factory=list)
    column_edges: list[float] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)


def _walk(table: Element, wanted: str, groups: tuple[str, ...], hidden: bool = False, depth: int = 0) -> Iterator[tuple[Element, bool]]:
    """Rows or columns through their groups, each with whether a group hides it."""
    if depth > _MAX_DEPTH:
        raise Unreadable("文件已损坏：表格嵌套过深")
    for child in table:
        name = local(child.tag)
        if name == wanted:
            yield child, hidden or attribute(child, "visibility") in ("collapse", "filter")
        elif name in groups:
            yield from _walk(child, wanted, groups, hidden or attribute(child, "display") == "false", depth + 1)


_ROW_GROUPS = ("table-rows", "table-row-group", "table-header-rows")
_COLUMN_GROUPS = ("table-columns", "table-column-group", "table-header-columns")


class TableReader:
    """Reads tables of one document. ``budget[0]``: cells still allowed. ``fold``: small tables in cells are text of the cell."""

    def __init__(self, text: OpenText, limits: Limits, budget: list[int]) -> None:
        self.text, self.limits, self.budget = text, limits, budget

    def read(self, table: Element, folds: bool = False) -> OpenTable:
        """The cells of a table; repeated filled rows and cells are written out, repeated blanks only counted."""
        out = OpenTable()
        defaults, hidden = self._columns(table, out)
        at = 0
        for row, grouped in _walk(table, "table-row", _ROW_GROUPS):
            style = attribute(row, "style-name")
            repeats = count(row, "number-rows-repeated")
            unseen = grouped or self.text.styles.flat("table-row", style)
            before = len(out.cells)
            filled = self._row(row, at, out, defaults, hidden, folds)
            if unseen and filled:
                out.hidden_rows.add(at)
                del out.cells[before:]
            for copy in range(1, repeats if filled and not unseen else 1):
                if at + copy >= self.limits.rows or self.budget[0] <= 0:
                    out.beyond += repeats - copy
                    break
                self._row(row, at + copy, out, defaults, hidden, folds)
            height = 0.0 if unseen else self.text.styles.extent("table-row", style, _ROW_HEIGHT)
            top = out.row_edges[-1] if out.row_edges else 0.0
            out.row_edges += [top + height * (number + 1) for number in range(min(repeats, 1_000))]
            at += repeats
        return out

    def _columns(self, table: Element, out: OpenTable) -> tuple[list[str | None], set[int]]:
        """The default cell style of each column, and the columns that are not shown."""
        defaults: list[str | None] = []
        hidden: set[int] = set()
        for column, grouped in _walk(table, "table-column", _COLUMN_GROUPS):
            repeats = min(count(column, "number-columns-repeated"), self.limits.columns - len(defaults))
            style = attribute(column, "style-name")
            unseen = grouped or self.text.styles.flat("table-column", style)
            if unseen:
                hidden.update(range(len(defaults), len(defaults) + repeats))
            defaults += [attribute(column, "default-cell-style-name")] * max(repeats, 0)
            width = 0.0 if unseen else self.text.styles.extent("table-column", style, _COLUMN_WIDTH)
            left = out.column_edges[-1] if out.column_edges else 0.0
            out.column_edges += [left + width * (number + 1) for number in range(min(max(repeats, 0), 200))]
        return defaults, hidden

    def _row(self, row: Element, at: int, out: OpenTable, defaults: list[str | None], hidden: set[int], folds: bool) -> bool:
        """One row; whether it holds text."""
        column = 0
        filled = False
        row_style = attribute(row, "default-cell-style-name")
        cells = [child for child in row if local(child.tag) in ("table-cell", "covered-table-cell")]
        for number, cell in enumerate(cells, start=1):
            repeats = count(cell, "number-columns-repeated")
            if local(cell.tag) == "table-cell":
                style = attribute(cell, "style-name") or row_style or (defaults[column] if column < len(defaults) else None)
                held = Held()
                text, doubt = self.cell_text(cell, style, held, folds)
                filled = filled or bool(text.strip()) or doubt is not None
                spans = count(cell, "number-rows-spanned"), count(cell, "number-columns-spanned")
                self._drawings(cell, at, column, held, out)
                for copy in range(repeats if text else min(repeats, 1)):
                    if at >= self.limits.rows or column + copy >= self.limits.columns or self.budget[0] <= 0:
                        out.beyond += bool(text)
                        break
                    if hidden and hidden.issuperset(range(column + copy, column + copy + spans[1])):
                        out.hidden_columns.update({column + copy} if text.strip() else ())
                        continue
                    self.budget[0] -= 1
                    out.cells.append(OpenCell(at, column + copy, number, *spans, cell, text, held, doubt))
            column += repeats
        return filled

    def _drawings(self, cell: Element, row: int, column: int, held: Held, out: OpenTable) -> None:
        """Boxes anchored to a cell of a sheet, with the cells they reach over."""
        for child in cell:
            end = attribute(child, "end-cell-address") if local(child.tag) in (*BOXES, "control") else None
            if end is None:
                continue
            try:
                bottom, right = reference(end.rpartition(".")[2].replace("$", ""))
            except Unreadable:
                bottom, right = row + 1, column + 1
            area = (row + 1, column + 1, max(bottom, row + 1), max(right, column + 1))
            out.drawings += self.drawn(child, area)

    def drawn(self, shape: Element, area: tuple[int, int, int, int]) -> Iterator[Drawing]:
        """What a shape over the cells of a sheet holds."""
        if local(shape.tag) == "control":
            text = self.text.controls.get(attribute(shape, "control") or "", "")
            yield Drawing("文本框", text, area)
            return
        held = Held()
        lines = self.text.box(shape, held, 0)
        if lines:
            yield Drawing("文本框", "\n".join(lines), area)
        if held.pictures:
            yield Drawing("图片", "", area)
        if held.objects:
            yield Drawing(OBJECT, "", area)

    def cell_text(self, cell: Element, style: str | None, held: Held, folds: bool) -> tuple[str, str | None]:
        """The displayed text of a cell, a line a paragraph, and why the file does not tell it."""
        look = self.text.styles.look("table-cell", style, PLAIN) if style is not None else PLAIN
        parts = [child for child in cell if not (local(child.tag) in BOXES and attribute(child, "end-cell-address") is not None)]
        text = "\n".join(self.text.lines(parts, look, held, folds)).strip("\n")
        if attribute(cell, "value-type") is None and not text:
            formula = attribute(cell, "formula")
            return "", "公式没有保存计算结果" if formula is not None else _COVERED if held.pictures or held.objects else None
        if not any(local(child.tag) in ("p", "h", "list", "section", "table") for child in cell):
            text = self.valued(cell, style, look) or text
        if attribute(cell, "formula") is not None and text.startswith(("#", "Err:")):
            return text, f"单元格为错误值 {text}"
        return text, None

    def valued(self, cell: Element, style: str | None, look: Look) -> str:
        """The text of a cell that states only its value."""
        kind = attribute(cell, "value-type")
        if look.struck or look.hidden:
            self.text.unseen.add("删除线文字" if look.struck else "隐藏文字")
            return ""
        code = self.text.styles.code(style)
        if kind == "string":
            return attribute(cell, "string-value") or ""
        if kind == "boolean":
            return (attribute(cell, "boolean-value") or "").upper()
        if kind in ("date", "time"):
            written = attribute(cell, "date-value") or attribute(cell, "time-value") or ""
            serial = serial_of(written)
            return display(str(serial), code) if serial is not None and code else written.partition("T")[0].replace("-", "/")
        value = attribute(cell, "value") or ""
        if code is not None and code != "General":
            return display(value, code)
        try:
            return general(Decimal(value) * 100) + "%" if kind == "percentage" else display(value, "General")
        except InvalidOperation:
            return value
