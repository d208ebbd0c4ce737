"""Stacked fractions (1 over a line over 3) as one stretch of text, 1/3, so that neither part is taken for a number of its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linter.formats._office.equations import fraction
from linter.formats._paged.glyphs import Glyph, around
from linter.formats._paged.ruling import Rule

FRACTION_DOUBT = "两个数上下相叠、中间有横线，不能确定是否为分数"
_LENGTHS = (2.0, 72.0)
"""How long the line of a fraction is, in points."""
_JOINT = 2.0
"""A line that reaches another one is a side of a cell, in points."""
_MOST_CHARS = 12
_NEAR, _DEEP = 0.6, 0.3
"""How far print stands off the line and how far its box may reach over it, in heights."""
_TIGHT, _CENTRED = 1.0, 0.5
"""How much longer than its print the line may be, and how far off its middle print may stand, in heights."""
_LEVEL = 0.28
"""Print no further apart than this stands at one height, in heights."""
_EVEN = 0.35
_HIGHEST = 48.0
_NUMBER = re.compile(r"[0-9][0-9.,]*")


class _Stack(NamedTuple):
    """What stands above and below a line, by number, and how high it is."""

    above: list[int]
    below: list[int]
    height: float


def with_fractions(glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[list[Glyph], set[Rule]]:
    """The glyphs with each fraction as one of them, and the lines of the fractions.

    A fraction stands in a line of text: print beside it is level with its line. Underlined print above other print is level with the
    print beside itself. Two numbers with nothing beside them get a doubt."""
    out = list(glyphs)
    lines: set[Rule] = set()
    bars = list(_bars(horizontal, vertical))
    if not bars:
        return out, lines
    order = sorted(range(len(out)), key=lambda n: out[n].y0 + out[n].y1)
    middles = [_middle(out[n]) for n in order]
    reach = 1.5 * min(max((glyph.y1 - glyph.y0 for glyph in out), default=0.0), _HIGHEST)
    gone: set[int] = set()
    for bar in bars:
        near = [n for n in order[bisect_left(middles, bar.at - reach) : bisect_right(middles, bar.at + reach)] if out[n].text.strip()]
        stack = _stack(bar, out, near)
        if stack is None or gone.intersection((*stack.above, *stack.below)):
            continue
        beside = [out[n] for n in near if n not in stack.above and n not in stack.below and _is_beside(bar, out[n], stack.height)]
        level = [glyph for glyph in beside if abs(_middle(glyph) - bar.at) < _LEVEL * stack.height]
        above, below = (_text(out[n] for n in part) for part in (stack.above, stack.below))
        numbers = bool(_NUMBER.fullmatch(above) and _NUMBER.fullmatch(below))
        if level and len(level) == len(beside) and not _touches_number(bar, level):
            out[stack.above[0]] = _as_one(bar, level, fraction(above, below), [out[n] for n in (*stack.above, *stack.below)])
            gone.update((*stack.above[1:], *stack.below))
            lines.add(bar)
        elif numbers and (level or not beside) and _is_even(bar, out, stack):
            for n in (*stack.above, *stack.below):
                out[n] = out[n]._replace(doubt=out[n].doubt or FRACTION_DOUBT)
    return [glyph for n, glyph in enumerate(out) if n not in gone], lines


def _middle(glyph: Glyph) -> float:
    return (glyph.y0 + glyph.y1) / 2


def _bars(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[Rule]:
    """Short lines that reach no other line."""
    rules, sides = sorted(set(horizontal)), sorted(set(vertical))
    places = [side.at for side in sides]
    for n, rule in enumerate(rules):
        if not _LENGTHS[0] <= rule.end - rule.start <= _LENGTHS[1]:
            continue
        beside = rules[max(n - 1, 0) : n] + rules[n + 1 : n + 2]
        if any(abs(o.at - rule.at) < 1 and min(abs(o.end - rule.start), abs(o.start - rule.end)) < _JOINT for o in beside):
            continue
        ends = (sides[bisect_left(places, x - _JOINT) : bisect_right(places, x + _JOINT)] for x in (rule.start, rule.end))
        if not any(side.start - _JOINT <= rule.at <= side.end + _JOINT for near in ends for side in near):
            yield rule


def _stack(bar: Rule, glyphs: Sequence[Glyph], near: Sequence[int]) -> _Stack | None:
    """The print right above and right below a line that is no longer than it."""
    above, below = [], []
    for n in near:
        glyph = glyphs[n]
        height = glyph.y1 - glyph.y0
        if bar.start - 0.25 * height <= glyph.x0 and glyph.x1 <= bar.end + 0.25 * height:
            if -_DEEP * height < bar.at - glyph.y1 < _NEAR * height:
                above.append(n)
            elif -_DEEP * height < glyph.y0 - bar.at < _NEAR * height:
                below.append(n)
    if not (0 < len(above) <= _MOST_CHARS and 0 < len(below) <= _MOST_CHARS):
        return None
    height = min(glyphs[n].y1 - glyphs[n].y0 for n in (above[0], below[0]))
    widths = []
    for part in (above, below):
        middles = [_middle(glyphs[n]) for n in part]
        x0, _, x1, _ = around(glyphs[n] for n in part)
        widths.append(x1 - x0)
        if max(middles) - min(middles) > _LEVEL * height or abs((x0 + x1 - bar.start - bar.end) / 2) > _CENTRED * height:
            return None
    if not max(widths) - 0.5 * height <= bar.end - bar.start <= max(widths) + _TIGHT * height:
        return None
    return _Stack(sorted(above, key=lambda n: glyphs[n].x0), sorted(below, key=lambda n: glyphs[n].x0), height)


def _is_beside(bar: Rule, glyph: Glyph, height: float) -> bool:
    """Whether print stands next to a fraction, at the height of the line or of one of its parts."""
    apart = max(bar.start - glyph.x1, glyph.x0 - bar.end)
    return -0.3 * height < apart < height and abs(_middle(glyph) - bar.at) < height


def _touches_number(bar: Rule, level: Sequence[Glyph]) -> bool:
    """Whether a figure stands right before or after: a whole number and a fraction, which no one line of text tells apart."""
    before = max((glyph for glyph in level if glyph.x0 < bar.start), key=lambda glyph: glyph.x1, default=None)
    after = min((glyph for glyph in level if glyph.x0 >= bar.start), key=lambda glyph: glyph.x0, default=None)
    return (before is not None and before.text[-1].isdigit()) or (after is not None and after.text[0].isdigit())


def _is_even(bar: Rule, glyphs: Sequence[Glyph], stack: _Stack) -> bool:
    """Whether a line runs in the middle between two lines of print, not under the upper one."""
    up, down = bar.at - _middle(glyphs[stack.above[0]]), _middle(glyphs[stack.below[0]]) - bar.at
    return abs(up - down) <= _EVEN * max(up, down)


def _text(glyphs: Iterator[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs).strip()


def _as_one(bar: Rule, level: Sequence[Glyph], text: str, parts: Sequence[Glyph]) -> Glyph:
    """A fraction as a stretch of the line of text it stands in."""
    height = max(glyph.y1 - glyph.y0 for glyph in level)
    doubt = next((part.doubt for part in parts if part.doubt), None)
    return Glyph(bar.start, bar.at - height / 2, bar.end, bar.at + height / 2, text, None, doubt)
