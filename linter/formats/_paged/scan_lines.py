"""Table lines in a scan, by morphology: dark runs longer than any stroke of a character. Also the angle the page lies askew."""

from __future__ import annotations

import math
from typing import Any

from linter.formats._paged.ruling import Rule

_LONG = 0.028
"""Length of the shortest horizontal run that counts, as a share of the page's width."""
_MAX_SKEW = 4.0
_REACH = 6
"""How far a short vertical run may end from a horizontal line, in pixels."""


def binarised(grey: Any) -> Any:
    """Ink as 255 on 0, against the brightness around (shadows of a scan do no harm)."""
    import cv2

    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 18)


def skew_of(ink: Any) -> float:
    """Degrees the page's horizontal lines (or, without lines, its rows of text) rise to the left; 0 where none is found."""
    import cv2
    import numpy as np

    width = ink.shape[1]
    lines = cv2.HoughLinesP(ink, 1, np.pi / 1440, threshold=width // 6, minLineLength=width // 5, maxLineGap=12)
    if lines is None:
        return 0.0
    angles, lengths = [], []
    for x0, y0, x1, y1 in lines.reshape(-1, 4):
        angle = math.degrees(math.atan2(float(y1 - y0), float(x1 - x0)))
        if abs(angle) <= _MAX_SKEW:
            angles.append(angle)
            lengths.append(math.hypot(float(x1 - x0), float(y1 - y0)))
    if not angles:
        return 0.0
    order = np.argsort(angles)
    weight = np.cumsum(np.asarray(lengths)[order])
    return float(np.asarray(angles)[order][int(np.searchsorted(weight, weight[-1] / 2))])


def _runs(mask: Any, across: bool) -> list[Rule]:
    """Connected runs of a mask as lines."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules = []
    for x, y, width, height, _ in stats[1:].tolist():
        if across and width > 3 * height:
            rules.append(Rule(y + height / 2, float(x), float(x + width)))
        elif not across and height > 3 * width:
            rules.append(Rule(x + width / 2, float(y), float(y + height)))
    return rules


def lines(ink: Any) -> tuple[list[Rule], list[Rule], Any]:
    """Horizontal and vertical lines in pixels, and the mask of their ink."""
    import cv2
    import numpy as np

    width = ink.shape[1]
    long = max(20, round(_LONG * width))
    short = max(15, round(0.6 * long))
    flat = cv2.morphologyEx(cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    tall = cv2.morphologyEx(cv2.dilate(ink, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((short, 1), np.uint8))
    horizontal = _runs(flat, across=True)
    vertical = [rule for rule in _runs(tall, across=False) if rule.end - rule.start >= 2 * long or _held(rule, horizontal)]
    mask = _drawn(horizontal, vertical, ink.shape)
    return horizontal, vertical, cv2.bitwise_and(mask, cv2.bitwise_or(flat, tall))


def _held(rule: Rule, horizontal: list[Rule]) -> bool:
    """A short vertical run is a line where both its ends stand on horizontal lines."""

    def stands(y: float) -> bool:
        return any(abs(h.at - y) <= _REACH and h.start - _REACH <= rule.at <= h.end + _REACH for h in horizontal)

    return stands(rule.start) and stands(rule.end)


def _drawn(horizontal: list[Rule], vertical: list[Rule], shape: Any) -> Any:
    import cv2
    import numpy as np

    mask = np.zeros(shape, np.uint8)
    for rule in horizontal:
        cv2.line(mask, (round(rule.start), round(rule.at)), (round(rule.end), round(rule.at)), 255, 9)
    for rule in vertical:
        cv2.line(mask, (round(rule.at), round(rule.start)), (round(rule.at), round(rule.end)), 255, 9)
    return mask
