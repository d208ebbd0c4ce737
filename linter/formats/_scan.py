"""A scanned page: set upright, its table lines found and taken out, its text recognised and looked at again cell by cell.

Coordinates leave here in points of the upright page; ``Scan.shown`` turns a box back into the page as it was scanned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from linter.formats import _ocr, _scan_lines, _scan_marks
from linter.formats._glyphs import Box, Glyph, around
from linter.formats._ruling import Lattice, Rule, Span, lattices

_LEAST_INK = 0.25
"""Height of the smallest mark that counts as text, as a share of the usual height of a line."""
MAX_SIDE = 3600
"""Longest side of a picture that is looked at, in pixels."""
_SURE = 0.85
_WORSE = 0.1
"""A second reading may score this much lower and still be taken for what it adds."""
_INSET = 3
"""Pixels next to a cell's lines that are never text."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found on a page. ``unread``: cells with ink in which nothing was recognised."""

    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    height: float
    unread: int
    back: tuple[tuple[float, float, float], tuple[float, float, float]]
    scale: float

    def shown(self, box: Box) -> Box:
        """A box of the upright page on the page as scanned."""
        x0, y0, x1, y1 = (one / self.scale for one in box)
        (a, b, c), (d, e, f) = self.back
        corners = [(a * x + b * y + c, d * x + e * y + f) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
        found = around([(x, y, x, y) for x, y in corners])
        return found[0] * self.scale, found[1] * self.scale, found[2] * self.scale, found[3] * self.scale


def upright(grey: Any) -> tuple[Any, Any]:
    """The page turned by the small angle it lies askew, and the matrix that turns points back."""
    import cv2

    height, width = grey.shape
    angle = _scan_lines.skew_of(_scan_lines.binarised(grey))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if abs(angle) < 0.02:
        return grey, cv2.invertAffineTransform(cv2.getRotationMatrix2D((0, 0), 0.0, 1.0))
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return turned, cv2.invertAffineTransform(turn)


def read_scan(grey: Any, scale: float) -> Scan:
    """Recognise a page. ``scale``: points in a pixel."""
    page, back = upright(grey)
    ink = _scan_lines.binarised(page)
    horizontal, vertical, mask = _scan_lines.lines(ink)
    reader = _Page(page, ink, mask, scale)
    hs, vs = ([Rule(*(one * scale for one in rule)) for rule in rules] for rules in (horizontal, vertical))
    glyphs = reader.read(lattices(hs, vs))
    first, second = back.tolist()
    return Scan(tuple(glyphs), tuple(hs), tuple(vs), grey.shape[0] * scale, reader.unread, (tuple(first), tuple(second)), scale)


class _Page:
    """The page without its lines, and the looks taken at parts of it."""

    def __init__(self, page: Any, ink: Any, mask: Any, scale: float) -> None:
        import cv2
        import numpy as np

        self.scale = scale
        wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
        paper = int(np.median(page))
        self.grey = page.copy()
        self.grey[wide > 0] = paper
        self.ink = cv2.morphologyEx(cv2.bitwise_and(ink, cv2.bitwise_not(wide)), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        self.size = 20.0
        self.unread = 0

    def read(self, tables: Sequence[Lattice]) -> list[Glyph]:
        found = _ocr.words(self.grey)
        if found:
            heights = sorted(word.y1 - word.y0 for word in found)
            self.size = heights[len(heights) // 2] * 0.75
        glyphs = [self.glyph(word) for word in found]
        for table in tables:
            inside = [g for g in glyphs if table.contains((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2)]
            kept = [g for g in glyphs if g not in set(inside)]
            glyphs = kept + self.in_table(table, inside)
        return glyphs

    def glyph(self, word: _ocr.Word) -> Glyph:
        s = self.scale
        return Glyph(word.x0 * s, word.y0 * s, word.x1 * s, word.y1 * s, word.text, word.score)

    def in_table(self, table: Lattice, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """The words of a table, each inside one cell; cells looked at again where ink was passed over."""
        owners = table.owners()
        cells: dict[Span, list[Glyph]] = {span: [] for span in table.spans}
        for glyph in glyphs:
            for part in self.cut(table, owners, glyph):
                cells[owners[table.slot_of((part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2)]].append(part)
        out: list[Glyph] = []
        for span, own in cells.items():
            out += self.cell(table.box_of(span), own)
        return out

    def cut(self, table: Lattice, owners: dict[tuple[int, int], Span], glyph: Glyph) -> list[Glyph]:
        """A word that runs over a cell's edge, read again on each side."""
        row, first = table.slot_of(glyph.x0 + 2, (glyph.y0 + glyph.y1) / 2)
        _, last = table.slot_of(glyph.x1 - 2, (glyph.y0 + glyph.y1) / 2)
        edges = [table.xs[c] for c in range(first + 1, last + 1) if owners[(row, c - 1)] != owners[(row, c)]]
        edges = [edge for edge in edges if glyph.x0 + 3 < edge < glyph.x1 - 3]
        if not edges:
            return [glyph]
        sides = [glyph.x0, *edges, glyph.x1]
        parts = [self.look((a, glyph.y0, b, glyph.y1)) for a, b in pairwise(sides)]
        return [part for part in parts if part is not None]

    def pixels(self, box: Box, inset: int = 0) -> tuple[int, int, int, int]:
        height, width = self.grey.shape
        x0, y0, x1, y1 = (round(one / self.scale) for one in box)
        return max(0, x0 + inset), max(0, y0 + inset), min(width, x1 - inset), min(height, y1 - inset)

    def marks(self, box: Box, inset: int = 0) -> Box | None:
        """The box (points) around the ink in a box, specks left out; ``None`` where there is none."""
        import cv2

        x0, y0, x1, y1 = self.pixels(box, inset)
        if x1 - x0 < 4 or y1 - y0 < 4:
            return None
        _, _, stats, _ = cv2.connectedComponentsWithStats(self.ink[y0:y1, x0:x1], connectivity=8)
        least = max(4.0, _LEAST_INK * self.size)
        boxes = [(x, y, x + w, y + h) for x, y, w, h, area in stats[1:].tolist() if max(w, h) >= least and area >= 2 * least]
        if not boxes:
            return None
        found = around(boxes)
        return tuple(float(v) * self.scale for v in (found[0] + x0, found[1] + y0, found[2] + x0, found[3] + y0))  # type: ignore[return-value]

    def picture(self, box: Box, around_it: int = 5) -> Any:
        """A box's picture on a margin of paper."""
        import cv2
        import numpy as np

        x0, y0, x1, y1 = self.pixels(box)
        part = self.grey[y0:y1, x0:x1]
        value = int(np.median(self.grey))
        return cv2.copyMakeBorder(part, around_it, around_it, around_it * 2, around_it * 2, cv2.BORDER_CONSTANT, value=value)

    def look(self, box: Box) -> Glyph | None:
        """The ink inside a box read as one line."""
        found = self.marks(box)
        if found is None:
            return None
        text, score = _ocr.one_line(self.picture(found))
        return Glyph(*found, text, score) if text else None

    def cell(self, box: Box, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """The words of a cell after a second look."""
        if not glyphs:
            if self.marks(box, _INSET) is None:
                return []
            found = self.look(_shrunk(box, _INSET * self.scale))
            if found is None:
                self.unread += 1
            return [found] if found else []
        out = [self.completed(box, glyph, glyphs) for glyph in glyphs]
        return [_scan_marks.settled(out[0], lambda: self.first_look(out[0]))] if len(out) == 1 else out

    def first_look(self, glyph: Glyph) -> Any:
        """The picture of a word, cut to its ink."""
        box = (glyph.x0, glyph.y0, glyph.x1, glyph.y1)
        return self.picture(self.marks(box) or box)

    def completed(self, box: Box, glyph: Glyph, others: Sequence[Glyph]) -> Glyph:
        """A word with the ink beside it that was left out (a thin 一, a leading ≥), read again."""
        middle = (glyph.y0 + glyph.y1) / 2
        if any(other is not glyph and other.y0 < middle < other.y1 for other in others):
            return glyph
        left, right = box[0] + _INSET * self.scale, box[2] - _INSET * self.scale
        found = self.marks((left, glyph.y0, right, glyph.y1))
        if found is None:
            return glyph
        lack = max(glyph.x0 - found[0], found[2] - glyph.x1)
        if lack < 0.35 * (glyph.y1 - glyph.y0):
            return glyph
        again = self.look((left, glyph.y0, right, glyph.y1))
        better = (
            again is not None
            and len(again.text) > len(glyph.text)
            and (again.confidence or 0.0) > max(_SURE, (glyph.confidence or 0.0) - _WORSE)
        )
        return again if better and again is not None else glyph


def _shrunk(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by
