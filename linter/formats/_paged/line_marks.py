"""What lines make of the print they stand at: struck out, ≥ as an underlined >, fractions. Such lines draw no table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from linter.formats._paged.fractions import with_fractions
from linter.formats._paged.glyphs import Glyph
from linter.formats._paged.ruling import Rule
from linter.values.characters import UNDERLINED

_MIDDLE = 0.25
"""How far from the middle of a text a line strikes it out, and how far it may run past its ends, in heights."""
_REACH = 12.0


class Marked(NamedTuple):
    """The glyphs as people read them, the horizontal lines that draw tables, and whether text was struck out."""

    glyphs: list[Glyph]
    horizontal: tuple[Rule, ...]
    struck: bool


def marked(glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Marked:
    """The print of a page as its lines mark it."""
    left, crossed = struck_out(glyphs, horizontal)
    read, divided = with_fractions(with_underlined_signs(left, horizontal), horizontal, vertical)
    taken = crossed | divided
    return Marked(read, tuple(rule for rule in horizontal if rule not in taken) if taken else tuple(horizontal), bool(crossed))


def struck_out(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Glyph], set[Rule]]:
    """The glyphs no line runs through, and the lines that strike others out: as long as the text they cross, at half its height.

    A line of a table goes beyond the text, and none runs through the middle of print."""
    if not rules:
        return list(glyphs), set()
    places = [(glyph[1] + glyph[3]) / 2 for glyph in glyphs]
    order = sorted(range(len(glyphs)), key=places.__getitem__)
    middles = [places[n] for n in order]
    reach = _MIDDLE * min(max((glyph[3] - glyph[1] for glyph in glyphs), default=0.0), 4 * _REACH)
    gone: set[int] = set()
    lines: set[Rule] = set()
    for rule in set(rules):
        near = order[bisect_left(middles, rule.at - reach) : bisect_right(middles, rule.at + reach)]
        own = [n for n in near if _crosses(rule, glyphs[n])] if near else []
        if own and _as_long(rule, [glyphs[n] for n in own]):
            lines.add(rule)
            gone.update(own)
    return [glyph for n, glyph in enumerate(glyphs) if n not in gone] if gone else list(glyphs), lines


def with_underlined_signs(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Glyph]:
    """The glyphs with ≥ and ≤ where a line as long as the sign alone stands under a > or <. A longer one is a line to write on."""
    out = list(glyphs)
    signs = [n for n, glyph in enumerate(glyphs) if glyph.text in UNDERLINED]
    if not signs or not rules:
        return out
    lines = sorted(set(rules))
    heights = [rule.at for rule in lines]
    for n in signs:
        x0, y0, x1, y1, text = glyphs[n][:5]
        foot = slice(bisect_left(heights, y0 + 0.6 * (y1 - y0)), bisect_right(heights, y1 + 0.2 * (y1 - y0)))
        slack = 0.4 * (x1 - x0)
        if any(abs(rule.start - x0) <= slack and abs(rule.end - x1) <= slack for rule in lines[foot]):
            out[n] = glyphs[n]._replace(text=UNDERLINED[text])
    return out


def _crosses(rule: Rule, glyph: Glyph) -> bool:
    middle, height = (glyph.y0 + glyph.y1) / 2, glyph.y1 - glyph.y0
    return rule.start <= (glyph.x0 + glyph.x1) / 2 <= rule.end and abs(middle - rule.at) < _MIDDLE * height


def _as_long(rule: Rule, glyphs: Sequence[Glyph]) -> bool:
    x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    height = max(g.y1 - g.y0 for g in glyphs)
    filled = sum(g.x1 - g.x0 for g in glyphs)
    return x0 - rule.start < _MIDDLE * height and rule.end - x1 < _MIDDLE * height and filled > 0.6 * (x1 - x0)
