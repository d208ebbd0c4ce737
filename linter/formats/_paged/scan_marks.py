"""A second look at the first sign of a value: ``≥98%`` comes out of a scan as ``298%``, ``>98%``, ``z98%`` or ``之98%``.

The sign's picture is compared with drawings of the signs it could be. A clear ``≥`` or ``≤`` is put right; what stays unclear is
given a confidence that marks the cell as doubtful, so that no finding of weight rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from linter.formats._paged.glyphs import Glyph

DOUBTFUL = 0.5
_SIZE = 32
_CLEAR = 0.08
"""By how much the best likeness must beat that of every other sign."""
_LIKE = 0.6
_SUSPECT = re.compile(r"(?P<sign>[2zZ之>＞〉》≧⩾≥≤＜<〈《≦⩽sSc7])\s*(?P<rest>\d[\d,.]*\s*\S{0,6})")
_PERCENT_TOO_LONG = re.compile(r"2\s*\d{2,3}(?:\.\d+)?\s*[%％]")
_POINT_FOR_COMMA = re.compile(r"\D?\d{1,3}(?:\.\d{3})+(?:元|万元)?")


def first_sign(picture: Any) -> Any | None:
    """The picture of the first sign of a line: ink as 255, cut to its edges; ``None`` where there is no ink."""
    import cv2
    import numpy as np

    large = cv2.resize(picture, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    _, ink = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return None
    breaks = np.flatnonzero(np.diff(columns) > 2)
    end = columns[breaks[0]] if len(breaks) else columns[-1]
    part = ink[:, columns[0] : end + 1]
    rows = np.flatnonzero(part.any(axis=1))
    part = part[rows[0] : rows[-1] + 1]
    return part if part.shape[0] >= 12 and 0.35 < part.shape[1] / part.shape[0] < 2.2 else None


def _squared(ink: Any) -> Any:
    import cv2
    import numpy as np

    small = cv2.resize(ink, (_SIZE, _SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), 1.3)
    centred = soft - soft.mean()
    return centred / (float(np.linalg.norm(centred)) or 1.0)


def _strokes(paths: list[list[tuple[float, float]]], thick: int) -> Any:
    import cv2
    import numpy as np

    canvas = np.zeros((128, 128), np.uint8)
    for path in paths:
        cv2.polylines(canvas, [np.array([(10 + 108 * x, 10 + 108 * y) for x, y in path], np.int32)], False, 255, thick, cv2.LINE_AA)
    return _cut(canvas)


def _cut(ink: Any) -> Any:
    import numpy as np

    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _arc(points: int = 12) -> list[tuple[float, float]]:
    """The head of a 2: from the lower left of the bow over the top to the right."""
    from math import cos, pi, sin

    return [(0.5 - 0.45 * cos(pi * n / points * 1.1), 0.32 - 0.3 * sin(pi * n / points * 1.1)) for n in range(points + 1)]


@cache
def _templates() -> list[tuple[str, Any]]:
    """Drawings of the signs in thin and bold strokes."""
    drawn: list[tuple[str, list[list[tuple[float, float]]]]] = []
    for tip, foot, bar in ((0.38, 0.74, 1.0), (0.33, 0.66, 1.0), (0.3, 0.6, 0.85), (0.36, 0.7, 1.0)):
        drawn.append(("≥", [[(0, 0), (1, tip), (0, foot)], [(0, bar), (1, bar)]]))
        drawn.append(("≤", [[(1, 0), (0, tip), (1, foot)], [(0, bar), (1, bar)]]))
    drawn.append(("≥", [[(0, 0), (1, 0.36), (0, 0.7)], [(1, 0.62), (0, 1)]]))
    drawn.append(("≤", [[(1, 0), (0, 0.36), (1, 0.7)], [(0, 0.62), (1, 1)]]))
    drawn.append((">", [[(0, 0), (1, 0.5), (0, 1)]]))
    drawn.append(("<", [[(1, 0), (0, 0.5), (1, 1)]]))
    drawn.append(("2", [[*_arc(), (0.85, 0.5), (0.0, 1.0), (1.0, 1.0)]]))
    drawn.append(("2", [[*_arc(), (0.6, 0.65), (0.0, 1.0), (0.95, 1.0)]]))
    drawn.append(("z", [[(0, 0), (1, 0), (0, 1), (1, 1)]]))
    drawn.append(("7", [[(0, 0), (1, 0), (0.35, 1)]]))
    drawn.append(("s", [[(0.95, 0.15), (0.6, 0), (0.15, 0.1), (0.1, 0.3), (0.5, 0.5), (0.9, 0.65), (0.85, 0.9), (0.4, 1), (0.05, 0.85)]]))
    drawn.append(("c", [[(0.95, 0.2), (0.6, 0), (0.2, 0.15), (0, 0.5), (0.2, 0.85), (0.6, 1), (0.95, 0.8)]]))
    return [(sign, _squared(_strokes(paths, thick))) for sign, paths in drawn for thick in (9, 15)]


def likeness(picture: Any) -> dict[str, float]:
    """How much the first sign of a line looks like each sign (−1 … 1); empty where there is nothing to compare."""
    ink = first_sign(picture)
    if ink is None:
        return {}
    seen = _squared(ink)
    best: dict[str, float] = {}
    for sign, template in _templates():
        best[sign] = max(best.get(sign, -1.0), float((seen * template).sum()))
    return best


def judged(picture: Any) -> str | None:
    """The sign a line begins with, ``None`` where it is unclear."""
    best = sorted(likeness(picture).items(), key=lambda item: -item[1])
    if len(best) < 2 or best[0][1] < _LIKE or best[0][1] - best[1][1] < _CLEAR:
        return None
    return best[0][0]


def settled(glyph: Glyph, picture: Callable[[], Any]) -> Glyph:
    """A word after a look at its first sign: put right, left as it is, or marked as doubtful."""
    if _POINT_FOR_COMMA.fullmatch(glyph.text):
        return _doubt(glyph)  # 50.000 is 50,000 more often than not
    match = _SUSPECT.fullmatch(glyph.text)
    if match is None or match["sign"] in "≥≤":
        return glyph
    sign = judged(picture())
    if sign in ("≥", "≤"):
        return glyph._replace(text=sign + match["rest"])
    if match["sign"] in "27" and (sign == match["sign"] or not _PERCENT_TOO_LONG.fullmatch(glyph.text)):
        return glyph
    if sign in (">", "<") and match["sign"] in ">＞<＜":
        return glyph
    return _doubt(glyph)


def _doubt(glyph: Glyph) -> Glyph:
    return glyph._replace(confidence=min(DOUBTFUL, glyph.confidence or DOUBTFUL))
