"""OpenDocument: text as displayed stands in the file, so numbers need no formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.xml import attribute, local
from linter.formats._plain.archive import inflate, open_zip
from linter.formats.api import Limits, Unreadable

_SKIPPED = frozenset({"annotation", "annotation-end", "note", "tracked-changes", "deletion", "ruby-text", "desc", "title", "object"})
_MAX_DEPTH = 60


def content(data: bytes, limits: Limits) -> Element:
    """The document's content.

    Raises:
        Unreadable: damaged, encrypted, hostile.
    """
    archive = open_zip(data, limits)
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in inflate(archive, "META-INF/manifest.xml", limits):
        raise Unreadable("文件已加密，请去除打开密码后另存再检查")
    if "content.xml" not in names:
        raise Unreadable("文件已损坏：缺少 content.xml")
    return _xml.tree(inflate(archive, "content.xml", limits), "content.xml")


def count(element: Element, name: str) -> int:
    """A repeat or span, at least 1."""
    value = attribute(element, name) or "1"
    return max(1, int(value)) if value.isdigit() and len(value) < 8 else 1


def _pieces(element: Element, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise Unreadable("文件已损坏：正文嵌套过深")
    yield element.text or ""
    for child in element:
        name = local(child.tag)
        if name == "s":
            yield " " * min(int(value) if (value := attribute(child, "c") or "1").isdigit() and len(value) < 4 else 1, 200)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _SKIPPED and name != "table":
            yield from _pieces(child, depth + 1)
        yield child.tail or ""


def paragraph_text(paragraph: Element) -> str:
    """A paragraph's text as displayed."""
    return "".join(_pieces(paragraph, 0))


def cell_text(cell: Element) -> str:
    """The displayed text of a cell, a line a paragraph."""
    return "\n".join(paragraph_text(one) for one in cell if local(one.tag) in ("p", "h"))


@dataclass(slots=True)
class OpenCell:
    """A cell: 0-based row and column, spans, its number in the row (from 1), the element."""

    row: int
    column: int
    number: int
    rowspan: int
    colspan: int
    element: Element
    text: str


@dataclass(slots=True)
class OpenTable:
    """A table read within the limits. ``beyond``: cells left out. ``hidden``: rows with content that are not shown."""

    cells: list[OpenCell] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    beyond: int = 0


def rows_of(table: Element, depth: int = 0) -> Iterator[Element]:
    """Rows through row groups and headers."""
    if depth > _MAX_DEPTH:
        raise Unreadable("文件已损坏：表格嵌套过深")
    for child in table:
        name = local(child.tag)
        if name == "table-row":
            yield child
        elif name in ("table-rows", "table-row-group", "table-header-rows"):
            yield from rows_of(child, depth + 1)


def read_table(table: Element, limits: Limits, budget: list[int]) -> OpenTable:
    """The cells of a table; repeated filled rows and cells are written out, repeated blanks only counted."""
    out = OpenTable()
    at = 0
    for row in rows_of(table):
        filled = _row(row, at, limits, budget, out)
        repeats = count(row, "number-rows-repeated")
        if filled and attribute(row, "visibility") in ("collapse", "filter"):
            out.hidden.append(at + 1)
        for copy in range(1, repeats if filled else 1):
            if at + copy >= limits.rows or budget[0] <= 0:
                out.beyond += repeats - copy
                break
            _row(row, at + copy, limits, budget, out)
        at += repeats
    return out


def _row(row: Element, at: int, limits: Limits, budget: list[int], out: OpenTable) -> bool:
    """One row; whether it holds text."""
    column = 0
    filled = False
    cells = [one for one in row if local(one.tag) in ("table-cell", "covered-table-cell")]
    for number, cell in enumerate(cells, start=1):
        repeats = count(cell, "number-columns-repeated")
        text = cell_text(cell) if local(cell.tag) == "table-cell" else ""
        if local(cell.tag) == "table-cell":
            filled = filled or bool(text.strip())
            for copy in range(repeats if text else min(repeats, 1)):
                if at >= limits.rows or column + copy >= limits.columns or budget[0] <= 0:
                    out.beyond += bool(text)
                    break
                budget[0] -= 1
                spans = count(cell, "number-rows-spanned"), count(cell, "number-columns-spanned")
                out.cells.append(OpenCell(at, column + copy, number, *spans, cell, text))
        column += repeats
    return filled
