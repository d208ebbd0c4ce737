"""Text laid out by blanks: a short line under the cells of the line above, with no value of its own, goes on with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from linter.layouts.alignment.atoms import SOFT, Atom
from linter.layouts.alignment.soft import quantity
from linter.layouts.labels import level1_of, level2_of

_LONGEST = 8
"""A longer piece is no rest of a cell."""
_LEFT = 6
"""Lines that begin further left are no lines of a table laid out by blanks."""


def _placed(atoms: Iterable[Atom]) -> list[tuple[int, Atom]]:
    """The pieces of one line, each with where it begins, counted in half widths."""
    out: list[tuple[int, Atom]] = []
    source, at, width = None, 0, 0
    for atom in atoms:
        if atom.source is not source or atom.start < at:
            source, at, width = atom.source, 0, 0
        width += sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in atom.source.text[at : atom.start])
        at = atom.start
        out.append((width, atom))
    return out


def unwrapped(body: Sequence[Atom]) -> list[Atom]:
    """The pieces with those of such lines right behind the pieces they go on with."""
    out: list[Atom] = []
    above: list[tuple[int, Atom]] = []
    for _, group in groupby(body, key=lambda atom: atom.line):
        line = _placed(group)
        before = dict(above)
        if above and line[0][0] >= _LEFT and all(_rest(atom, before.get(place)) for place, atom in line):
            for place, atom in line:
                at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is before[place])
                out.insert(at + 1, atom._replace(gap=SOFT, line=before[place].line))
            continue
        out += [atom for _, atom in line]
        above = line
    return out


def _rest(atom: Atom, before: Atom | None) -> bool:
    """Whether a piece may be the rest of the one above it."""
    if (
        before is None
        or len(atom.folded) > min(_LONGEST, len(before.folded))
        or any(match.group() for match in quantity().finditer(atom.folded))
    ):
        return False
    whole = before.folded + atom.folded
    labelled = any(level(text) for level in (level1_of, level2_of) for text in (atom.folded, before.folded))
    return not labelled or level2_of(whole) is not None
