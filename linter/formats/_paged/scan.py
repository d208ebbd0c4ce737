"""A scanned page: set upright, its table lines found and taken out, its text recognised and looked at again cell by cell.

Coordinates leave here in points of the upright page; ``Scan.shown`` turns a box back into the page as it was scanned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from linter.formats._paged import ocr as _ocr
from linter.formats._paged import scan_lines as _scan_lines
from linter.formats._paged import scan_marks as _scan_marks
from linter.formats._paged.glyphs import Box, Glyph, around
from linter.formats._paged.ruling import Lattice, Rule, Span, lattices

_LEAST_INK = 0.25
"""Height of the smallest mark that counts as text, as a share of the usual height of a line."""
MAX_SIDE = 3600
"""Longest side of a picture that is looked at, in pixels."""
_SURE = 0.85
_WORSE = 0.1
"""A second reading may score this much lower and still be taken for what it adds."""
_FEW_WORDS = 5
_NONSENSE = 0.75
"""A page whose words score less on average lies head over heels, or is no print."""
_INSET = 3
"""Pixels next to a cell's lines that are never text."""


class Scan(Struct, frozen=True):
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
        x0, y0, x1, y1 = (edge / self.scale for edge in box)
        (a, b, c), (d, e, f) = self.back
        corners = [(a * x + b * y + c, d * x + e * y + f) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
        frame = around([(x, y, x, y) for x, y in corners])
        return frame[0] * self.scale, frame[1] * self.scale, frame[2] * self.scale, frame[3] * self.scale


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


_QUARTERS: dict[int, Callable[[int, int], list[list[float]]]] = {
    0: lambda _h, _w: [[1, 0, 0], [0, 1, 0]],
    1: lambda _h, w: [[0, -1, w - 1], [1, 0, 0]],
    2: lambda h, w: [[-1, 0, w - 1], [0, -1, h - 1]],
    3: lambda h, _w: [[0, 1, 0], [-1, 0, h - 1]],
}
"""Counterclockwise quarter turns → the matrix that turns points back, from the page's height and width in pixels."""


def _turns_to_try(words: Sequence[_ocr.Word]) -> tuple[int, ...]:
    """Quarter turns worth trying: sideways where the words are tall, head over heels where they make no sense."""
    if len(words) < _FEW_WORDS:
        return ()
    tall = sum(word.y1 - word.y0 > 1.5 * (word.x1 - word.x0) for word in words)
    if tall > 0.6 * len(words):
        return 1, 3
    return (2,) if _sense(words) < _NONSENSE else ()


def _sense(words: Sequence[_ocr.Word]) -> float:
    """Mean score by character; tall words count for nothing."""
    wide = [word for word in words if word.y1 - word.y0 <= 1.5 * (word.x1 - word.x0) or len(word.text) == 1]
    return sum(word.score * len(word.text) for word in wide) / max(1, sum(len(word.text) for word in words))


def read_scan(grey: Any, scale: float) -> Scan:
    """Recognise a page. ``scale``: points in a pixel."""
    import numpy as np

    page, turn = _Page(grey, scale), 0
    words = _ocr.words(page.grey)
    for quarter in _turns_to_try(words):
        other = _Page(np.ascontiguousarray(np.rot90(grey, quarter)), scale)
        turned_words = _ocr.words(other.grey)
        if _sense(turned_words) > _sense(words):
            page, turn, words = other, quarter, turned_words
    glyphs = page.read(words)
    whole = np.vstack([_QUARTERS[turn](*grey.shape), [0, 0, 1]]) @ np.vstack([page.back, [0, 0, 1]])
    first, second = whole[:2].tolist()
    height = page.grey.shape[0] * scale
    return Scan(tuple(glyphs), tuple(page.horizontal), tuple(page.vertical), height, page.unread, (tuple(first), tuple(second)), scale)


class _Page:
    """A page set upright and freed of its lines, and the looks taken at parts of it."""

    def __init__(self, grey: Any, scale: float) -> None:
        import cv2
        import numpy as np

        page, self.back = upright(grey)
        ink = _scan_lines.binarised(page)
        horizontal, vertical, mask = _scan_lines.lines(ink)
        self.scale = scale
        self.horizontal, self.vertical = (
            [Rule(*(measure * scale for measure in rule)) for rule in rules] for rules in (horizontal, vertical)
        )
        wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
        self.grey = page.copy()
        self.grey[wide > 0] = int(np.median(page))
        self.ink = cv2.morphologyEx(cv2.bitwise_and(ink, cv2.bitwise_not(wide)), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        self.size = 20.0
        self.unread = 0

    def read(self, words: Sequence[_ocr.Word]) -> list[Glyph]:
        """The words, each inside one cell, after a second look where it helps."""
        if words:
            heights = sorted(min(word.y1 - word.y0, word.x1 - word.x0) for word in words)
            self.size = heights[len(heights) // 2] * 0.75
        glyphs = [self.glyph(word) for word in words]
        for table in lattices(self.horizontal, self.vertical):
            inside = {g for g in glyphs if table.contains((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2)}
            glyphs = [g for g in glyphs if g not in inside] + self.in_table(table, sorted(inside))
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
        x0, y0, x1, y1 = (round(edge / self.scale) for edge in box)
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
        joined = around(boxes)
        return tuple(float(v) * self.scale for v in (joined[0] + x0, joined[1] + y0, joined[2] + x0, joined[3] + y0))  # type: ignore[return-value]

    def picture(self, box: Box, margin: int = 5) -> Any:
        """A box's picture on a margin of paper, no lower than a line (a 一 alone is otherwise blown up to a beam)."""
        import cv2
        import numpy as np

        x0, y0, x1, y1 = self.pixels(box)
        above = margin + max(0, round(self.size - (y1 - y0)) // 2)
        value = int(np.median(self.grey))
        return cv2.copyMakeBorder(self.grey[y0:y1, x0:x1], above, above, margin * 2, margin * 2, cv2.BORDER_CONSTANT, value=value)

    def look(self, box: Box) -> Glyph | None:
        """The ink inside a box read as one line."""
        marked = self.marks(box)
        if marked is None:
            return None
        text, score = _ocr.one_line(self.picture(marked))
        return Glyph(*marked, text, score) if text else None

    def cell(self, box: Box, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """The words of a cell after a second look."""
        if any(self.is_stacked(glyph) for glyph in glyphs):
            glyphs = [part for glyph in glyphs for part in (self.unstacked(glyph) if self.is_stacked(glyph) else [glyph])]
        if not glyphs:
            if self.marks(box, _INSET) is None:
                return []
            word = self.look(_shrunk(box, _INSET * self.scale))
            if word is None:
                self.unread += 1
            return [word] if word else []
        out = [self.completed(box, glyph, glyphs) for glyph in glyphs]
        out += self.missed(box, out)
        return [_scan_marks.settled(out[0], lambda: self.first_look(out[0]))] if len(out) == 1 else out

    def missed(self, box: Box, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """Ink above or below the words that were found (a 一 on a line of its own), read by itself."""
        s = self.scale
        tops, bottoms = [g.y0 for g in glyphs], [g.y1 for g in glyphs]
        inside = _shrunk(box, _INSET * s)
        edges = [inside[1], *(y for pair in sorted(zip(tops, bottoms, strict=True)) for y in pair), inside[3]]
        gaps = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if high - low > 0.5 * self.size * s]
        looks = [self.look((inside[0], low, inside[2], high)) for low, high in gaps]
        return [glyph for glyph in looks if glyph is not None and (glyph.confidence or 0.0) > _SURE and glyph.text.isalnum()]

    def first_look(self, glyph: Glyph) -> Any:
        """The picture of a word, cut to its ink."""
        box = (glyph.x0, glyph.y0, glyph.x1, glyph.y1)
        return self.picture(self.marks(box) or box)

    def is_stacked(self, glyph: Glyph) -> bool:
        """Whether a word is a column of characters, one below the other."""
        width, height = glyph.x1 - glyph.x0, glyph.y1 - glyph.y0
        return height > 1.8 * width and height > 2.2 * self.size * self.scale

    def unstacked(self, glyph: Glyph) -> list[Glyph]:
        """A column of characters read line by line."""
        import numpy as np

        x0, y0, x1, y1 = self.pixels((glyph.x0, glyph.y0, glyph.x1, glyph.y1))
        rows = np.flatnonzero(self.ink[y0:y1, x0:x1].any(axis=1))
        if not len(rows):
            return [glyph]
        runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)]
        bands = _bands(runs, self.size * 1.15)
        s = self.scale
        looks = [self.look((glyph.x0, (y0 + a - 1) * s, glyph.x1, (y0 + b + 1) * s)) for a, b in bands]
        parts = [part for part in looks if part is not None]
        return parts or [glyph]

    def completed(self, box: Box, glyph: Glyph, others: Sequence[Glyph]) -> Glyph:
        """A word with the ink beside it that was left out (a thin 一, a leading ≥), read again."""
        middle = (glyph.y0 + glyph.y1) / 2
        if any(other is not glyph and other.y0 < middle < other.y1 for other in others):
            return glyph
        left, right = box[0] + _INSET * self.scale, box[2] - _INSET * self.scale
        marked = self.marks((left, glyph.y0, right, glyph.y1))
        if marked is None:
            return glyph
        lack = max(glyph.x0 - marked[0], marked[2] - glyph.x1)
        if lack < 0.35 * (glyph.y1 - glyph.y0):
            return glyph
        again = self.look((left, glyph.y0, right, glyph.y1))
        better = (
            again is not None
            and len(again.text) > len(glyph.text)
            and (again.confidence or 0.0) > max(_SURE, (glyph.confidence or 0.0) - _WORSE)
        )
        return again if better and again is not None else glyph


def _bands(runs: Sequence[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Runs of ink rows gathered into characters: parts of one (the dots of 总, the strokes of 三) belong together."""
    bands: list[tuple[int, int]] = []
    for start, end in runs:
        if bands and end - bands[-1][0] <= height * 1.1:
            bands[-1] = (bands[-1][0], end)
        else:
            bands.append((start, end))
    return bands


def _shrunk(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by
