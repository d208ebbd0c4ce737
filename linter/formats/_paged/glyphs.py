"""Characters and recognised words with their boxes → lines → the text of a cell or a paragraph, in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field

from linter.values.characters import RAISED

Box = tuple[float, float, float, float]

_LIST_MARK = re.compile(
    r"\s*(?:\d{1,2}[.．](?!\d)|\d{1,2}[、)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、|指标\s*\d)"
)
_NO_START = frozenset("，。、；：！？）》」』”’】〕％%,.;:!?)")
_SENTENCE_END = "。；;：:！？!?"
_LEADER = re.compile(r"(?<![.…·．])[.…·．]{3,}+\s*\d*$")
_DEFAULT_SIZE = 9.0
_SMALL, _RAISED = 0.9, 0.15
"""A glyph lower than this and this far off the foot of the line, both in heights of the one before, is an exponent."""
_APART = 0.82
OVERLAP_DOUBT = "文字相互重叠，读出的内容可能不对"
_FAINT = frozenset("_.．·…-—–~")
"""Signs that others are written on."""


class Glyph(NamedTuple):
    """A character (or a run of them) and its box: points from the top left, y downwards. ``doubt``: why it may be another one."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    confidence: float | None = None
    doubt: str | None = None


class TextLine(Struct):
    """Glyphs that stand side by side."""

    glyphs: list[Glyph] = field(default_factory=list)
    middle: float = 0.0
    height: float = 0.0
    low: float = 0.0
    """Height of its smallest glyph."""

    @property
    def box(self) -> Box:
        """The box around the line's visible glyphs."""
        return around(self.glyphs)

    @property
    def mixed(self) -> bool:
        """Whether glyphs of several sizes stand in the line."""
        return self.low < _SMALL * self.height


def around(boxes: Iterable[Sequence[object]]) -> Box:
    """The box around boxes (anything that begins with four coordinates)."""
    x0s, y0s, x1s, y1s = zip(*((b[0], b[1], b[2], b[3]) for b in boxes), strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Glyphs gathered into lines, top to bottom, each left to right. Doubled glyphs (imitated bold) are taken once."""
    lines: list[TextLine] = []
    line: TextLine | None = None
    for glyph in sorted(glyphs, key=lambda g: g[1] + g[3]):
        y0, y1 = glyph[1], glyph[3]
        middle, height = (y0 + y1) / 2, y1 - y0
        if line is None or middle - line.middle > 0.5 * max(min(height, line.height), 1.0):
            line = TextLine([], middle, height, height)
            lines.append(line)
        line.glyphs.append(glyph)
        if height < line.low:
            line.low = height
        line.middle += (middle - line.middle) / len(line.glyphs)
        if line.height < height < 2 * max(line.height, 1.0):
            line.height = height
    if len(lines) > 1:
        lines = _with_raised(lines)
    for line in lines:
        line.glyphs = _without_doubles(sorted(line.glyphs, key=lambda g: (g[0], g[2])))
    lines = [line for line in lines if any(not g.text.isspace() for g in line.glyphs)]
    for above, below in pairwise(lines):
        if _print_over(above, below):
            for line in (above, below):
                line.glyphs = [glyph._replace(doubt=glyph.doubt or OVERLAP_DOUBT) for glyph in line.glyphs]
    return lines


def _print_over(above: TextLine, below: TextLine) -> bool:
    """Whether two lines stand on one another: by more than a third of their height, at the same places."""
    if (above.height + below.height) / 2 - (below.middle - above.middle) <= 0.3 * min(above.height, below.height):
        return False
    return any(
        g.y1 - h.y0 > 0.36 * min(g.y1 - g.y0, h.y1 - h.y0) and min(g.x1, h.x1) - max(g.x0, h.x0) > 0.4 * min(g.x1 - g.x0, h.x1 - h.x0)
        for g in above.glyphs
        if not g.text.isspace() and g.text not in _FAINT
        for h in below.glyphs
        if not h.text.isspace() and h.text not in _FAINT
    )


def _with_raised(lines: list[TextLine]) -> list[TextLine]:
    """Lines of small print that lie beside the glyphs of the next line or the one before, and as high, belong to it: an exponent, an index."""
    out: list[TextLine] = []
    for line in lines:
        above = out[-1] if out else None
        small, large = (line, above) if above is not None and line.height < above.height else (above, line)
        if above is not None and small is not None and large is not None and _is_beside(small, large):
            large.glyphs += small.glyphs
            large.low = min(large.low, small.low)
            out[-1] = large
        else:
            out.append(line)
    return out


def _is_beside(small: TextLine, large: TextLine) -> bool:
    if small.height >= _APART * large.height or len(small.glyphs) > len(large.glyphs):
        return False
    (_, y0, _, y1), (_, top, _, bottom) = small.box, large.box
    if min(y1, bottom) - max(y0, top) < 0.3 * (y1 - y0):
        return False
    return not any(min(g.x1, h.x1) - max(g.x0, h.x0) > 0.3 * (g.x1 - g.x0) for g in small.glyphs for h in large.glyphs)


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    out: list[Glyph] = []
    for glyph in glyphs:
        if out and glyph.text == out[-1].text and glyph.x0 - out[-1].x0 < 0.25 * (glyph.x1 - glyph.x0):
            continue
        if out and out[-1].x1 - glyph.x0 > 0.55 * min(out[-1].x1 - out[-1].x0, glyph.x1 - glyph.x0) and _both_inked(glyph, out[-1]):
            out[-1] = out[-1]._replace(doubt=out[-1].doubt or OVERLAP_DOUBT)
        out.append(glyph)
    return out


def _both_inked(glyph: Glyph, other: Glyph) -> bool:
    return not (glyph.text.isspace() or other.text.isspace() or glyph.text in _FAINT or other.text in _FAINT)


def _narrow(char: str) -> bool:
    return unicodedata.east_asian_width(char) not in "WFA"


def _usual_gap(line: TextLine) -> float:
    """The gap that stands between most neighbouring Chinese characters: 0, more where a label is spread over its cell."""
    gaps = sorted(
        after.x0 - before.x1
        for before, after in pairwise(line.glyphs)
        if not (before.text.isspace() or after.text.isspace() or _narrow(before.text[-1]) or _narrow(after.text[0]))
    )
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) >= 3 else 0.0


def _is_blank(gap: float, before: str, after: str) -> bool:
    """Whether a gap (in character heights) is a blank. Between Chinese and Latin programs add a quarter of their own accord."""
    if _narrow(before) != _narrow(after):
        return gap > 0.6
    return gap > (0.28 if _narrow(before) else 0.2)


def _exponents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs with small raised digits as exponents (10⁵, m²): they stand on no foot of their own line."""
    out: list[Glyph] = []
    base: Glyph | None = None
    for glyph in glyphs:
        height = glyph.y1 - glyph.y0
        if base is not None and height < _SMALL * (base.y1 - base.y0) and glyph.x0 - (out[-1].x1) < 0.4 * (base.y1 - base.y0):
            raised = base.y1 - glyph.y1 > _RAISED * (base.y1 - base.y0)
            out.append(glyph._replace(text=glyph.text.translate(RAISED)) if raised else glyph)
            continue
        out.append(glyph)
        base = None if glyph.text.isspace() else glyph
    return out


def text_of_line(line: TextLine, wide_gap: str = " ") -> str:
    """The line's text. Blanks come from printed blanks and from gaps wider than the line's usual ones."""
    parts: list[str] = []
    last: Glyph | None = None
    size = line.height or _DEFAULT_SIZE
    usual: float | None = None
    for glyph in _exponents(line.glyphs) if line.mixed else line.glyphs:
        if last is not None and not last.text[-1:].isspace() and not glyph.text[:1].isspace():
            gap = (glyph.x0 - last.x1) / size
            if gap > 0.2:
                usual = _usual_gap(line) / size if usual is None else usual
                if gap - usual > 2.2:
                    parts.append(wide_gap)
                elif _is_blank(gap - usual, last.text[-1], glyph.text[0]):
                    parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts)


def _first_unit(line: TextLine) -> float:
    """Width of what would have had to move up for the next line to begin earlier."""
    glyphs = [g for g in line.glyphs if not g.text.isspace()]
    first = glyphs[0]
    if len(first.text) > 1:
        return min(first.x1 - first.x0, line.height or _DEFAULT_SIZE)
    end = first.x1
    latin = _narrow(first.text)
    for glyph in glyphs[1:]:
        if glyph.text in _NO_START or (latin and _narrow(glyph.text) and glyph.x0 - end < 0.28 * line.height):
            end = glyph.x1
        else:
            break
    return end - first.x0


def _inked(line: TextLine) -> Box:
    return around([g for g in line.glyphs if not g.text.isspace()])


def _glue(before: str, after: str, printed_blank: bool) -> str:
    """What joins two wrapped lines: nothing between Chinese, a blank between Latin words."""
    if printed_blank or (before.isascii() and after.isascii() and before.isalpha() and after.isalpha()):
        return " "
    return ""


def cell_text(lines: Sequence[TextLine], left: float, right: float) -> str:
    """The text of a cell between ``left`` and ``right``: wrapped lines joined, deliberate breaks kept as ``\\n``."""
    if len(lines) < 2:
        return text_of_line(lines[0]).strip() if lines else ""
    boxes = [_inked(line) for line in lines]
    padding = max(0.0, min(min(box[0] - left, right - box[2]) for box in boxes))
    room = right - left - 2 * padding
    texts = [text_of_line(line) for line in lines]
    out = texts[0].rstrip()
    for index in range(1, len(lines)):
        text = texts[index].strip()
        width = boxes[index - 1][2] - boxes[index - 1][0]
        slack = 0.4 * (lines[index - 1].height or _DEFAULT_SIZE)
        wrapped = width + _first_unit(lines[index]) > room - slack
        if _LIST_MARK.match(text) and out[-1:] in _SENTENCE_END:
            wrapped = False
        out += (_glue(out[-1:], text[:1], texts[index - 1][-1:].isspace()) if wrapped else "\n") + text
    return out.strip()


def confidence_of(glyphs: Iterable[Glyph]) -> float | None:
    """The lowest confidence among recognised glyphs, ``None`` where all are exact."""
    known = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
    return min(known) if known else None


def doubt_in(glyphs: Iterable[Glyph]) -> str | None:
    """Why one of the glyphs was read with doubt, ``None`` where none was."""
    return next((glyph.doubt for glyph in glyphs if glyph.doubt), None)


class Prose(NamedTuple):
    """A paragraph outside tables."""

    text: str
    box: Box
    confidence: float | None
    doubt: str | None = None


def paragraphs_of(lines: Sequence[TextLine]) -> list[Prose]:
    """Running text: a line that reaches the right edge of the text goes on in the next one unless that is indented."""
    if not lines:
        return []
    boxes = [_inked(line) for line in lines]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    out: list[Prose] = []
    open_line: int | None = None
    for index, (line, box) in enumerate(zip(lines, boxes, strict=True)):
        text = text_of_line(line, "  ").strip()
        confidence, doubt = confidence_of(line.glyphs), doubt_in(line.glyphs)
        if open_line is not None and _continues(lines, boxes, open_line, index, left, right, out[-1].text, text):
            last = out[-1]
            glue = _glue(last.text[-1:], text[:1], False)
            known = [c for c in (last.confidence, confidence) if c is not None]
            out[-1] = Prose(last.text + glue + text, around([last.box, box]), min(known) if known else None, last.doubt or doubt)
        else:
            out.append(Prose(text, box, confidence, doubt))
        open_line = index
    return out


def _continues(
    lines: Sequence[TextLine], boxes: Sequence[Box], last: int, this: int, left: float, right: float, before: str, text: str
) -> bool:
    above, box = boxes[last], boxes[this]
    size = lines[last].height or _DEFAULT_SIZE
    return (
        right - left > 15 * size
        and above[2] + _first_unit(lines[this]) > right - 0.6 * size
        and box[0] - left < 0.8 * size
        and above[0] - left < 4 * size
        and 0 < box[1] - above[1] < 2.6 * size
        and abs(lines[this].height - size) < 0.25 * size
        and not _LEADER.search(before)
        and not _LEADER.search(text)
        and not _LIST_MARK.match(text)
    )
