"""A page's characters and lines → its tables and paragraphs, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from linter.formats._paged import gutters
from linter.formats._paged.glyphs import Box, Glyph, Prose, TextLine, cell_text, confidence_of, doubt_in, lines_of, paragraphs_of
from linter.formats._paged.ruling import Lattice, Rule, Span, lattices

_PAGE_NUMBER = re.compile(
    r"[-—–－\s·]*\d{1,4}[-—–－\s·]*|第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[-—–]?\s*[IVXivx]{1,6}\s*[-—–]?"
)
_MARGIN = 0.1
_BEYOND = 0.3
GROWN_DOUBT = "文字超出所在的格，可能与上下行混在一起"


class TableCell(Struct, frozen=True):
    """A cell as it stands on one page. ``full``: its last line leaves no room for one more character."""

    span: Span
    text: str
    box: Box
    confidence: float | None = None
    full: bool = False
    doubt: str | None = None


class Table(Struct, frozen=True):
    """A table on one page."""

    page: int
    lattice: Lattice
    cells: tuple[TableCell, ...]

    def row(self, number: int) -> list[TableCell]:
        """The cells that begin in a row, left to right."""
        return [cell for cell in self.cells if cell.span.row == number]


Part = Table | Prose


def _is_full(lines: Sequence[TextLine], left: float, right: float) -> bool:
    if not lines:
        return False
    last = lines[-1].glyphs  # from left to right
    return (last[0].x0 - left) + (right - max(glyph.x1 for glyph in last)) < 2.6 * lines[-1].height


def _cells(lattice: Lattice, glyphs: Sequence[Glyph]) -> tuple[TableCell, ...]:
    inside: dict[Span, list[Glyph]] = {span: [] for span in lattice.spans}
    owners = {slot: inside[span] for slot, span in lattice.owners().items()}
    xs, ys = lattice.xs[1:-1], lattice.ys[1:-1]
    for glyph in glyphs:
        x0, y0, x1, y1 = glyph[:4]
        owners[bisect_right(ys, (y0 + y1) / 2), bisect_right(xs, (x0 + x1) / 2)].append(glyph)
    return tuple(_cell(span, inside[span], lattice.box_of(span)) for span in lattice.spans)


def _cell(span: Span, glyphs: Sequence[Glyph], box: Box) -> TableCell:
    if not glyphs:
        return TableCell(span, "", box)
    lines = lines_of(glyphs)
    text = cell_text(lines, box[0], box[2])
    own = glyphs if text else ()
    doubt = next((why for line in lines if (why := doubt_in(line.glyphs))), None) if text else None
    if doubt is None and text and (_is_beyond(lines[0], box) or _is_beyond(lines[-1], box)):
        doubt = GROWN_DOUBT
    return TableCell(span, text, box, confidence_of(own), _is_full(lines, box[0], box[2]), doubt)


def _is_beyond(line: TextLine, box: Box) -> bool:
    """Whether a line stands across the upper or lower edge of its cell: text grown beyond its row."""
    reach = (0.5 - _BEYOND) * line.height
    return line.middle - reach < box[1] or line.middle + reach > box[3]


def _box(part: Part) -> Box:
    return part.lattice.bbox if isinstance(part, Table) else part.box


def _without_page_number(parts: list[Part], height: float) -> list[Part]:
    """The parts of a page without the page number: the outermost line, in the margin, set apart from the rest."""
    kept = parts
    for end, inner in ((0, 1), (-1, -2)):
        if not kept or not isinstance(kept[end], Prose):
            continue
        line = kept[end]
        top, bottom = _box(line)[1], _box(line)[3]
        in_margin = bottom < _MARGIN * height if end == 0 else top > (1 - _MARGIN) * height
        apart = len(kept) == 1 or abs(top - _box(kept[inner])[1]) > 2.2 * (bottom - top)
        if in_margin and apart and isinstance(line, Prose) and _PAGE_NUMBER.fullmatch(line.text.strip()):
            kept = kept[1:] if end == 0 else kept[:-1]
    return kept


def _frames_text(lattice: Lattice, count: int, glyphs: int) -> bool:
    """A frame around most of a page's text with a single cell is a border, not a table."""
    return len(lattice.spans) > 1 or (count < 40 or count < 0.5 * glyphs)


def doubts(parts: Sequence[Part]) -> set[str]:
    """Why cells and paragraphs of a page were read with doubt."""
    pieces = (piece for part in parts for piece in (part.cells if isinstance(part, Table) else (part,)))
    return {piece.doubt for piece in pieces if piece.doubt}


def layout(number: int, glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule], height: float) -> list[Part]:
    """Tables and paragraphs of a page, top to bottom. Page numbers are left out."""
    drawn = sorted(lattices(horizontal, vertical), key=lambda table: (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0]))
    owned: list[list[Glyph]] = [[] for _ in drawn]
    loose: list[Glyph] = []
    frames = [(*lattice.bbox, own) for lattice, own in zip(drawn, owned, strict=True)]
    for glyph in glyphs:
        x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
        for left, top, right, bottom, own in frames:
            if left <= x <= right and top <= y <= bottom:
                own.append(glyph)
                break
        else:
            loose.append(glyph)
    parts: list[Part] = []
    for lattice, own in zip(drawn, owned, strict=True):
        if _frames_text(lattice, len(own), len(glyphs)):
            if any(not g.text.isspace() for g in own):
                parts.append(Table(number, lattice, _cells(lattice, own)))
        else:
            loose += own
    tables = [part.lattice.bbox for part in parts if isinstance(part, Table)]
    for lines in _between(lines_of(loose), tables):
        parts += _loose(number, lines, horizontal)
    return _without_page_number(sorted(parts, key=lambda part: (_box(part)[1], _box(part)[0])), height)


def _loose(number: int, lines: Sequence[TextLine], horizontal: Sequence[Rule]) -> list[Part]:
    """Lines outside ruled tables: tables without vertical lines, and paragraphs."""
    unruled = gutters.find(lines, horizontal)
    if unruled is None:
        return [*paragraphs_of(lines)]
    cells = tuple(_cell(span, own, unruled.lattice.box_of(span)) for span, own in sorted(unruled.cells.items()))
    table = Table(number, unruled.lattice, cells)
    return [*paragraphs_of(lines[: unruled.first]), table, *_loose(number, lines[unruled.last + 1 :], horizontal)]


def _between(lines: Sequence[TextLine], frames: Sequence[Box]) -> list[list[TextLine]]:
    """Loose lines cut into stretches by the tables between them."""
    tops = sorted(frame[1] for frame in frames)
    stretches: dict[int, list[TextLine]] = {}
    for line in lines:
        stretches.setdefault(sum(line.middle > top for top in tops), []).append(line)
    return [stretches[key] for key in sorted(stretches)]
