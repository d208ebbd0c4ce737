"""From ruling lines to tables: the grid and its merged cells, rebuilt from where the lines run.

Works on plain coordinates (points, y downwards), so that lines drawn in a PDF and lines seen in a scan go the same way.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from linter.formats._paged.glyphs import Box, around

_SNAP = 2.6
"""Parallel lines nearer than this are one line (double rules, both edges of a thin rectangle), in points."""
_GAP = 4.0
"""Collinear pieces nearer than this are one line (dashes, lines drawn cell by cell)."""
_TOUCH = 3.5
"""How far a line may miss the one it meets."""
_CLOSE = 1.2
"""How far the lines of one box may miss one another; those of the cell around it keep further off."""
_INSET = 6.0
"""Word keeps a table in a cell 5.4 points off the sides of the cell."""
_BOXED, _MOST_BOXES = 4, 200
"""Cells of a small table inside a cell, and how many such are looked for."""
_MIN_LENGTH = 5.0
_DOTS, _DOT_STEP, _DOT_SPREAD = 6, 6.0, 0.8
"""How many dots make a line, how far apart they are along it and across it, in points."""
_OPEN_SIDE = 8.0
"""A horizontal line that runs on this far past the last vertical one means an open side."""
_SHADED_ROWS, _MOST_LOOKS = 2, 4_000_000


class Rule(NamedTuple):
    """A line along one axis: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


class Span(NamedTuple):
    """A cell of a table: where it starts and how many rows and columns it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int


class Lattice(Struct, frozen=True):
    """A table's column edges, row edges and cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """The outer frame."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, span: Span) -> tuple[float, float, float, float]:
        """The box of a cell."""
        return self.xs[span.col], self.ys[span.row], self.xs[span.col + span.colspan], self.ys[span.row + span.rowspan]

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside the frame."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def slot_of(self, x: float, y: float) -> tuple[int, int]:
        """The elementary row and column a point inside the frame falls in."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)

    def owners(self) -> dict[tuple[int, int], Span]:
        """The cell that covers each elementary place."""
        return {(r, c): s for s in self.spans for r in range(s.row, s.row + s.rowspan) for c in range(s.col, s.col + s.colspan)}


def merged(rules: Sequence[Rule], snap: float = _SNAP, gap: float = _GAP) -> list[Rule]:
    """Double, dashed and piecewise lines made one each; stubs dropped."""
    out: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[-1].at > snap:
            out += _joined(group, gap)
            group = []
        group.append(rule)
    return [rule for rule in [*out, *_joined(group, gap)] if rule.end - rule.start >= _MIN_LENGTH]


def _joined(group: Sequence[Rule], gap: float) -> Iterator[Rule]:
    """Pieces at one height, joined where they overlap or nearly touch."""
    if not group:
        return
    pieces = sorted(group, key=lambda rule: rule.start)
    weight = sum(p.end - p.start for p in pieces) or 1.0
    at = sum(p.at * (p.end - p.start) for p in pieces) / weight if weight > 1.0 else pieces[0].at
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        if piece.start - end > gap:
            yield Rule(at, start, end)
            start, end = piece.start, piece.end
        else:
            end = max(end, piece.end)
    yield Rule(at, start, end)


def dotted(dots: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    """The lines that rows of dots (x, y) draw: close together, of one height, several in a row."""
    group: list[tuple[float, float]] = []
    for dot in sorted(dots, key=lambda dot: dot[1]):
        if group and dot[1] - group[0][1] > _DOT_SPREAD:
            yield from _dot_runs(group)
            group = []
        group.append(dot)
    yield from _dot_runs(group)


def _dot_runs(group: Sequence[tuple[float, float]]) -> Iterator[Rule]:
    run: list[tuple[float, float]] = []
    for dot in [*sorted(group), (math.inf, 0.0)]:
        if run and dot[0] - run[-1][0] > _DOT_STEP:
            if len(run) >= _DOTS and run[-1][0] - run[0][0] >= 2 * _MIN_LENGTH:
                yield Rule(statistics.median(y for _, y in run), run[0][0], run[-1][0])
            run = []
        run.append(dot)


def shading(boxes: Sequence[Box], texts: Sequence[Box], page: tuple[float, float]) -> list[Box]:
    """The shaded boxes that stand for the cells of a table: they hold all the text between the first and the last of them. Bands behind
    every second row, behind the headings or the labels say where no cell ends."""
    width, height = page
    cells = [box for box in boxes if (box[2] - box[0]) * (box[3] - box[1]) < 0.9 * width * height]
    if len(cells) * len(texts) > _MOST_LOOKS or len({round(box[1] / _SNAP) for box in cells}) < _SHADED_ROWS:
        return []
    _, top, _, bottom = around(cells)
    middles = (((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in texts)
    among = [(x, y) for x, y in middles if top < y < bottom]
    rows = sorted(cells, key=lambda box: box[1])
    tops = [box[1] for box in rows]
    tallest = max(box[3] - box[1] for box in cells)

    def is_held(x: float, y: float) -> bool:
        near = rows[bisect_left(tops, y - tallest) : bisect_right(tops, y)]
        return any(box[0] <= x <= box[2] and y <= box[3] for box in near)

    return cells if sum(is_held(x, y) for x, y in among) >= 0.95 * len(among) else []


class _Sets:
    """Union-find over small integers."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, member: int) -> int:
        while self.parent[member] != member:
            self.parent[member] = self.parent[self.parent[member]]
            member = self.parent[member]
        return member

    def union(self, member: int, other: int) -> None:
        self.parent[self.find(member)] = self.find(other)

    def groups(self) -> list[list[int]]:
        by_root: dict[int, list[int]] = {}
        for member in range(len(self.parent)):
            by_root.setdefault(self.find(member), []).append(member)
        return list(by_root.values())


def _meet(h: Rule, v: Rule, touch: float) -> bool:
    return v.start - touch <= h.at <= v.end + touch and h.start - touch <= v.at <= h.end + touch


def _drawings(hs: Sequence[Rule], vs: Sequence[Rule], touch: float) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together, horizontal and vertical: the lines of one table."""
    sets = _Sets(len(hs) + len(vs))
    for j, v in enumerate(vs):
        for i, h in enumerate(hs):
            if h.at > v.end + touch:
                break  # sorted by height
            if _meet(h, v, touch):
                sets.union(i, len(hs) + j)
    for group in sets.groups():
        yield [hs[i] for i in group if i < len(hs)], [vs[i - len(hs)] for i in group if i >= len(hs)]


class _Tables:
    """The tables that lines draw. A drawing that has been looked at before is not rebuilt: most pages hold no box inside a cell."""

    def __init__(self) -> None:
        self.known: dict[tuple[tuple[Rule, ...], tuple[Rule, ...]], Lattice | None] = {}

    def drawn(self, hs: Sequence[Rule], vs: Sequence[Rule], touch: float) -> Iterator[tuple[Lattice, list[Rule], list[Rule]]]:
        """Each table with its lines, where lines that miss one another by up to ``touch`` hang together."""
        for own_h, own_v in _drawings(hs, vs, touch):
            if len(own_h) >= 2 and own_v and (lattice := self.lattice(own_h, own_v)) is not None:
                yield lattice, own_h, own_v

    def lattice(self, hs: Sequence[Rule], vs: Sequence[Rule]) -> Lattice | None:
        """The table of lines that hang together."""
        key = tuple(hs), tuple(vs)
        if key not in self.known:
            self.known[key] = _lattice(hs, vs)
        return self.known[key]

    def without_boxes(self, hs: list[Rule], vs: list[Rule]) -> tuple[list[Rule], list[Rule]]:
        """The lines without boxes and small tables that stand whole inside a cell: what they hold is text of the cell."""
        drawn = list(self.drawn(hs, vs, _CLOSE))
        small = [(lattice, own_h, own_v) for lattice, own_h, own_v in drawn if len(lattice.spans) <= _BOXED and len(own_v) >= 2]
        if not small or len(small) > _MOST_BOXES:
            return hs, vs
        cells = [(table.box_of(span), len(table.spans)) for table, _, _ in drawn if len(table.spans) > 1 for span in table.spans]
        inner: set[tuple[bool, Rule]] = set()
        for lattice, own_h, own_v in small:
            x0, y0, x1, y1 = lattice.bbox
            fewer = len(lattice.spans)
            if any(fewer < of and box[0] < x0 and box[1] < y0 and x1 < box[2] and y1 < box[3] for box, of in cells):
                inner |= {(True, rule) for rule in own_h} | {(False, rule) for rule in own_v}
        return [rule for rule in hs if (True, rule) not in inner], [rule for rule in vs if (False, rule) not in inner]


def _without_sides(vs: Sequence[Rule]) -> list[Rule]:
    """The vertical lines without the sides of boxes in cells: beside a longer line, as near as no column is narrow."""
    out = []
    for n, side in enumerate(vs):
        near = (vs[m] for way in (-1, 1) for m in _within(vs, n, way))
        if not any(edge.start <= side.start and side.end <= edge.end and _longer(edge, side) for edge in near):
            out.append(side)
    return out


def _within(rules: Sequence[Rule], n: int, way: int) -> Iterator[int]:
    """The neighbours of a line on one side, up to an inset off it. ``rules`` are sorted by place."""
    m = n + way
    while 0 <= m < len(rules) and abs(rules[m].at - rules[n].at) <= _INSET:
        yield m
        m += way


def _longer(edge: Rule, side: Rule) -> bool:
    return edge.end - edge.start >= side.end - side.start + _TOUCH


def lattices(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Lattice]:
    """Every table the lines draw, top to bottom. Lines that meet no other (underlines) draw none."""
    tables = _Tables()
    hs, vs = tables.without_boxes(merged(horizontal), merged(vertical))
    drawn = (lattice for lattice, _, _ in tables.drawn(hs, _without_sides(vs), _TOUCH))
    return sorted(drawn, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _edges(rules: Sequence[Rule], across: Sequence[Rule]) -> list[float]:
    """The distinct positions of lines, with the open sides the crossing lines run to."""
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > _SNAP:
            edges.append(at)
    low, high = min(r.start for r in across), max(r.end for r in across)
    if edges[0] - low > _OPEN_SIDE:
        edges.insert(0, low)
    if high - edges[-1] > _OPEN_SIDE:
        edges.append(high)
    return edges


def _covered(rules: Sequence[Rule], edges: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For each edge and each step between ``steps``: whether a line runs along it."""
    places = sorted(rules)
    table = []
    for edge in edges:
        near = places[bisect_left(places, (edge - _SNAP,)) : bisect_right(places, (edge + _SNAP, math.inf))]
        table.append([_runs_along(near, low, high) for low, high in pairwise(steps)])
    return table


def _runs_along(rules: Sequence[Rule], low: float, high: float) -> bool:
    length = 0.0
    for _, start, end in rules:
        length += max(0.0, (end if end < high else high) - (start if start > low else low))
    return length >= 0.6 * (high - low)


def _lattice(hs: Sequence[Rule], vs: Sequence[Rule]) -> Lattice | None:
    xs, ys = _edges(vs, hs), _edges(hs, vs)
    if len(xs) < 2 or len(ys) < 2:
        return None
    across, down = _covered(vs, xs, ys), _covered(hs, ys, xs)
    rows, cols = len(ys) - 1, len(xs) - 1
    sets = _Sets(rows * cols)
    for r in range(rows):
        for c in range(cols):
            if c + 1 < cols and not across[c + 1][r]:
                sets.union(r * cols + c, r * cols + c + 1)
            if r + 1 < rows and not down[r + 1][c]:
                sets.union(r * cols + c, (r + 1) * cols + c)
    spans = [span for group in sets.groups() for span in _rectangles({divmod(cell, cols) for cell in group})]
    return Lattice(tuple(xs), tuple(ys), tuple(sorted(spans)))


def _rectangles(places: set[tuple[int, int]]) -> Iterator[Span]:
    """A region as cells: one where it is a rectangle, else its largest rectangles row by row."""
    while places:
        row, col = min(places)
        width = 1
        while (row, col + width) in places:
            width += 1
        height = 1
        while all((row + height, c) in places for c in range(col, col + width)):
            height += 1
        places -= {(r, c) for r in range(row, row + height) for c in range(col, col + width)}
        yield Span(row, col, height, width)
