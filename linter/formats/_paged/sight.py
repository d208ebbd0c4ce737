"""What of a page's print people see: paint order, colours, covering boxes, text drawn twice, watermarks and stamps.

Works on plain records (points, y downwards), so that a PDF and an OFD go the same way.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from linter.formats._paged.glyphs import Box
from linter.formats._paged.page_frame import PageTooLarge
from linter.formats._paged.ruling import Rule

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
NOT_SHOWN = "不显示的图层或识别层"
COVERED = "被遮盖"
STRUCK = "已划去"
DOUBLED = "重影或重复绘制"

_SAME_COLOUR = 16
"""Channels (0–255) no further apart than this look alike."""
_SEE_THROUGH = 12
"""An opacity (0–255) up to this shows nothing."""
_LIGHT = 115
"""Print at least this bright (0–255, opacity counted in) is pale."""
_TILT = 3.0
"""Degrees off the axes from which print is a watermark or stamp: pages are set upright."""
_TINY = 1.5
"""Print lower than this is not seen, in points."""
_COVERED = 0.85
_DOUBLE = 0.45
"""How far a copy of a text may be off (shadow, imitated bold), in heights."""
_LARGE, _REPEATED = 1.9, 3
_CELL = 24.0
_MOST_PAIRS = 200_000
_MOST_LOOKS = 1_000_000


class Ink(NamedTuple):
    """A stretch of text as painted. ``colour`` is ``None`` where it is a pattern; ``tilt``: degrees off the nearest axis;
    ``size``: type size in points."""

    order: int
    box: Box
    colour: Colour | None
    alpha: int
    drawn: bool
    tilt: float
    size: float


class Cover(NamedTuple):
    """An opaque box as painted. ``colour`` is ``None`` for a picture or pattern."""

    order: int
    box: Box
    colour: Colour | None


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def shared(box: Box, other: Box) -> float:
    """The area two boxes share."""
    return _area((max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])))


def inside(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


class Places:
    """Boxes by where they lie, so that what lies near is found without looking at all of them.

    Raises (from ``near``): PageTooLarge where very many lie on one another."""

    def __init__(self, boxes: Iterable[tuple[int, Box]]) -> None:
        self.left = _MOST_LOOKS
        self.boxes: dict[int, Box] = {}
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.wide: list[int] = []
        for key, box in boxes:
            self.boxes[key] = box
            slots = list(_slots(box))
            if slots:
                for slot in slots:
                    self.cells[slot].append(key)
            else:
                self.wide.append(key)

    def near(self, box: Box) -> Iterator[int]:
        """The keys of boxes that may touch ``box``, each once."""
        slots = list(_slots(box))
        keys = self.boxes if not slots else {key for slot in slots for key in self.cells.get(slot, ())}.union(self.wide)
        self.left -= len(keys)
        if self.left < 0:
            raise PageTooLarge
        yield from keys


def _slots(box: Box) -> Iterator[tuple[int, int]]:
    """The squares of the page a box touches; none where it is so wide that it touches most of them."""
    left, top, right, bottom = (int(max(-1e6, min(1e6, side)) // _CELL) for side in box)
    if (right - left + 1) * (bottom - top + 1) > 400:
        return
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            yield x, y


def _alike(colour: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(colour, other, strict=True))


class _Grounds:
    """The colours texts stand on."""

    def __init__(self, covers: Sequence[Cover]) -> None:
        self.colours = {cover.order: cover.colour for cover in covers}
        self.covers = covers
        self.white = all(cover.colour is not None and _alike(cover.colour, WHITE) for cover in covers)

    @cached_property
    def places(self) -> Places:
        """Where the boxes lie."""
        return Places((cover.order, cover.box) for cover in self.covers)

    def under(self, ink: Ink) -> Colour | None:
        """The colour of the last box painted before the ink around its middle, else white."""
        x, y = (ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2
        near = self.places.near((x, y, x, y))
        order = max((key for key in near if key < ink.order and inside(self.places.boxes[key], x, y)), default=None)
        return WHITE if order is None else self.colours[order]


def layered(inks: Sequence[Ink]) -> bool:
    """Whether unpainted text is what the page has: a recogniser's layer over a scan or over outlines, more of it alone in its place
    than there is painted text."""
    if all(ink.drawn for ink in inks):
        return False
    painted = Places((ink.order, ink.box) for ink in inks if ink.drawn)
    alone = 0.0
    for ink in inks:
        if not ink.drawn and not any(shared(ink.box, painted.boxes[key]) > 0 for key in painted.near(ink.box)):
            alone += _area(ink.box)
    return alone > sum(map(_area, painted.boxes.values()))


def _under_another(inks: Sequence[Ink]) -> dict[int, str]:
    """Unpainted texts that lie under another: the later one counts."""
    places = Places((ink.order, ink.box) for ink in inks)
    out: dict[int, str] = {}
    for ink in inks:
        if not ink.drawn and any(
            key > ink.order and shared(ink.box, places.boxes[key]) > 0.5 * min(_area(ink.box), _area(places.boxes[key]))
            for key in places.near(ink.box)
        ):
            out[ink.order] = NOT_SHOWN
    return out


def _hidden_reason(ink: Ink, grounds: _Grounds) -> str | None:
    if ink.alpha <= _SEE_THROUGH:
        return NOT_SHOWN
    if 0 < ink.size < _TINY:
        return "字号过小"
    if ink.colour is None or (grounds.white and min(ink.colour) < 255 - _SAME_COLOUR):
        return None
    ground = grounds.under(ink)
    return "与底色相同" if ground is not None and _alike(ink.colour, ground) else None


def unseen(inks: Sequence[Ink], covers: Sequence[Cover]) -> tuple[dict[int, str], dict[int, list[Box]]]:
    """Inks nobody sees, by order, each with why; and inks that are covered in part, with the boxes that lie over them."""
    unpainted = [ink for ink in inks if not ink.drawn]
    hidden = _under_another(inks) if unpainted and layered(inks) else dict.fromkeys((ink.order for ink in unpainted), NOT_SHOWN)
    partly: dict[int, list[Box]] = {}
    first = min((ink.order for ink in inks), default=0)
    over = {cover.order: cover.box for cover in covers if cover.order > first}
    places = Places(over.items()) if over else None
    grounds = _Grounds(covers)
    for ink in inks:
        why = hidden.get(ink.order) or _hidden_reason(ink, grounds)
        if why is not None:
            hidden[ink.order] = why
            continue
        if places is None or not ink.drawn:
            continue
        own = [over[key] for key in places.near(ink.box) if key > ink.order and shared(over[key], ink.box) > 0]
        if own and max(shared(box, ink.box) for box in own) >= _COVERED * max(_area(ink.box), 1e-6):
            hidden[ink.order] = COVERED
        elif own:
            partly[ink.order] = own
    return hidden, partly


def doubles(inks: Sequence[Ink]) -> list[tuple[int, int]]:
    """Pairs (copy, kept) of inks that look like one text drawn twice, a little off: the paler copy goes, else the one below."""
    cells: dict[tuple[float, float], list[Ink]] = defaultdict(list)
    out: list[tuple[int, int]] = []
    looked = 0
    for ink in inks:
        x, y, _, bottom = ink.box
        off = _DOUBLE * max(bottom - y, ink.size)
        left, right, top, low = (x - off) // _CELL, (x + off) // _CELL, (y - off) // _CELL, (y + off) // _CELL
        slots = {(left, top), (right, top), (left, low), (right, low)} if left < right or top < low else ((left, top),)
        for slot in slots:
            for other in cells.get(slot, ()):
                looked += 1
                if looked > _MOST_PAIRS:
                    return out
                if _same_shape(ink, other):
                    copy, kept = (ink, other) if _brightness(ink) > _brightness(other) + _SAME_COLOUR else (other, ink)
                    out.append((copy.order, kept.order))
        cells[x // _CELL, y // _CELL].append(ink)
    return out


class Seen(NamedTuple):
    """What of the inks of a page is not read, by order: unseen ones with why, watermarks, those covered in part with the boxes over them."""

    hidden: dict[int, str]
    marks: set[int]
    partly: dict[int, list[Box]]


def judge(inks: Sequence[Ink], covers: Sequence[Cover], vertical: Sequence[Rule], text_of: Callable[[int], str]) -> Seen:
    """What nobody sees, copies (of one text, where both are known), and watermarks."""
    hidden, partly = unseen(inks, covers)
    for copy, kept in doubles([ink for ink in inks if ink.order not in hidden]):
        if copy in hidden or kept in hidden:
            continue
        copied, original = text_of(copy), text_of(kept)
        if not copied or not original or copied == original:
            hidden[copy] = DOUBLED
    marks = watermarks([ink for ink in inks if ink.order not in hidden], vertical, text_of)
    return Seen(hidden, marks, {order: boxes for order, boxes in partly.items() if order not in marks and order not in hidden})


def _same_shape(ink: Ink, other: Ink) -> bool:
    (a0, b0, a1, b1), (c0, d0, c1, d1) = ink.box, other.box
    high, wide = b1 - b0, a1 - a0
    off = _DOUBLE * max(high, min(ink.size, 1.2 * high))
    return (
        abs(a0 - c0) <= min(off, 0.6 * wide)
        and abs(b0 - d0) <= off
        and abs(wide - (c1 - c0)) <= max(0.02 * wide, 0.4)
        and abs(high - (d1 - d0)) <= max(0.04 * high, 0.4)
    )


def _brightness(ink: Ink) -> float:
    """How bright the print looks on white paper, 0–255."""
    red, green, blue = ink.colour or (128, 128, 128)
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return 255 - (255 - bright) * ink.alpha / 255


def watermarks(inks: Sequence[Ink], vertical: Sequence[Rule], text_of: Callable[[int], str]) -> set[int]:
    """The inks of watermarks and stamps, by order: tilted ones; and pale, large or repeated ones that run over other print or over
    the lines of a table, which the text of a form never does."""
    tilted = {ink.order for ink in inks if ink.tilt > _TILT}
    upright = [ink for ink in inks if ink.order not in tilted]
    if not upright:
        return set()
    return tilted.union(*(_of_style(own, upright, vertical, text_of) for own in _styles(upright)))


def _styles(inks: Sequence[Ink]) -> list[list[Ink]]:
    """Inks of one colour, opacity and size, but for the style most of the page is set in."""
    styles: dict[tuple[object, ...], list[Ink]] = defaultdict(list)
    for ink in inks:
        styles[ink.colour, ink.alpha, round(ink.size)].append(ink)
    if len(styles) < 2:
        return []
    main = max(styles, key=lambda key: (_brightness(styles[key][0]) < _LIGHT, sum(_area(ink.box) for ink in styles[key])))
    return [own for key, own in styles.items() if key != main]


def _of_style(own: Sequence[Ink], inks: Sequence[Ink], vertical: Sequence[Rule], text_of: Callable[[int], str]) -> set[int]:
    orders = {ink.order for ink in own}
    usual = statistics.median(ink.size for ink in inks if ink.order not in orders)
    pale, large = _brightness(own[0]) >= _LIGHT, own[0].size >= _LARGE * usual
    if not (pale or large or len(own) >= _REPEATED):
        return set()
    others = Places((ink.order, ink.box) for ink in inks if ink.order not in orders)
    lines = Places((n, (rule.at, rule.start, rule.at, rule.end)) for n, rule in enumerate(vertical))
    running = [ink for ink in own if _runs_over(ink.box, others, lines)]
    share = len(running) / len(own)
    if (pale and share >= 0.1) or (large and share >= 0.3):
        return orders
    if share < 0.5 or len(own) < _REPEATED:
        return set()
    text, times = Counter(text_of(ink.order) for ink in own).most_common(1)[0]
    return {ink.order for ink in own if text_of(ink.order) == text} if text and times >= _REPEATED else set()


def _runs_over(box: Box, others: Places, lines: Places) -> bool:
    edge = 0.15 * (box[3] - box[1])
    inner = (box[0] + edge, box[1] + edge, box[2] - edge, box[3] - edge)
    if any(shared(inner, others.boxes[key]) > 0.02 * min(_area(box), _area(others.boxes[key])) for key in others.near(inner)):
        return True
    crossing = (lines.boxes[key] for key in lines.near(inner))
    return any(inner[0] < at < inner[2] and start < inner[1] and inner[3] < end for at, start, _, end in crossing)
