"""A page's characters and lines → its tables and paragraphs, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from linter.formats._glyphs import Box, Glyph, Prose, TextLine, around, cell_text, confidence_of, lines_of, paragraphs_of
from linter.formats._ruling import Lattice, Rule, Span, lattices

_PAGE_NUMBER = re.compile(
    r"[-—–－\s·]*\d{1,4}[-—–－\s·]*|第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[-—–]?\s*[IVXivx]{1,6}\s*[-—–]?"
)
_MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as it stands on one page. ``full``: its last line leaves no room for one more character."""

    span: Span
    text: str
    box: Box
    confidence: float | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Table:
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
    x0, _, x1, _ = around(lines[-1].glyphs)
    size = lines[-1].height
    return (x0 - left) + (right - x1) < 2.6 * size


def _cells(lattice: Lattice, glyphs: Sequence[Glyph]) -> tuple[TableCell, ...]:
    owners = lattice.owners()
    inside: dict[Span, list[Glyph]] = {span: [] for span in lattice.spans}
    for glyph in glyphs:
        inside[owners[lattice.slot_of((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2)]].append(glyph)
    cells = []
    for span in lattice.spans:
        box = lattice.box_of(span)
        lines = lines_of(inside[span])
        text = cell_text(lines, box[0], box[2])
        cells.append(TableCell(span, text, box, confidence_of(inside[span]) if text else None, _is_full(lines, box[0], box[2])))
    return tuple(cells)


def _is_page_number(prose: Prose, height: float) -> bool:
    at_edge = prose.box[3] < _MARGIN * height or prose.box[1] > (1 - _MARGIN) * height
    return at_edge and _PAGE_NUMBER.fullmatch(prose.text.strip()) is not None


def _frames_text(lattice: Lattice, count: int, glyphs: int) -> bool:
    """A frame around most of a page's text with a single cell is a border, not a table."""
    return len(lattice.spans) > 1 or (count < 40 or count < 0.5 * glyphs)


def layout(number: int, glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule], height: float) -> list[Part]:
    """Tables and paragraphs of a page, top to bottom. Page numbers are left out."""
    found = sorted(lattices(horizontal, vertical), key=lambda one: (one.xs[-1] - one.xs[0]) * (one.ys[-1] - one.ys[0]))
    owned: list[list[Glyph]] = [[] for _ in found]
    loose: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for lattice, own in zip(found, owned, strict=True):
            if lattice.contains(x, y):
                own.append(glyph)
                break
        else:
            loose.append(glyph)
    parts: list[Part] = []
    for lattice, own in zip(found, owned, strict=True):
        if _frames_text(lattice, len(own), len(glyphs)):
            if any(not g.text.isspace() for g in own):
                parts.append(Table(number, lattice, _cells(lattice, own)))
        else:
            loose += own
    frames = [part.lattice.bbox for part in parts if isinstance(part, Table)]
    for lines in _between(lines_of(loose), frames):
        parts += [prose for prose in paragraphs_of(lines) if not _is_page_number(prose, height)]
    return sorted(parts, key=_order)


def _order(part: Part) -> tuple[float, float]:
    box = part.lattice.bbox if isinstance(part, Table) else part.box
    return box[1], box[0]


def _between(lines: Sequence[TextLine], frames: Sequence[Box]) -> list[list[TextLine]]:
    """Loose lines cut into stretches by the tables between them."""
    tops = sorted(frame[1] for frame in frames)
    stretches: dict[int, list[TextLine]] = {}
    for line in lines:
        stretches.setdefault(sum(line.middle > top for top in tops), []).append(line)
    return [stretches[key] for key in sorted(stretches)]
