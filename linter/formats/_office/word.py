"""WordprocessingML as displayed: text of paragraphs with tracked changes settled, tables with exact spans."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from linter.formats._office import word_shapes as _shapes
from linter.formats._office.equations import eq_field, omml_text
from linter.formats._office.word_looks import Set, Styles, fill_of, run_properties
from linter.formats._office.xml import attribute, local
from linter.formats._plain.looks import PLAIN, WHITE, Look, Unseen, shown
from linter.formats.api import Unreadable

MAX_DEPTH = 40
"""Tables in tables, boxes in boxes: deeper is hostile."""
_MAX_SPAN = 2_000
_FLAT = 60
"""Twips. A row of an exact height below it (3 points) shows no text."""
SKIPPED = frozenset(
    {"del", "moveFrom", "delText", "rt", "Fallback", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"}
)
"""Elements whose content is not displayed: deleted text, ruby annotations, properties."""
_LEAVES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
Leaf = tuple[Element, str]


class _Field(Struct):
    """A field being read: its code, what it shows by itself (a drop-down's choice), whether its result has begun and has text."""

    code: str = ""
    own: str = ""
    in_result: bool = False
    has_result: bool = False


class Extras(Struct):
    """What stands in a stretch beside its text: comment ids, text boxes, pictures, embedded objects and diagrams, charts nobody reads."""

    comments: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    objects: list[Element] = field(default_factory=list)
    charts: int = 0
    pictures: int = 0
    fields: list[_Field] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.comments or self.boxes or self.objects or self.charts or self.pictures or self.fields)


class Setting(Struct):
    """How the document sets its text, and the count of what nobody sees."""

    styles: Styles = field(default_factory=Styles)
    unseen: Unseen = field(default_factory=Unseen)


def _symbol(element: Element, look: Look) -> tuple[str, Look]:
    """A character from 插入符号, with the font it stands in."""
    try:
        number = int(attribute(element, "char") or "", 16)
    except ValueError:
        return "", look
    text = chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000 else ""
    return text, look._replace(font=(attribute(element, "font") or "").lower())


class _Paragraph:
    """A walk over one paragraph that hands out its stretches."""

    def __init__(self, paragraph: Element, setting: Setting, extras: Extras, back: int | None) -> None:
        self.setting, self.extras, self.back = setting, extras, back
        self.style: str | None = None
        properties = paragraph[0] if len(paragraph) else None
        if properties is not None and local(properties.tag) == "pPr":
            for mark in properties:
                name = local(mark.tag)
                if name == "pStyle":
                    self.style = attribute(mark, "val")
                elif name == "shd" and (fill := fill_of(mark)) != "auto":
                    self.back = fill if isinstance(fill, int) else None
        self.look = setting.styles.look(self.style, None, self.back)

    def run_look(self, run: Element) -> Look:
        """The look of a run."""
        first = run[0] if len(run) else None
        if first is None or local(first.tag) != "rPr" or not len(first):
            return self.look
        direct: Set = run_properties(first)
        return self.setting.styles.look(self.style, direct, self.back) if direct else self.look

    def walk(self, element: Element, look: Look, depth: int) -> Iterator[tuple[Element, str, Look]]:
        """The stretches inside an element."""
        if depth > 4 * MAX_DEPTH:
            raise Unreadable("文件已损坏：正文嵌套过深")
        for child in element:
            name = local(child.tag)
            if name == "t":
                yield from self.text(child, look)
            elif name == "r":
                if len(child) == 1 and not self.extras.fields and local((only := child[0]).tag) == "t":  # most runs
                    yield only, only.text or "", self.look
                else:
                    yield from self.walk(child, self.run_look(child), depth + 1)
            elif name in _LEAVES:
                if name != "br" or attribute(child, "type") not in ("page", "column"):
                    yield child, _LEAVES[name], look
            elif name not in SKIPPED:
                yield from self.other(name, child, look, depth)

    def text(self, child: Element, look: Look) -> Iterator[tuple[Element, str, Look]]:
        """A text, unless it is the result of a field that only serves the code of another one."""
        open_fields = self.extras.fields
        if open_fields and child.text:
            open_fields[-1].has_result = True
        if not any(not outer.in_result for outer in open_fields[:-1]):
            yield child, child.text or "", look

    def other(self, name: str, child: Element, look: Look, depth: int) -> Iterator[tuple[Element, str, Look]]:
        """What stands in few paragraphs: symbols, fields, equations, comments, drawings."""
        if name == "sym":
            yield child, *_symbol(child, look)
        elif name == "oMath":
            yield child, omml_text(child), look
        elif name == "fldChar":
            yield from self.field_mark(child, look)
        elif name == "AlternateContent":
            choice = next((alternative for alternative in child if local(alternative.tag) == "Choice"), None)
            yield from self.walk(choice, look, depth + 1) if choice is not None else ()
        elif name == "textpath":
            yield child, attribute(child, "string") or "", look
        elif not self.noted(name, child) and not self.drawn(name, child) and len(child):
            yield from self.walk(child, look, depth + 1)

    def noted(self, name: str, child: Element) -> bool:
        """Take note of what shows no text of its own: the code of a field, a comment's range, content that nobody sees."""
        if name == "instrText":
            if self.extras.fields:
                self.extras.fields[-1].code += child.text or ""
        elif name in ("commentRangeStart", "commentReference"):
            number = attribute(child, "id")
            if number is not None and number not in self.extras.comments:
                self.extras.comments.append(number)
        elif (why := _shapes.unseen_kind(name, child)) is not None:
            self.setting.unseen.add(why)
        else:
            return False
        return True

    def drawn(self, name: str, child: Element) -> bool:
        """Take note of a box, an object, a picture or another drawing; whether there is no more to see in it."""
        if name == "txbxContent":
            self.extras.boxes.append(child)
        elif name == "object":
            self.extras.objects.append(child)
        elif name in ("pic", "imagedata"):
            self.extras.pictures += 1
        elif name == "graphicData" and (kind := (attribute(child, "uri") or "").rpartition("/")[2]) in (_shapes.CHART, _shapes.SMART_ART):
            if kind == _shapes.CHART:
                self.extras.charts += 1
            else:
                self.extras.objects.append(child)
        else:
            return False
        return True

    def field_mark(self, mark: Element, look: Look) -> Iterator[tuple[Element, str, Look]]:
        """Begin or end of a field. A drop-down, a check box or an equation without a result shows what its code says."""
        kind, open_fields = attribute(mark, "fldCharType"), self.extras.fields
        if kind == "begin":
            open_fields.append(_Field(own=_shapes.form_field(mark)))
        elif kind == "separate" and open_fields:
            open_fields[-1].in_result = True
        elif kind == "end" and open_fields:
            ended = open_fields.pop()
            if not ended.has_result and all(outer.in_result for outer in open_fields):
                yield mark, ended.own or eq_field(ended.code), look


def _only_text(run: Element) -> Element | None:
    """The text of a run that holds nothing else and has no formatting."""
    if len(run) != 1 or local(run.tag) != "r":
        return None
    return run[0] if local(run[0].tag) == "t" else None


def leaves(paragraph: Element, setting: Setting, back: int | None = WHITE, extras: Extras | None = None) -> list[Leaf]:
    """The elements a paragraph's displayed text stands in, each with its stretch of it; what stands beside goes to ``extras``."""
    if not len(paragraph):
        return []
    if len(paragraph) == 1 and (only := _only_text(paragraph[0])) is not None and setting.styles.look(None, None, back) is PLAIN:
        return [(only, only.text or "")]
    walk = _Paragraph(paragraph, setting, extras if extras is not None else Extras(), back)
    pieces: list[Leaf] = []
    looks: list[Look] = []
    plain = True
    for element, text, look in walk.walk(paragraph, walk.look, 0):
        pieces.append((element, text))
        looks.append(look)
        plain = plain and look is PLAIN
    if plain:
        return pieces
    texts = shown([(text, look) for (_, text), look in zip(pieces, looks, strict=True)], setting.unseen)
    return [(element, text) for (element, _), text in zip(pieces, texts, strict=True)]


def paragraph_text(paragraph: Element, setting: Setting, back: int | None = WHITE, extras: Extras | None = None) -> str:
    """A paragraph's text as displayed; comments, text boxes and the like go to ``extras``."""
    return "".join([text for _, text in leaves(paragraph, setting, back, extras)])


def content(element: Element, depth: int = 0) -> Iterator[tuple[str, Element]]:
    """Paragraphs, tables, rows, cells or imported parts of a container, through content controls and tracked insertions."""
    if depth > MAX_DEPTH:
        raise Unreadable("文件已损坏：正文嵌套过深")
    for child in element:
        name = local(child.tag)
        if name in ("p", "tbl", "tr", "tc", "altChunk"):
            yield name, child
        elif name == "AlternateContent":
            choice = next((alternative for alternative in child if local(alternative.tag) == "Choice"), None)
            yield from content(choice, depth + 1) if choice is not None else ()
        elif name not in SKIPPED and len(child):
            yield from content(child, depth + 1)


class WordCell(Struct):
    """A table cell: grid place and spans (0-based), its number in its row (from 1), the colour it is painted with (``None``: unknown)."""

    element: Element
    row: int
    column: int
    number: int
    back: int | None = WHITE
    rowspan: int = 1
    colspan: int = 1


def _span(element: Element) -> int:
    value = attribute(element, "val") or ""
    if not value.isdigit():
        return 1
    if int(value) > _MAX_SPAN:
        raise Unreadable(f"表格跨列数 {value[:12]} 超出上限，文件可能已损坏")
    return int(value)


def _row_properties(row: Element) -> tuple[int, bool, bool]:
    """Grid columns left out before the first cell, whether the row is deleted, whether it is hidden or flat."""
    before, deleted, hidden = 0, False, False
    for properties in row:
        if local(properties.tag) == "trPr":
            for child in properties:
                name = local(child.tag)
                if name == "gridBefore":
                    before = _span(child)
                elif name == "del":
                    deleted = True
                elif name == "hidden":
                    hidden = attribute(child, "val") not in ("0", "false")
                elif name == "trHeight" and attribute(child, "hRule") == "exact":
                    height = attribute(child, "val") or ""
                    hidden = hidden or (height.isdigit() and int(height) < _FLAT)
    return before, deleted, hidden


def _cell_properties(cell: Element, back: int | None) -> tuple[int, str | None, bool, int | None]:
    """Columns spanned; ``restart``, ``continue`` or ``None`` for a merge downwards; whether it continues the cell to its left; the
    colour behind its text (``back``: the table's)."""
    colspan, vertical, continues = 1, None, False
    first = cell[0] if len(cell) else None
    if first is None or local(first.tag) != "tcPr":
        return colspan, vertical, continues, back
    for child in first:
        name = local(child.tag)
        if name == "gridSpan":
            colspan = max(1, _span(child))
        elif name == "vMerge":
            vertical = "restart" if attribute(child, "val") == "restart" else "continue"
        elif name == "hMerge":
            continues = attribute(child, "val") != "restart"
        elif name == "shd" and (fill := fill_of(child)) != "auto":
            back = fill if isinstance(fill, int) else None
    return colspan, vertical, continues, back


def _table_back(table: Element, styles: Styles) -> int | None:
    """The colour a table paints behind its cells, ``None`` where its style paints some of them."""
    back: int | None = WHITE
    properties = table.find("{*}tblPr")
    for mark in properties if properties is not None else ():
        name = local(mark.tag)
        if name == "tblStyle" and styles.shades(attribute(mark, "val")):
            return None
        if name == "shd" and (fill := fill_of(mark)) != "auto":
            back = fill if isinstance(fill, int) else None
    return back


class WordTable(Struct):
    """A table's cells with their spans, its size, whether rows were left out for the limit, and how many rows are hidden."""

    cells: list[WordCell] = field(default_factory=list)
    n_rows: int = 0
    width: int = 0
    cut: bool = False
    hidden: int = 0


def table_cells(table: Element, max_rows: int, styles: Styles) -> WordTable:
    """The cells of a table; rows that are deleted or not shown are left out."""
    out = WordTable()
    above: dict[int, WordCell] = {}
    table_back = _table_back(table, styles)
    for name, row in content(table):
        if name != "tr":
            continue
        column, deleted, hidden = _row_properties(row)
        out.hidden += hidden and not deleted
        if deleted or hidden:
            continue
        if out.n_rows >= max_rows:
            out.cut = True
            return out
        open_now: dict[int, WordCell] = {}
        last: WordCell | None = None
        for number, (_, element) in enumerate((c for c in content(row) if c[0] == "tc"), start=1):
            colspan, vertical, continues, back = _cell_properties(element, table_back)
            if continues and last is not None:
                last.colspan += colspan
            elif vertical == "continue" and column in above:
                above[column].rowspan += 1
                open_now[column] = above[column]
            else:
                last = WordCell(element, out.n_rows, column, number, back, 1, colspan)
                out.cells.append(last)
                if vertical is not None:
                    open_now[column] = last
            column += colspan
        above = open_now
        out.n_rows += 1
        out.width = max(out.width, column)
    return out
