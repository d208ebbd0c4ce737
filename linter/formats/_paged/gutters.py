"""Tables without lines, or with three: columns by the gaps between what stands side by side, rows by the gaps between lines, merged
labels by the block they stand in the middle of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from linter.formats._paged.glyphs import Box, Glyph, TextLine, around
from linter.formats._paged.ruling import Lattice, Rule, Span

_GAP = 0.85
"""A gap this wide beyond the usual one of its line parts two cells, in character heights."""
_GUTTER = 3.0
"""The narrowest strip between two columns, in points."""
_COLUMNS, _ROWS = 3, 3
_SLACK = 0.34
"""How far a merged label may miss the middle of its block, in rows."""


class Chunk(NamedTuple):
    """What stands together in a line."""

    box: Box
    glyphs: tuple[Glyph, ...]

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.box[1] + self.box[3]) / 2


class Columns(NamedTuple):
    """A table found between lines of text: the lines it takes, its lattice, and the glyphs of each cell."""

    first: int
    last: int
    lattice: Lattice
    cells: dict[Span, list[Glyph]]


def chunks_of(line: TextLine) -> list[Chunk]:
    """The stretches of a line between wide gaps."""
    inked = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(inked))
    usual = max(0.0, gaps[len(gaps) // 2]) if len(gaps) > 3 else 0.0
    out: list[list[Glyph]] = []
    for glyph in inked:
        if out and glyph.x0 - out[-1][-1].x1 - min(usual, line.height) <= _GAP * line.height:
            out[-1].append(glyph)
        else:
            out.append([glyph])
    return [Chunk(around(own), tuple(own)) for own in out]


def find(lines: Sequence[TextLine], rules: Sequence[Rule]) -> Columns | None:
    """The table among lines that no ruled table holds, ``None`` where there is none or it cannot be told apart."""
    chunks = [chunks_of(line) for line in lines]
    sure = [n for n, own in enumerate(chunks) if len(own) >= _COLUMNS]
    if len(sure) < _ROWS:
        return None
    xs = _edges([chunks[n] for n in sure])
    if xs is None:
        return None
    first, last = _extent(chunks, sure, xs)
    body = [chunk for own in chunks[first : last + 1] for chunk in own]
    if any(_starts_in(chunk, xs) is None for chunk in body):
        return None
    bands = _bands(body, xs, rules)
    if len(bands) < _ROWS:
        return None
    return _table(first, last, body, xs, bands)


def _edges(rows: Sequence[Sequence[Chunk]]) -> list[float] | None:
    """The left edges of the columns and the right edge of the last: the strips that no chunk of any sure row stands in."""
    spans = sorted((chunk.box[0], chunk.box[2]) for own in rows for chunk in own)
    merged: list[list[float]] = []
    for x0, x1 in spans:
        if merged and x0 - merged[-1][1] < _GUTTER:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    if len(merged) < _COLUMNS:
        return None
    middles = [(before[1] + after[0]) / 2 for before, after in pairwise(merged)]
    return [merged[0][0] - _GUTTER, *middles, merged[-1][1] + _GUTTER]


def _starts_in(chunk: Chunk, xs: Sequence[float]) -> int | None:
    return next((n for n, (low, high) in enumerate(pairwise(xs)) if low <= chunk.box[0] < high), None)


def _extent(chunks: Sequence[Sequence[Chunk]], sure: Sequence[int], xs: Sequence[float]) -> tuple[int, int]:
    """From the first line of a label and what it stands for to the last line within the columns."""
    first, last = sure[0], sure[-1]
    while first > 0 and _belongs(chunks[first - 1], xs):
        first -= 1
    while last + 1 < len(chunks) and _belongs(chunks[last + 1], xs) and len(chunks[last + 1]) > 1:
        last += 1
    while first < sure[0] and len(chunks[first]) < 2:
        first += 1
    return first, last


def _belongs(own: Sequence[Chunk], xs: Sequence[float]) -> bool:
    """Whether a line is one of the table: several chunks each in a column of its own, or one within a column."""
    starts = [_starts_in(chunk, xs) for chunk in own]
    if None in starts or len(set(starts)) < len(starts):
        return False
    return len(own) > 1 or (starts[0] is not None and own[0].box[2] <= xs[starts[0] + 1])


def _anchors(body: Sequence[Chunk], xs: Sequence[float]) -> list[Chunk]:
    """The chunks of the columns that have one in most rows: they tell the rows."""
    by_column = Counter(_starts_in(chunk, xs) for chunk in body)
    most = max(by_column.values())
    return [chunk for chunk in body if by_column[_starts_in(chunk, xs)] >= 0.75 * most]


def _levels(body: Sequence[Chunk]) -> list[list[Chunk]]:
    """The chunks that stand at one height, top to bottom."""
    levels: list[list[Chunk]] = []
    for chunk in sorted(body, key=lambda chunk: chunk.middle):
        if levels and chunk.middle - levels[-1][0].middle < 0.3 * (chunk.box[3] - chunk.box[1]):
            levels[-1].append(chunk)
        else:
            levels.append([chunk])
    return levels


def _lines_of(body: Sequence[Chunk], xs: Sequence[float]) -> list[list[float]]:
    """Top and bottom of each line of print that tells the rows. Labels in the middle of two rows are no line between them."""
    anchors = set(_anchors(body, xs))
    levels = _levels(body)
    names = xs[-3]  # where the columns of names and values begin: what stands left of it is a label
    named = [any(chunk.box[0] >= names for chunk in own) for own in levels]
    steps = sorted(levels[n + 1][0].middle - levels[n][0].middle for n in range(len(levels) - 1) if named[n] and named[n + 1])
    room = 1.5 * steps[len(steps) // 2] if steps else 0.0
    lines: list[list[float]] = []
    for n, own in enumerate(levels):
        between = named[n - 1 : n + 2] == [True, False, True] and levels[n + 1][0].middle - levels[n - 1][0].middle < room
        telling = [] if between else [chunk for chunk in own if chunk in anchors]
        if not telling:
            continue
        top, bottom = min(chunk.box[1] for chunk in telling), max(chunk.box[3] for chunk in telling)
        if lines and telling[0].middle < lines[-1][1] - 0.3 * (bottom - top):
            lines[-1][1] = max(lines[-1][1], bottom)
        else:
            lines.append([top, bottom])
    return lines


def _bands(body: Sequence[Chunk], xs: Sequence[float], rules: Sequence[Rule]) -> list[tuple[float, float]]:
    """Top and bottom of each row. Lines nearer to one another than rows are belong to one row; so do those between two rulings where
    every row has its own."""
    lines = _lines_of(body, xs)
    width = xs[-1] - xs[0]
    cuts = sorted(rule.at for rule in rules if rule.end - rule.start > 0.7 * width)
    ruled = len(cuts) > 0.5 * len(lines)
    gaps = sorted(max(0.0, after[0] - before[1]) for before, after in pairwise(lines))
    step = _row_gap(gaps, [bottom - top for top, bottom in lines])
    rows: list[list[float]] = []
    for top, bottom in lines:
        between = bool(rows) and any(rows[-1][1] - 2 < cut < top + 2 for cut in cuts)
        near = bool(rows) and (ruled or top - rows[-1][1] < step)
        if near and not between:
            rows[-1][1] = bottom
        else:
            rows.append([top, bottom])
    edges = [rows[0][0], *((before[1] + after[0]) / 2 for before, after in pairwise(rows)), rows[-1][1]]
    return list(pairwise(edges))


def _row_gap(gaps: Sequence[float], heights: Sequence[float]) -> float:
    """The gap from which two lines are two rows: where gaps are of two kinds, between them; else every line is a row."""
    if len(gaps) < 2:
        return 0.0
    jump, low, high = max((after - before, before, after) for before, after in pairwise(gaps))
    wrapped = sum(gap <= low for gap in gaps)
    size = sorted(heights)[len(heights) // 2]
    if jump < 0.25 * size or low > 0.6 * size or high < 1.8 * low or wrapped > 0.5 * len(gaps):
        return 0.0
    return (low + high) / 2


def _row_at(y: float, bands: Sequence[tuple[float, float]]) -> int:
    return next((n for n, (_, bottom) in enumerate(bands) if y <= bottom), len(bands) - 1)


def _table(first: int, last: int, body: Sequence[Chunk], xs: Sequence[float], bands: Sequence[tuple[float, float]]) -> Columns:
    taken: dict[tuple[int, int], list[Chunk]] = {}
    for chunk in body:
        column = _starts_in(chunk, xs)
        assert column is not None
        taken.setdefault((_row_at(chunk.middle, bands), column), []).append(chunk)
    heights = dict(_merged(taken, bands, len(xs) - 1))
    whole = next((row for row in range(len(bands)) if all((row, col) in taken for col in range(len(xs) - 1))), 0)
    covered: set[tuple[int, int]] = set()
    cells: dict[Span, list[Glyph]] = {}
    spans = sorted({(heights.get(key, (key[0], 1))[0], key[1], key) for key in taken})
    for row, col, key in spans:
        height = heights[key][1] if key in heights else 1
        width = _width(taken[key], key, taken, xs, row < whole)
        span = Span(row, col, height, width)
        cells[span] = [glyph for chunk in taken[key] for glyph in chunk.glyphs]
        covered |= {(r, c) for r in range(row, row + height) for c in range(col, col + width)}
    for row in range(len(bands)):
        for col in range(len(xs) - 1):
            if (row, col) not in covered:
                cells[Span(row, col, 1, 1)] = []
    ys = (bands[0][0], *(bottom for _, bottom in bands))
    return Columns(first, last, Lattice(tuple(xs), ys, tuple(sorted(cells))), cells)


def _width(own: Sequence[Chunk], key: tuple[int, int], taken: dict[tuple[int, int], list[Chunk]], xs: Sequence[float], above: bool) -> int:
    """Columns a cell covers: those its text reaches into; above the headings all up to the next filled one."""
    row, col = key
    right = max(chunk.box[2] for chunk in own)
    width = 1
    while col + width < len(xs) - 1 and (row, col + width) not in taken and (right > xs[col + width] or (above and col > 0)):
        width += 1
    return width


def _merged(
    taken: dict[tuple[int, int], list[Chunk]], bands: Sequence[tuple[float, float]], columns: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """(place of a label) → (first row, rows) in the columns left of names and values whose labels stand in the middle of blocks that
    fill the column."""
    for col in range(columns - 2):
        labels = [key for key in sorted(taken) if key[1] == col]
        blocks: dict[tuple[int, int], tuple[int, int]] = {}
        start = 0
        for key in labels:
            y = sum(chunk.middle for chunk in taken[key]) / len(taken[key])
            size = _block(y, start, bands)
            if size is None:
                break
            blocks[key] = (start, size)
            start += size
        if start == len(bands) and len(blocks) == len(labels):
            yield from blocks.items()


def _block(y: float, start: int, bands: Sequence[tuple[float, float]]) -> int | None:
    """How many rows from ``start`` have their middle at ``y``."""
    for size in range(1, len(bands) - start + 1):
        top, bottom = bands[start][0], bands[start + size - 1][1]
        step = (bottom - top) / size
        if abs((top + bottom) / 2 - y) <= _SLACK * step:
            return size
    return None
