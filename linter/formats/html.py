"""Web pages: tables with spans, paragraphs around them, places by source line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.markup import MARK, MAX_DEPTH, refuse_hostile, with_lines
from linter.formats._plain.spans import SpanGrid
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.model.blocks import Cell, Grid, NotChecked, Paragraph
from linter.model.place import Place

_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)[\s>]", re.I)
_SKIPPED = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "-comment", "button", "datalist"})
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "blockquote",
        "caption",
        "form",
        "fieldset",
        "pre",
        "center",
        "body",
        "figure",
    ]
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_OTHER = frozenset({b"big5", b"big5-hkscs"})
"""Charsets that only the page itself can tell; UTF-8, UTF-16 and GB18030 are told by the bytes."""


def looks_like_html(head: bytes) -> bool:
    """A text that opens a page or a table."""
    if not looks_like_text(head):
        return False
    start = decode_head(head, 4096)
    return start.startswith("<") and _OPENING.search(start) is not None


def _text_of(data: bytes) -> str:
    """The source. Pages state the wrong charset often enough: UTF-8 that decodes wins, then what is stated."""
    found = _CHARSET.search(data[:4096])
    if found and found[1].lower() in _OTHER:
        for name in ("utf-8", found[1].decode("ascii")):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return decode(data)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def _space(match: re.Match[str]) -> str:
    """White space shows as one blank; a line break between two Chinese characters does not show (CSS Text 3, 4.1.2)."""
    text = match.string
    if "\n" in match[0] and match.start() and match.end() < len(text) and _wide(text[match.start() - 1]) and _wide(text[match.end()]):
        return ""
    return " "


def _tidy(pieces: list[str]) -> str:
    """Pieces with ``\\0`` for a block border and ``\\1`` for a line break, as displayed."""
    lines: list[str] = []
    for block in "".join(pieces).split("\0"):
        text = "\n".join(_SPACES.sub(_space, line).strip(" ") for line in block.split("\1"))
        if text.strip():
            lines.append(text.strip("\n"))
    return "\n".join(lines)


def _hidden(node: Any) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style


def _span(node: Any, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return int(value) if value.isdigit() and len(value) < 9 else 65_534 if value.isdigit() else 1


class _Page:
    """A walk over the parsed page."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.line = 1
        self.hidden = 0

    def place(self, node: Any = None) -> Place:
        """The line of the last tag that said one."""
        if node is not None:
            self.see(node)
        return self.context.place(line=self.line)

    def see(self, node: Any) -> None:
        """Take the line a tag carries."""
        mark = node.attributes.get(MARK)
        if mark and mark.isdigit():
            self.line = int(mark)

    def children(self, node: Any) -> Iterator[Any]:
        """Displayed children."""
        child = node.child
        while child is not None:
            if child.tag not in _SKIPPED:
                if child.tag != "-text" and _hidden(child):
                    self.hidden += bool(child.text(strip=True)) and child.css_first("table") is not None
                else:
                    yield child
            child = child.next

    def text(self, node: Any, tables: list[Any], depth: int = 0) -> Iterator[str]:
        """Text pieces of a cell; tables inside it go to ``tables``."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        for child in self.children(node):
            tag = child.tag
            if tag == "-text":
                yield child.text_content or ""
            elif tag == "br":
                yield "\1"
            elif tag == "table":
                tables.append(child)
            elif tag in ("input", "select", "textarea"):
                yield _field(child)
            elif tag in ("rt", "rp"):
                continue
            elif tag in _BLOCKS:
                yield "\0"
                yield from self.text(child, tables, depth + 1)
                yield "\0"
            else:
                yield from self.text(child, tables, depth + 1)

    def flow(self, node: Any, depth: int = 0) -> Iterator[Piece]:
        """Paragraphs and tables of a container in order."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        pending: list[str] = []
        start = self.line
        for child in self.children(node):
            if child.tag == "-text" or child.tag == "br":
                pending.append("\1" if child.tag == "br" else child.text_content or "")
                continue
            inline = child.tag not in _BLOCKS and child.tag != "table" and child.css_first("table, p, div") is None
            if inline:
                if not "".join(pending).strip():
                    self.see(child)
                    start = self.line
                pending += [_field(child)] if child.tag in ("input", "select", "textarea") else self.text(child, [])
                continue
            yield from self.paragraphs(pending, start)
            pending = []
            self.see(child)
            if child.tag == "table":
                yield from self.table(child, depth + 1)
            else:
                yield from self.flow(child, depth + 1)
            start = self.line
        yield from self.paragraphs(pending, start)

    def paragraphs(self, pieces: list[str], line: int) -> Iterator[Paragraph]:
        """A paragraph for each displayed line."""
        for text in _tidy(pieces).split("\n"):
            if text.strip():
                yield Paragraph(text, self.context.place(line=line))

    def rows(self, table: Any) -> list[list[Any]]:
        """Rows by row group, in source order."""
        groups: list[list[Any]] = [[]]
        for child in self.children(table):
            if child.tag == "tr":
                groups[-1].append(child)
            elif child.tag in ("thead", "tbody", "tfoot"):
                groups += [[one for one in self.children(child) if one.tag == "tr"], []]
        return [group for group in groups if group]

    def table(self, table: Any, depth: int) -> Iterator[Piece]:
        """A data table as a grid (tables inside it after it); a layout table as what it lays out."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        where = self.place(table)
        for child in self.children(table):
            if child.tag == "caption":
                yield from self.flow(child, depth + 1)
        groups = self.rows(table)
        if self.is_layout(groups):
            for row in (row for group in groups for row in group):
                for cell in self.children(row):
                    self.see(cell)
                    yield from self.flow(cell, depth + 1)
            return
        grid = SpanGrid(self.context.limits)
        cells: list[Cell] = []
        inner: list[Any] = []
        for group in groups:
            last_row = grid.row + len(group)
            for row in group:
                grid.next_row()
                self.see(row)
                cells += [self.cell(node, grid, last_row, inner) for node in self.children(row) if node.tag in ("td", "th")]
        if cells:
            yield Grid(tuple(cells), grid.row + 1, grid.width, where)
        for one in inner:
            yield from self.table(one, depth + 1)

    def cell(self, node: Any, grid: SpanGrid, last_row: int, inner: list[Any]) -> Cell:
        """One cell."""
        place = self.place(node)
        column, rowspan, colspan = grid.place(_span(node, "rowspan"), _span(node, "colspan"), last_row)
        return Cell(_tidy(list(self.text(node, inner))), grid.row, column, place, rowspan, colspan)

    def is_layout(self, groups: list[list[Any]]) -> bool:
        """A table that only arranges: a single cell, or one with tables inside and no row of two cells with text of their own."""
        rows = [[one for one in self.children(row) if one.tag in ("td", "th")] for group in groups for row in group]
        if sum(len(row) for row in rows) == 1:
            return True
        if not any(cell.css_first("table") is not None for row in rows for cell in row):
            return False
        return all(sum(1 for cell in row if _tidy(list(self.text(cell, [])))) < 2 for row in rows)


def _field(node: Any) -> str:
    """What a filled-in form control shows."""
    attributes = node.attributes
    if node.tag == "input":
        return (
            attributes.get("value") or "" if (attributes.get("type") or "text").lower() in ("text", "number", "date", "search", "") else ""
        )
    if node.tag == "select":
        chosen = node.css_first("option[selected]")
        return chosen.text(strip=True) if chosen is not None else ""
    return (node.text() or "").replace("\n", "\1")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The page's body."""
    from selectolax.lexbor import LexborHTMLParser

    text = _text_of(data)
    refuse_hostile(text)
    body = LexborHTMLParser(with_lines(text)).body
    if body is None:
        return
    page = _Page(context)
    yield from page.flow(body)
    if page.hidden:
        yield NotChecked(context.member or context.path, f"网页中有 {page.hidden} 处不显示的表格，未检查")


FORMAT = Format("html", (".html", ".htm", ".xhtml"), looks_like_html, read, rank=30)
