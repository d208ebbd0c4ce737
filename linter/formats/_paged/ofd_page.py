"""A page of an OFD file (GB/T 33190): characters, lines, boxes and pictures in points, y downwards.

Lengths in the file are millimetres. Text stands in TextCode elements with the place of the first character and the steps to the
next ones (``DeltaX``: numbers, or ``g n s`` for n times s).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from linter.formats._paged.glyphs import Box, Glyph, around
from linter.formats._paged.page_frame import PageTooLarge
from linter.formats._paged.ruling import Rule
from linter.formats._paged.sight import Colour, Cover, Ink

POINT = 72 / 25.4
_MAX_OBJECTS, _MAX_CHARS, _MAX_DEPTH = 100_000, 200_000, 20
_THIN = 3.5
_ASCENT, _DESCENT = 0.88, 0.12
Matrix = tuple[float, float, float, float, float, float]
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class OfdPage(Struct):
    """What stands on a page. ``texts``: the glyphs of each stretch of text, by order of painting."""

    inks: list[Ink] = field(default_factory=list)
    texts: dict[int, list[Glyph]] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: int = 0
    seen: int = 0
    chars: int = 0


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    """The finite numbers of a list; what is none counts as 0."""
    out = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            value = 0.0
        out.append(value if math.isfinite(value) else 0.0)
    return out


def deltas(text: str | None, most: int) -> list[float]:
    """Steps from character to character, ``g n s`` unfolded, at most ``most`` of them."""
    words = (text or "").split()
    out: list[float] = []
    at = 0
    while at < len(words) and len(out) < most:
        if words[at] == "g" and at + 2 < len(words):
            count, step = numbers(" ".join(words[at + 1 : at + 3]))
            out += [step] * min(int(max(count, 0)), most - len(out))
            at += 3
        else:
            out += numbers(words[at])
            at += 1
    return out


def box_of(text: str | None) -> tuple[float, float, float, float]:
    """A box as written (x, y, width, height), zeros where it is incomplete."""
    x, y, width, height = [*numbers(text), 0.0, 0.0, 0.0, 0.0][:4]
    return x, y, width, height


def _matrix(element: Any) -> Matrix:
    own = numbers(element.get("CTM"))
    x, y, _, _ = box_of(element.get("Boundary"))
    a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + x, f + y


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINT, (b * x + d * y + f) * POINT


def _colour(element: Any, name: str) -> tuple[Colour | None, int]:
    """The colour and opacity of a fill or stroke; black where none is given, ``None`` for a pattern."""
    painted = next((child for child in element if _local(child) == name), None)
    alpha = int((numbers(element.get("Alpha")) or [255])[0])
    if painted is None:
        return (0, 0, 0), alpha
    value = numbers(painted.get("Value"))
    alpha = min(alpha, int((numbers(painted.get("Alpha")) or [255])[0]))
    if len(value) == 1:
        return (int(value[0]),) * 3, alpha
    if len(value) == 4:
        cyan, magenta, yellow, black = value
        red, green, blue = (int(255 * (1 - min(1.0, part / 255 + black / 255))) for part in (cyan, magenta, yellow))
        return (red, green, blue), alpha
    return ((int(value[0]), int(value[1]), int(value[2])) if len(value) == 3 else None), alpha


def walk(content: Any, page: OfdPage, depth: int = 0) -> None:
    """Take in the objects of a page, template or block, in the order they are painted.

    Raises:
        PageTooLarge: too many of them.
    """
    for element in content:
        page.seen += 1
        if page.seen > _MAX_OBJECTS or page.chars > _MAX_CHARS:
            raise PageTooLarge
        if element.get("Visible") == "false":
            continue
        kind = _local(element)
        if kind == "TextObject":
            _text(element, page)
        elif kind == "PathObject":
            _path(element, page)
        elif kind == "ImageObject":
            page.pictures += 1
        elif kind in ("Layer", "PageBlock"):
            if depth >= _MAX_DEPTH:
                raise PageTooLarge
            walk(element, page, depth + 1)


def _text(element: Any, page: OfdPage) -> None:
    size = (numbers(element.get("Size")) or [3.5])[0]
    stretch = (numbers(element.get("HScale")) or [1.0])[0]
    matrix = _matrix(element)
    glyphs: list[Glyph] = []
    for code in element:
        if _local(code) == "TextCode" and code.text:
            glyphs += _glyphs(code, size, stretch, matrix)
    page.chars += len(glyphs)
    if not glyphs:
        return
    colour, alpha = _colour(element, "FillColor")
    if element.get("Fill") == "false":
        colour, alpha = _colour(element, "StrokeColor") if element.get("Stroke") == "true" else (None, 0)
    tilt = math.degrees(math.atan2(matrix[1], matrix[0])) % 90
    high = size * math.hypot(matrix[2], matrix[3]) * POINT
    page.inks.append(Ink(page.seen, around(glyphs), colour, alpha, True, min(tilt, 90 - tilt), high))
    page.texts[page.seen] = glyphs


def _glyphs(code: Any, size: float, stretch: float, matrix: Matrix) -> Iterator[Glyph]:
    text = code.text or ""
    x, y = ((numbers(code.get(name)) or [0.0])[0] for name in ("X", "Y"))
    along, down = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
    for number, char in enumerate(text):
        width = stretch * size * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5)
        step = along[number] if number < len(along) else (0.0 if down else width)
        ink = step if 0 < step <= 1.3 * stretch * size else width
        corners = [_apply(matrix, x + dx, y + dy) for dx in (0.0, ink) for dy in (-_ASCENT * size, _DESCENT * size)]
        xs, ys = [px for px, _ in corners], [py for _, py in corners]
        if not char.isspace() or char in " \u3000":
            yield Glyph(min(xs), min(ys), max(xs), max(ys), char)
        x += step
        y += down[number] if number < len(down) else 0.0


def _strokes(text: str, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The sub-paths of abbreviated data, each a list of points; curves by their ends."""
    current: list[tuple[float, float]] = []
    words = text.split()
    at = 0
    while at < len(words):
        kind = words[at]
        count = _OPERANDS.get(kind)
        at += 1
        if count is None:
            continue
        operands = numbers(" ".join(words[at : at + count]))
        at += count
        if kind in "MS":
            if len(current) > 1:
                yield current
            current = []
        if kind == "C":
            current += current[:1]
        elif len(operands) == count:
            current.append(_apply(matrix, operands[-2], operands[-1]))
    if len(current) > 1:
        yield current


def _path(element: Any, page: OfdPage) -> None:
    data = next((child.text for child in element if _local(child) == "AbbreviatedData"), None)
    for points in _strokes(data or "", _matrix(element)):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box: Box = (min(xs), min(ys), max(xs), max(ys))
        width, height = box[2] - box[0], box[3] - box[1]
        if element.get("Fill") == "true" and min(width, height) > _THIN:
            colour, alpha = _colour(element, "FillColor")
            if alpha == 255 and len(points) <= 5:
                page.covers.append(Cover(page.seen, box, colour))
        if element.get("Stroke") != "false" or min(width, height) <= _THIN:
            _lines(points, box, page)


def _lines(points: Sequence[tuple[float, float]], box: Box, page: OfdPage) -> None:
    """The pieces of a path along an axis; a thin box is one line."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= _THIN:
        points = [(x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)] if x1 - x0 > y1 - y0 else [((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)]
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= 1.0 < abs(ax - bx):
            page.horizontal.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 1.0 < abs(ay - by):
            page.vertical.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))
