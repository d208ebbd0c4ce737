"""What stands on a PDF page: characters with boxes and ruling lines, through pypdfium2's raw calls.

Everything leaves here in the reading frame: points, y downwards, turned so that the text runs from left to right. ``Frame``
turns boxes back into the frame people see (the page as displayed).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from linter.formats._glyphs import Box, Glyph, around
from linter.formats._ruling import Rule

MAX_SIDE = 20_000.0
"""Longest side of a page that is read, in points (the PDF standard ends at 14,400)."""
_MAX_CHARS = 200_000
_MAX_OBJECTS = 300_000
_MAX_DEPTH = 12
_THIN = 3.5
"""A rectangle no thicker than this is a line, in points."""
_WHITE = 250
_CLIP_POINTS = 64
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_SURROGATES = (0xD800, 0xDC00, 0xE000)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PageTooLarge(Exception):
    """The page's size, characters or drawings are beyond the limits."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns user space (y upwards) into a page seen after ``turn`` clockwise degrees. ``page`` is the crop box in user space."""

    page: Box
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in this frame."""
        left, bottom, right, top = self.page
        match self.turn:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
        return x - left, top - y

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of this frame in user space."""
        left, bottom, right, top = self.page
        match self.turn:
            case 90:
                return left + y, bottom + x
            case 180:
                return right - x, bottom + y
            case 270:
                return right - y, top - x
        return left + x, top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of user space in this frame."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def back_box(self, box: Box) -> Box:
        """A box of this frame in user space."""
        (ax, ay), (bx, by) = self.back(box[0], box[1]), self.back(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in this frame."""
        width, height = self.page[2] - self.page[0], self.page[3] - self.page[1]
        return (height, width) if self.turn in (90, 270) else (width, height)


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page in its reading frame. ``images``: share of the page that pictures cover (0–1). ``unmapped``: characters without a
    known code point (0–1)."""

    number: int
    reading: Frame
    shown: Frame
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    images: float
    unmapped: float
    hidden: bool = False
    """The text is invisible: a layer somebody's recogniser laid over a scan."""

    def place_box(self, box: Box) -> Box:
        """A box of the reading frame as people see it on the displayed page."""
        if self.reading == self.shown:
            return box
        return self.shown.box(*self.reading.back_box(box))


def framed(crop: Sequence[float], media: Sequence[float], turn: int) -> Frame:
    """The displayed frame of a page from its boxes (any corner order) and its /Rotate.

    Raises:
        PageTooLarge: the sides are beyond the limit or not numbers.
    """
    left, bottom = (max(min(crop[n], crop[n + 2]), min(media[n], media[n + 2])) for n in (0, 1))
    right, top = (min(max(crop[n], crop[n + 2]), max(media[n], media[n + 2])) for n in (0, 1))
    if not all(map(math.isfinite, (left, bottom, right, top))) or right - left > MAX_SIDE or top - bottom > MAX_SIDE:
        raise PageTooLarge
    if right <= left or top <= bottom:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    return Frame((left, bottom, right, top), turn % 360)


def frame_of(page: Any) -> Frame:
    """The displayed frame of a pypdfium2 page.

    Raises:
        PageTooLarge: its sides are beyond the limit or not numbers.
    """
    media = page.get_mediabox(fallback_ok=True) or (0.0, 0.0, 595.0, 842.0)
    return framed(page.get_cropbox(fallback_ok=True) or media, media, page.get_rotation())


def _char_of(code: int) -> str:
    """The character of a code; radicals that fonts map instead of the ideograph are put right."""
    if code in (2, 0xFFFE):  # a hyphen at a line's end
        return "-"
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        import unicodedata

        return unicodedata.normalize("NFKC", char)
    return char


_Raw = tuple[int, float, float, float, float, int]


def _raw_glyphs(text_page: Any) -> Iterator[_Raw]:
    """(code, left, bottom, right, top, index) for each printed character, in user space."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MAX_CHARS:
        raise PageTooLarge
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    unicode_of, box_of, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_IsGenerated
    high = 0
    for index in range(count):
        code = unicode_of(text_page, index)
        if code in (10, 13) or (code == 32 and generated(text_page, index) == 1):
            continue
        if _SURROGATES[0] <= code < _SURROGATES[1]:
            high = code
            continue
        if _SURROGATES[1] <= code < _SURROGATES[2]:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        if box_of(text_page, index, pointer):
            yield code, rect.left, rect.bottom, rect.right, rect.top, index


def _angle(text_page: Any, indices: list[int]) -> int:
    """The direction most of the text runs in, in clockwise degrees to turn it upright."""
    import pypdfium2.raw as pdfium

    step = max(1, len(indices) // 60)
    votes: Counter[int] = Counter()
    for index in indices[::step]:
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0:
            votes[-round(math.degrees(angle) / 90) % 4 * 90] += 1
    return votes.most_common(1)[0][0] if votes else -1


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    got = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, got):
        return _IDENTITY
    return got.a, got.b, got.c, got.d, got.e, got.f


class _Drawing:
    """Collects the lines and pictures of a page."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.soft: list[Box] = []
        self.images = 0.0
        self.seen = 0
        self.hidden = 0
        self.visible = 0
        self.clips: dict[int, Box] = {}

    def walk(self, count: int, get: Any, matrix: Matrix, depth: int) -> None:
        import pypdfium2.raw as pdfium

        if self.seen + count > _MAX_OBJECTS:
            raise PageTooLarge
        kind_of = pdfium.FPDFPageObj_GetType
        for index in range(count):
            self.seen += 1
            item = get(index)
            kind = kind_of(item)
            if kind == _PATH:
                self.path(item, matrix)
            elif kind == _IMAGE:
                x0, y0, x1, y1 = self.bounds(item, matrix)
                self.images += max(0.0, x1 - x0) * max(0.0, y1 - y0)
            elif kind == _TEXT:
                self.clip(item, matrix)
                if pdfium.FPDFTextObj_GetTextRenderMode(item) in (3, 7):
                    self.hidden += 1
                else:
                    self.visible += 1
            elif kind == _FORM and depth < _MAX_DEPTH:
                inner = pdfium.FPDFFormObj_CountObjects(item)
                self.walk(inner, lambda n, form=item: pdfium.FPDFFormObj_GetObject(form, n), _compose(_matrix(item), matrix), depth + 1)

    def bounds(self, item: Any, matrix: Matrix) -> Box:
        """The item's box in the frame, cut at the page."""
        import pypdfium2.raw as pdfium

        left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        corners = (left.value, bottom.value), (right.value, top.value)
        if matrix is not _IDENTITY:
            corners = _apply(matrix, *corners[0]), _apply(matrix, *corners[1])
        x0, y0, x1, y1 = self.frame.box(*corners[0], *corners[1])
        width, height = self.frame.size
        return max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)

    def clip(self, item: Any, matrix: Matrix) -> None:
        """Remember the box a text object is cut to, where it is."""
        import pypdfium2.raw as pdfium

        clip = pdfium.FPDFPageObj_GetClipPath(item)
        boxes = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
            points = []
            for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, number), _CLIP_POINTS)):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
                points.append(self.frame.point(*_apply(matrix, x.value, y.value)))
            if points:
                boxes.append(around((px, py, px, py) for px, py in points))
        if boxes:
            seen = max(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), min(b[3] for b in boxes)
            self.clips[ctypes.addressof(item.contents)] = seen

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight piece, taken where it runs along an axis."""
        if abs(y1 - y0) <= 1.0 < abs(x1 - x0):
            self.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1.0 < abs(y1 - y0):
            self.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def path(self, item: Any, matrix: Matrix) -> None:
        import pypdfium2.raw as pdfium

        x0, y0, x1, y1 = self.bounds(item, matrix)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            if x1 - x0 > 2 * (y1 - y0):
                self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
            elif y1 - y0 > 2 * (x1 - x0):
                self.vertical.append(Rule((x0 + x1) / 2, y0, y1))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if stroke.value:
            self.segments(item, _compose(_matrix(item), matrix))
        elif fill.value and not self.is_white(item):
            if pdfium.FPDFPath_CountSegments(item) > 5:
                self.filled(item, _compose(_matrix(item), matrix))
            else:
                self.soft.append((x0, y0, x1, y1))

    def is_white(self, item: Any) -> bool:
        import pypdfium2.raw as pdfium

        channels = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
        return bool(pdfium.FPDFPageObj_GetFillColor(item, *channels)) and (
            channels[3].value == 0 or all(channel.value >= _WHITE for channel in channels[:3])
        )

    def points(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The sub-paths of a path, each a list of points in the frame."""
        import pypdfium2.raw as pdfium

        current: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_OBJECTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                if current:
                    yield current
                current = []
            current.append(self.frame.point(*_apply(matrix, x.value, y.value)))
            if pdfium.FPDFPathSegment_GetClose(segment):
                current.append(current[0])
        if current:
            yield current

    def segments(self, item: Any, matrix: Matrix) -> None:
        """The straight pieces of a stroked path."""
        for points in self.points(item, matrix):
            for one, other in pairwise(points):
                self.line(*one, *other)

    def filled(self, item: Any, matrix: Matrix) -> None:
        """Thin rectangles drawn together as one filled path."""
        for points in self.points(item, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if height <= _THIN < width:
                self.horizontal.append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
            elif width <= _THIN < height:
                self.vertical.append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))

    def soften(self) -> None:
        """Where no line is drawn at all, the edges of shaded boxes stand in for them."""
        if self.horizontal and self.vertical:
            return
        width, height = self.frame.size
        for x0, y0, x1, y1 in self.soft:
            if (x1 - x0) * (y1 - y0) < 0.9 * width * height:
                self.horizontal += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
                self.vertical += [Rule(x0, y0, y1), Rule(x1, y0, y1)]


def _seen(text_page: Any, index: int, x: float, y: float, clips: dict[int, Box]) -> bool:
    """Whether a character's middle lies inside what its text is cut to (programs cut text at a cell's edge, or leave it out of sight)."""
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(text_page, index)
    box = clips.get(ctypes.addressof(item.contents)) if item else None
    return box is None or (box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _glyphs(text_page: Any, raw: list[_Raw], frame: Frame, clips: dict[int, Box]) -> tuple[list[Glyph], float]:
    """The characters people see, and the share of them without a known code point."""
    width, height = frame.size
    glyphs: list[Glyph] = []
    unmapped = printed = 0
    for code, left, bottom, right, top, index in raw:
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if not (0 <= x <= width and 0 <= y <= height) or (clips and not _seen(text_page, index, x, y, clips)):
            continue
        printed += 1
        if code == 0 or code > 0x10FFFF or 0xE000 <= code <= 0xF8FF or 0xD800 <= code < 0xE000 or code == 0xFFFF:
            unmapped += 1
            continue
        glyphs.append(Glyph(x0, y0, x1, y1, _char_of(code)))
    return glyphs, unmapped / printed if printed else 0.0


def read_page(page: Any, number: int) -> PageContent:
    """The characters and lines of a page.

    Raises:
        PageTooLarge: beyond the limits.
    """
    import pypdfium2.raw as pdfium

    shown = frame_of(page)
    text_page = page.get_textpage()
    raw = list(_raw_glyphs(text_page.raw))
    angle = _angle(text_page.raw, [one[5] for one in raw if one[0] > 32])
    reading = shown if angle < 0 else Frame(shown.page, angle)
    width, height = reading.size
    drawing = _Drawing(reading)
    drawing.walk(pdfium.FPDFPage_CountObjects(page.raw), lambda n: pdfium.FPDFPage_GetObject(page.raw, n), _IDENTITY, 0)
    drawing.soften()
    glyphs, unmapped = _glyphs(text_page.raw, raw, reading, drawing.clips)
    text_page.close()
    return PageContent(
        number,
        reading,
        shown,
        tuple(glyphs),
        tuple(drawing.horizontal),
        tuple(drawing.vertical),
        min(1.0, drawing.images / max(width * height, 1.0)),
        unmapped,
        drawing.hidden > drawing.visible,
    )
