"""What is drawn on a PDF page: ruling lines, shaded boxes, pictures, and how each stretch of text is painted (order, colour, tilt,
the box it is cut to)."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from linter.formats._paged.glyphs import Box, around
from linter.formats._paged.page_frame import Frame, PageTooLarge
from linter.formats._paged.ruling import Rule, dotted, shading
from linter.formats._paged.sight import Cover, Ink
from linter.values.characters import sign_fonts

_MAX_OBJECTS = 300_000
_MAX_NAME = 200
_MAX_TEXTS = 60_000
_MAX_DEPTH = 12
_THIN = 3.5
"""A rectangle no thicker than this is a line, in points."""
_WHITE = 250
_CLIP_POINTS = 64
_BOX_POINTS = 5
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_STROKED = 1
_NOT_PAINTED = (3, 7)
"""Text render modes that paint nothing (7: a clipping path only)."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@cache
def signs_of(name: str) -> dict[str, str]:
    """The signs a font of that name (``ABCDEF+Wingdings-Regular``) shows for letters; empty where it is none of signs."""
    plain = _plain(name.rpartition("+")[2])
    tables = {_plain(font): table for font, table in sign_fonts().items()}
    font_name = max((font for font in tables if plain.startswith(font)), key=len, default="")
    return tables.get(font_name, {})


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


class Drawing:
    """Collects the lines and pictures of a page."""

    def __init__(self, frame: Frame) -> None:
        import pypdfium2.raw

        self.pdfium = pypdfium2.raw
        self.frame = frame
        self.size = frame.size
        self.sides = tuple(ctypes.c_float() for _ in range(4))
        self.channels = tuple(ctypes.c_uint() for _ in range(4))
        self.number = ctypes.c_float()
        self.matrix = pypdfium2.raw.FS_MATRIX()
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.soft: list[Box] = []
        self.dots: list[tuple[float, float]] = []
        self.images = 0.0
        self.seen = 0
        self.inks: list[Ink] = []
        self.items: list[tuple[Any, Any]] = []
        """The text objects, as ``inks``, each with the form object it stands in (``None``: the page)."""
        self.covers: list[Cover] = []
        self.pictures: list[tuple[int, Box, Any]] = []
        """Order, box and object of each picture."""
        self.clips: dict[int, Box] = {}
        self.flat: set[int] = set()
        """The addresses of text objects whose font states no height (Type 3)."""
        self.signs: dict[int, dict[str, str]] = {}
        """The signs of text objects in Symbol, Wingdings and the like, by address."""
        self.fonts: dict[int, str] = {}

    def walk(self, count: int, get: Any, matrix: Matrix, depth: int, parent: Any = None) -> None:
        pdfium = self.pdfium
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
                x0, y0, x1, y1 = box = self.bounds(item, matrix)
                self.images += max(0.0, x1 - x0) * max(0.0, y1 - y0)
                self.pictures.append((self.seen, box, item))
            elif kind == _TEXT:
                if len(self.inks) >= _MAX_TEXTS:
                    raise PageTooLarge
                self.text(item, matrix)
                self.items.append((item, parent))
            elif kind == _FORM and depth < _MAX_DEPTH:
                inner = pdfium.FPDFFormObj_CountObjects(item)
                self.walk(
                    inner,
                    lambda n, form=item: pdfium.FPDFFormObj_GetObject(form, n),
                    _compose(self.matrix_of(item), matrix),
                    depth + 1,
                    item,
                )

    def matrix_of(self, item: Any) -> Matrix:
        """An item's own matrix."""
        got = self.matrix
        if not self.pdfium.FPDFPageObj_GetMatrix(item, got):
            return IDENTITY
        return got.a, got.b, got.c, got.d, got.e, got.f

    def bounds(self, item: Any, matrix: Matrix) -> Box:
        """The item's box in the frame, cut at the page."""
        pdfium = self.pdfium
        left, bottom, right, top = self.sides
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if matrix is not IDENTITY:
            (x0, y0), (x1, y1) = _apply(matrix, x0, y0), _apply(matrix, x1, y1)
        x0, y0, x1, y1 = self.frame.box(x0, y0, x1, y1)
        width, height = self.size
        if x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height:
            return x0, y0, x1, y1
        return max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)

    def text(self, item: Any, matrix: Matrix) -> None:
        """How a stretch of text is painted."""
        pdfium = self.pdfium
        clip = self.clip(item, matrix)
        if clip is not None:
            self.clips[ctypes.addressof(item.contents)] = clip
        name = self.font_name(pdfium.FPDFTextObj_GetFont(item))
        if not name:
            self.flat.add(ctypes.addressof(item.contents))
        elif signs := signs_of(name):
            self.signs[ctypes.addressof(item.contents)] = signs
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        colour, alpha = self.colour(item, stroke=mode == _STROKED)
        own = self.matrix_of(item)
        a, b, c, d, _, _ = own if matrix is IDENTITY else _compose(own, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, self.number)
        tilt = math.degrees(math.atan2(b, a)) % 90 if b else 0.0
        size = self.number.value * (math.hypot(c, d) if c else abs(d))
        self.inks.append(Ink(self.seen, self.bounds(item, matrix), colour, alpha, mode not in _NOT_PAINTED, min(tilt, 90 - tilt), size))

    def font_name(self, font: Any) -> str:
        """A font's name; only Type 3, whose fonts state no height, has none."""
        pdfium = self.pdfium
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.fonts:
            buffer = ctypes.create_string_buffer(_MAX_NAME)
            length = pdfium.FPDFFont_GetBaseFontName(font, buffer, _MAX_NAME) if font else 0
            self.fonts[key] = buffer.value.decode("latin-1") if 1 < length <= _MAX_NAME else "" if length <= 1 and font else "?"
        return self.fonts[key]

    def colour(self, item: Any, stroke: bool = False) -> tuple[tuple[int, int, int] | None, int]:
        """Colour (``None`` for a pattern) and opacity of what an item is painted with."""
        pdfium = self.pdfium
        red, green, blue, alpha = self.channels
        get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
        if not get(item, red, green, blue, alpha):
            return None, 255
        return (red.value, green.value, blue.value), alpha.value

    def clip(self, item: Any, matrix: Matrix) -> Box | None:
        """The box an item is cut to, where it is."""
        pdfium = self.pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(item)
        count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        if count <= 0:
            return None
        boxes = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(count):
            points = []
            for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, number), _CLIP_POINTS)):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
                points.append(self.frame.point(*_apply(matrix, x.value, y.value)))
            if points:
                boxes.append(around((px, py, px, py) for px, py in points))
        if not boxes:
            return None
        return max(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), min(b[3] for b in boxes)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight piece, taken where it runs along an axis."""
        if abs(y1 - y0) <= 1.0 < abs(x1 - x0):
            self.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1.0 < abs(y1 - y0):
            self.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def path(self, item: Any, matrix: Matrix) -> None:
        pdfium = self.pdfium
        x0, y0, x1, y1 = self.bounds(item, matrix)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            if x1 - x0 > 2 * (y1 - y0):
                self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
            elif y1 - y0 > 2 * (x1 - x0):
                self.vertical.append(Rule((x0 + x1) / 2, y0, y1))
            else:
                self.dots.append(((x0 + x1) / 2, (y0 + y1) / 2))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if stroke.value:
            self.segments(item, _compose(self.matrix_of(item), matrix))
        if fill.value:
            self.area(item, matrix, (x0, y0, x1, y1), bool(stroke.value))

    def area(self, item: Any, matrix: Matrix, box: Box, framed: bool) -> None:
        """A filled box: it covers what was painted before; a shaded one may stand for lines."""
        pdfium = self.pdfium
        colour, alpha = self.colour(item)
        boxed = pdfium.FPDFPath_CountSegments(item) <= _BOX_POINTS
        if boxed and alpha == 255 and not pdfium.FPDFPageObj_HasTransparency(item):
            clip = self.clip(item, matrix)
            cut = box if clip is None else (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))
            if cut[0] < cut[2] and cut[1] < cut[3]:
                self.covers.append(Cover(self.seen, cut, colour))
        if framed or alpha == 0 or (colour is not None and min(colour) >= _WHITE):
            return
        if boxed:
            self.soft.append(box)
        else:
            self.filled(item, _compose(self.matrix_of(item), matrix))

    def points(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The sub-paths of a path, each a list of points in the frame."""
        pdfium = self.pdfium
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
            for start, end in pairwise(points):
                self.line(*start, *end)

    def filled(self, item: Any, matrix: Matrix) -> None:
        """Thin rectangles drawn together as one filled path."""
        for points in self.points(item, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if height <= _THIN < width:
                self.horizontal.append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
            elif width <= _THIN < height:
                self.vertical.append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))
            elif width <= _THIN and height <= _THIN:
                self.dots.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))

    def soften(self) -> None:
        """Rows of dots are lines; where no line is drawn at all, the edges of shaded boxes stand in for them."""
        self.horizontal += dotted(self.dots)
        self.vertical += dotted([(y, x) for x, y in self.dots])
        if self.horizontal and self.vertical:
            return
        boxes = shading(self.soft, [ink.box for ink in self.inks if ink.drawn], self.frame.size)
        for x0, y0, x1, y1 in boxes:
            self.horizontal += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
            self.vertical += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
