"""WordprocessingML as displayed: text of paragraphs with tracked changes settled, tables with exact spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from linter.formats._office.xml import attribute, local
from linter.formats.api import Unreadable

MAX_DEPTH = 40
"""Tables in tables, boxes in boxes: deeper is hostile."""
_MAX_SPAN = 2_000
SKIPPED = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rt", "Fallback", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"}
)
"""Elements whose content is not displayed: deleted text, field codes, ruby annotations, properties."""
_SYMBOLS = {0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB7: "·", 0xD7: "·"}
"""The Symbol font, where people fetch ≥ and ≤ by 插入符号. Source: Adobe Symbol encoding."""


_LEAVES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": ""}


def _symbol(run: Element) -> str:
    code = attribute(run, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        number -= 0xF000
        if (attribute(run, "font") or "").lower() == "symbol":
            return _SYMBOLS.get(number, chr(number) if 0x20 <= number < 0x7F else "")
        return chr(number) if 0x20 <= number < 0x7F else ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000 else ""


@dataclass(slots=True)
class Found:
    """What stands in a stretch beside its text: comment ids, text boxes."""

    comments: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


def _run_is_hidden(run: Element) -> bool:
    for child in run:
        name = local(child.tag)
        if name == "rPr":
            return any(local(one.tag) == "vanish" and attribute(one, "val") not in ("0", "false") for one in child)
        return False
    return False


def _leaves(element: Element, found: Found, depth: int) -> Iterator[tuple[Element, str]]:
    if depth > 4 * MAX_DEPTH:
        raise Unreadable("文件已损坏：正文嵌套过深")
    for child in element:
        name = local(child.tag)
        if name == "t":
            yield child, child.text or ""
        elif name == "r":
            if not _run_is_hidden(child):
                yield from _leaves(child, found, depth + 1)
        elif name in _LEAVES:
            text = _LEAVES[name] if name != "sym" else _symbol(child)
            if name != "br" or attribute(child, "type") not in ("page", "column"):
                yield child, text
        elif name in ("commentRangeStart", "commentReference"):
            number = attribute(child, "id")
            if number is not None and number not in found.comments:
                found.comments.append(number)
        elif name == "txbxContent":
            found.boxes.append(child)
        elif name not in SKIPPED and len(child):
            yield from _leaves(child, found, depth + 1)


def leaves(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The elements a paragraph's displayed text stands in, each with its stretch of it."""
    return _leaves(paragraph, Found(), 0)


def paragraph_text(paragraph: Element, found: Found) -> str:
    """A paragraph's text as displayed; comments and text boxes go to ``found``."""
    return "".join([text for _, text in _leaves(paragraph, found, 0)])


def content(element: Element, depth: int = 0) -> Iterator[tuple[str, Element]]:
    """Paragraphs, tables, rows or cells of a container, through content controls and tracked insertions."""
    if depth > MAX_DEPTH:
        raise Unreadable("文件已损坏：正文嵌套过深")
    for child in element:
        name = local(child.tag)
        if name in ("p", "tbl", "tr", "tc"):
            yield name, child
        elif name == "AlternateContent":
            choice = next((one for one in child if local(one.tag) == "Choice"), None)
            yield from content(choice, depth + 1) if choice is not None else ()
        elif name not in SKIPPED and len(child):
            yield from content(child, depth + 1)


@dataclass(slots=True)
class WordCell:
    """A table cell: grid place and spans (0-based), and its number in its row (from 1)."""

    element: Element
    row: int
    column: int
    number: int
    rowspan: int = 1
    colspan: int = 1


def _span(element: Element) -> int:
    value = attribute(element, "val") or ""
    if not value.isdigit():
        return 1
    if int(value) > _MAX_SPAN:
        raise Unreadable(f"表格跨列数 {value[:12]} 超出上限，文件可能已损坏")
    return int(value)


def _row_properties(row: Element) -> tuple[int, bool]:
    """Grid columns left out before the first cell, and whether the row is deleted."""
    before, deleted = 0, False
    for properties in row:
        if local(properties.tag) == "trPr":
            for child in properties:
                name = local(child.tag)
                if name == "gridBefore":
                    before = _span(child)
                elif name == "del":
                    deleted = True
    return before, deleted


def _cell_properties(cell: Element) -> tuple[int, str | None, bool]:
    """Columns spanned; ``restart``, ``continue`` or ``None`` for a merge downwards; whether it continues the cell to its left."""
    colspan, vertical, continues = 1, None, False
    first = cell[0] if len(cell) else None
    if first is None or local(first.tag) != "tcPr":
        return colspan, vertical, continues
    for child in first:
        name = local(child.tag)
        if name == "gridSpan":
            colspan = max(1, _span(child))
        elif name == "vMerge":
            vertical = "restart" if attribute(child, "val") == "restart" else "continue"
        elif name == "hMerge":
            continues = attribute(child, "val") != "restart"
    return colspan, vertical, continues


def table_cells(table: Element, max_rows: int) -> tuple[list[WordCell], int, int, bool]:
    """The cells with their spans, the size of the grid, and whether rows were left out for the limit."""
    cells: list[WordCell] = []
    above: dict[int, WordCell] = {}
    n_rows = width = 0
    for name, row in content(table):
        if name != "tr":
            continue
        column, deleted = _row_properties(row)
        if deleted:
            continue
        if n_rows >= max_rows:
            return cells, n_rows, width, True
        open_now: dict[int, WordCell] = {}
        last: WordCell | None = None
        for number, (_, element) in enumerate((c for c in content(row) if c[0] == "tc"), start=1):
            colspan, vertical, continues = _cell_properties(element)
            if continues and last is not None:
                last.colspan += colspan
            elif vertical == "continue" and column in above:
                above[column].rowspan += 1
                open_now[column] = above[column]
            else:
                last = WordCell(element, n_rows, column, number, 1, colspan)
                cells.append(last)
                if vertical is not None:
                    open_now[column] = last
            column += colspan
        above = open_now
        n_rows += 1
        width = max(width, column)
    return cells, n_rows, width, False
