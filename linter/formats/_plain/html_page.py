"""A walk over a parsed page that reads it as it shows: tables with spans, paragraphs around them, controls and formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.formats._office.equations import MathNode, mathml_text
from linter.formats._plain.css import Cascade, Declarations
from linter.formats._plain.html_fields import CONTROLS, shown_by
from linter.formats._plain.html_looks import Looks, hidden_kind
from linter.formats._plain.html_text import BLOCK, BREAK, set_text, white_space_of
from linter.formats._plain.looks import PLAIN, Look, Stretch, Unseen, shown
from linter.formats._plain.markup import MARK, MAX_DEPTH, refuse_hostile
from linter.formats._plain.spans import MAX_COLSPAN, SpanGrid
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import Cell, Grid, NotChecked, Paragraph

_SKIPPED = frozenset({"script", "style", "template", "noscript", "head", "-comment", "button", "datalist"})
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
        "details",
        "summary",
    ]
)


def _span(node: Any, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return int(value) if value.isdigit() and len(value) < 9 else 65_534 if value.isdigit() else 1


def _math(node: Any) -> MathNode:
    children = [child for child in _nodes(node) if child.tag != "-text"]
    return node.tag, "" if children else node.text() or "", (_math(child) for child in children)


def _nodes(node: Any) -> Iterator[Any]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


_EMBEDDED = {"iframe": "网页（iframe）", "object": "对象", "embed": "对象"}
_PICTURES = frozenset({"img", "svg", "canvas", "video"})
_FOLDED_CELLS = 4
"""A table in a cell with no more cells than this, or of one row or column, is set text; a larger one is a table of its own."""


class _Cell:
    """What stands in a cell beside its text: tables too large to be text, whether there is a picture."""

    def __init__(self) -> None:
        self.tables: list[Any] = []
        self.picture = False


class Page:
    """A walk over the parsed page."""

    def __init__(self, context: ReadContext, tree: Any) -> None:
        self.context = context
        self.looks = Looks(Cascade(tree, sheets_of(tree)))
        self.white_space = white_space_of(tree)
        self.unseen = Unseen()
        self.line = 1
        self.tables = self.paragraph_count = 0
        self.hidden_tables = 0
        self.embedded: list[str] = []
        self.pictured: list[str] = []
        self.pictures = 0

    def see(self, node: Any) -> None:
        """Take the line a tag carries."""
        mark = node.attributes.get(MARK)
        if mark and mark.isdigit():
            self.line = int(mark)

    def children(self, node: Any) -> Iterator[tuple[Any, Declarations]]:
        """Displayed children with what style sheets say of them."""
        closed = node.tag == "details" and "open" not in node.attributes
        for child in _nodes(node):
            tag = child.tag
            if tag == "-text":
                if not closed:
                    yield child, {}
            elif tag not in _SKIPPED:
                style = self.looks.cascade.of(child)
                kind = "折叠的内容" if closed and tag != "summary" else hidden_kind(child, style)
                if kind is None:
                    yield child, style
                elif child.text(strip=True):
                    if child.tag == "table" or child.css_first("table") is not None:
                        self.hidden_tables += 1
                    else:
                        self.unseen.add(kind)

    def stretches(self, node: Any, look: Look, held: _Cell, folds: bool, depth: int = 0) -> Iterator[Stretch]:
        """The text of an element as set; what is no text of it goes to ``held``."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        cascade = self.looks.cascade
        yield cascade.made(node, "before"), look
        for child, style in self.children(node):
            tag = child.tag
            if tag == "-text":
                yield set_text(child.text_content or "", look), look
            elif tag == "br":
                yield BREAK, PLAIN
            elif tag == "table":
                yield from self.inner(child, look, held, folds, depth)
            elif tag in CONTROLS:
                yield shown_by(child), PLAIN
            elif tag == "math":
                yield mathml_text(_math(child)), self.looks.look(child, look, style)
            elif tag in _PICTURES or tag in _EMBEDDED:
                held.picture = True
                self.beside(child)
            elif tag not in ("rt", "rp"):
                border = BLOCK if tag in _BLOCKS else ""
                yield border, PLAIN
                yield from self.stretches(child, self.looks.look(child, look, style), held, folds, depth + 1)
                yield border, PLAIN
        yield cascade.made(node, "after"), look

    def inner(self, table: Any, look: Look, held: _Cell, folds: bool, depth: int) -> Iterator[Stretch]:
        """A table inside a cell: its text where it is small, else one of its own."""
        rows = [[cell for cell, _ in self.children(row) if cell.tag in ("td", "th")] for group in self.rows(table) for row in group]
        small = len(rows) == 1 or all(len(row) < 2 for row in rows) or sum(map(len, rows)) <= _FOLDED_CELLS
        if not (folds and small):
            held.tables.append(table)
            return
        for row in rows:
            for cell in row:
                yield BLOCK, PLAIN
                style = self.looks.cascade.of(cell)
                yield from self.stretches(cell, self.looks.look(cell, look, style), held, folds, depth + 1)
        yield BLOCK, PLAIN

    def beside(self, node: Any) -> None:
        """Take note of a picture or of a page in the page."""
        if node.tag in _EMBEDDED:
            self.embedded.append(_EMBEDDED[node.tag])
        else:
            self.pictures += 1

    def text(self, node: Any, look: Look, held: _Cell, folds: bool = True) -> str:
        """The text of an element as a person reads it."""
        return self.white_space.tidy("".join(shown(list(self.stretches(node, look, held, folds)), self.unseen)))

    def flow(self, node: Any, look: Look, depth: int = 0) -> Iterator[Piece]:
        """Paragraphs and tables of a container in order."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        pending: list[Stretch] = [(self.looks.cascade.made(node, "before"), look)]
        start = self.line
        for child, style in self.children(node):
            tag = child.tag
            if tag in ("-text", "br"):
                pending.append((BREAK, PLAIN) if tag == "br" else (set_text(child.text_content or "", look), look))
                continue
            inner = self.looks.look(child, look, style)
            if tag not in _BLOCKS and tag not in ("table", "iframe") and child.css_first("table, p, div") is None:
                if not any(text.strip() for text, _ in pending):
                    self.see(child)
                    start = self.line
                pending += self.inline(child, inner)
                continue
            yield from self.paragraphs(pending, start)
            pending = []
            self.see(child)
            if tag == "table":
                yield from self.table(child, inner, depth + 1)
            elif tag == "iframe":
                yield from self.frame(child, depth + 1)
            else:
                yield from self.flow(child, inner, depth + 1)
            start = self.line
        pending.append((self.looks.cascade.made(node, "after"), look))
        yield from self.paragraphs(pending, start)

    def inline(self, node: Any, look: Look) -> Iterator[Stretch]:
        """The stretches of an element that stands in a line."""
        if node.tag in CONTROLS:
            yield shown_by(node), PLAIN
        elif node.tag == "math":
            yield mathml_text(_math(node)), look
        elif node.tag in _PICTURES or node.tag in _EMBEDDED:
            self.beside(node)
        else:
            yield from self.stretches(node, look, _Cell(), False)

    def frame(self, node: Any, depth: int) -> Iterator[Piece]:
        """A page in the page: read where its source stands here, else named."""
        source = node.attributes.get("srcdoc")
        if not source or depth > 10:
            self.beside(node)
            return
        from selectolax.lexbor import LexborHTMLParser

        refuse_hostile(source)
        tree = LexborHTMLParser(source)
        page = Page(self.context, tree)
        page.tables, page.paragraph_count, page.line, page.unseen = self.tables, self.paragraph_count, self.line, self.unseen
        if tree.body is not None:
            yield from page.flow(tree.body, PLAIN, depth)
        self.tables, self.paragraph_count = page.tables, page.paragraph_count

    def paragraphs(self, pieces: list[Stretch], line: int) -> Iterator[Paragraph]:
        """A paragraph for each displayed line."""
        if not any(text.strip() for text, _ in pieces):
            return
        for text in self.white_space.tidy("".join(shown(pieces, self.unseen))).split("\n"):
            if text.strip():
                self.paragraph_count += 1
                yield Paragraph(text, self.context.place(line=line, paragraph=self.paragraph_count))

    def rows(self, table: Any) -> list[list[Any]]:
        """Rows by row group, in source order."""
        groups: list[list[Any]] = [[]]
        for child, _ in self.children(table):
            if child.tag == "tr":
                groups[-1].append(child)
            elif child.tag in ("thead", "tbody", "tfoot"):
                groups += [[node for node, _ in self.children(child) if node.tag == "tr"], []]
        return [group for group in groups if group]

    def table(self, table: Any, look: Look, depth: int) -> Iterator[Piece]:
        """A data table as a grid (larger tables inside it after it); a layout table as what it lays out."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
        self.see(table)
        for child, style in self.children(table):
            if child.tag == "caption":
                yield from self.flow(child, self.looks.look(child, look, style), depth + 1)
        groups = self.rows(table)
        if self.is_layout(groups):
            for row in (row for group in groups for row in group):
                for cell, style in self.children(row):
                    self.see(cell)
                    yield from self.flow(cell, self.looks.look(cell, look, style), depth + 1)
        else:
            yield from self.grid(table, groups, look, depth)

    def grid(self, table: Any, groups: list[list[Any]], look: Look, depth: int) -> Iterator[Piece]:
        """A data table, then the larger tables inside it."""
        self.tables += 1
        where = self.context.place(line=self.line, table=self.tables)
        grid = SpanGrid(self.context.limits)
        cells: list[Cell] = []
        inner: list[Any] = []
        hidden = self.hidden_columns(table)
        for group in groups:
            last_row = grid.row + len(group)
            for row in group:
                grid.next_row()
                for cell in self.row_cells(row, look, grid, last_row, inner):
                    if hidden and hidden.issuperset(range(cell.col, cell.col + cell.colspan)):
                        self.unseen.add("隐藏的列中的内容", bool(cell.text))
                    else:
                        cells.append(cell)
        if cells:
            yield Grid(tuple(cells), grid.row + 1, grid.width, where)
        for nested in inner:
            yield from self.table(nested, look, depth + 1)

    def row_cells(self, row: Any, look: Look, grid: SpanGrid, last_row: int, inner: list[Any]) -> Iterator[Cell]:
        """The cells of a row. ``inner`` takes the larger tables met in them."""
        self.see(row)
        row_look = self.looks.look(row, look, self.looks.cascade.of(row))
        nodes = [(node, style) for node, style in self.children(row) if node.tag in ("td", "th")]
        for number, (node, style) in enumerate(nodes, start=1):
            yield self.cell(node, self.looks.look(node, row_look, style), grid, last_row, inner, number)

    def hidden_columns(self, table: Any) -> set[int]:
        """Columns that ``col`` elements hide."""
        hidden: set[int] = set()
        at = 0
        for column in table.css("col"):
            style = self.looks.cascade.of(column)
            span = min(_span(column, "span"), MAX_COLSPAN)
            width = style.get("width") or column.attributes.get("width") or "1"
            if (
                style.get("display") == "none"
                or style.get("visibility") == "collapse"
                or width.removesuffix("px").removesuffix("pt").strip() == "0"
            ):
                hidden.update(range(at, at + span))
            at += span
        return hidden

    def cell(self, node: Any, look: Look, grid: SpanGrid, last_row: int, inner: list[Any], number: int) -> Cell:
        """One cell."""
        self.see(node)
        column, rowspan, colspan = grid.place(_span(node, "rowspan"), _span(node, "colspan"), last_row)
        held = _Cell()
        text = self.text(node, look, held)
        inner += held.tables
        place = self.context.place(line=self.line, table=self.tables, row=grid.row + 1, cell=str(number))
        doubt = None
        if held.picture and not text:
            doubt = "单元格中是图片或嵌入的网页，其中文字未读取"
            self.pictured.append(place.label())
        return Cell(text, grid.row, column, place, rowspan, colspan, doubt=doubt)

    def is_layout(self, groups: list[list[Any]]) -> bool:
        """A table that only arranges: a single cell, or one with tables inside and no row of two cells with text of their own."""
        rows = [[node for node, _ in self.children(row) if node.tag in ("td", "th")] for group in groups for row in group]
        if sum(len(row) for row in rows) == 1:
            return True
        if not any(cell.css_first("table") is not None for row in rows for cell in row):
            return False
        kept, self.unseen = self.unseen, Unseen()  # a look ahead counts nothing
        lays_out = all(sum(1 for cell in row if self.text(cell, PLAIN, _Cell())) < 2 for row in rows)
        self.unseen = kept
        return lays_out

    def remarks(self) -> Iterator[NotChecked]:
        """What the page holds beside what was read."""
        what = self.context.member or self.context.path
        if self.hidden_tables:
            yield NotChecked(what, f"网页中有 {self.hidden_tables} 处不显示的表格，未检查")
        for kind in dict.fromkeys(self.embedded):
            yield NotChecked(what, f"页面中嵌入了 {self.embedded.count(kind)} 个{kind}，其中内容未读取，请单独保存后检查")
        if self.pictured:
            more = f" 等 {len(self.pictured)} 格" if len(self.pictured) > 1 else ""
            yield NotChecked(self.pictured[0] + more, "单元格中是图片或嵌入的网页，其中文字未读取，请改为文字")
        if self.pictures and not self.tables:
            yield NotChecked(what, f"页面中有 {self.pictures} 张图片，图中文字未读取")
        record = self.unseen.record(self.context)
        if record is not None:
            yield record
        if self.looks.cascade.cut:
            yield NotChecked(what, "网页样式规则过多，只按其中一部分判断内容是否显示")


def sheets_of(tree: Any) -> list[str]:
    """The style sheets a page carries for the screen."""
    return [node.text() or "" for node in tree.css("style") if (node.attributes.get("media") or "") != "print"]
