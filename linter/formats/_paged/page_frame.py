"""Where a page's user space (y upwards, /Rotate ignored) lies on the page people see (points from the top left)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from linter.formats._paged.glyphs import Box

MAX_SIDE = 20_000.0
"""Longest side of a page that is read, in points (the PDF standard ends at 14,400)."""


class PageTooLarge(Exception):
    """The page's size, characters or drawings are beyond the limits."""


class Frame(Struct, frozen=True):
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
        if not self.turn and x0 <= x1 and y0 <= y1:  # nearly every box of nearly every page
            left, top = self.page[0], self.page[3]
            return x0 - left, top - y1, x1 - left, top - y0
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
