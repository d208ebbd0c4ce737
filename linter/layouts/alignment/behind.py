"""What a page prints behind the last row of a table where nothing says that it ends: a call to the reader, links, who filled it in.

The last rows of a form state who is satisfied, by a number or a grade. Lines behind them that hold neither are of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import BREAK, LINE, PIPE, Atom
from linter.layouts.alignment.bounds import FOOTER, is_level
from linter.layouts.alignment.columns import Layout
from linter.layouts.alignment.costs import cost
from linter.layouts.alignment.soft import labels_in, quantity
from linter.layouts.labels import field_of

_LAST_BLOCK = "满意"
_REACH = 8
"""Pieces before the last value in which its row says that it is of the last block."""
_SIGNED_DAY = deferred(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日?")
"""The day a page was signed."""
_NOTES = frozenset({"remark", "standard", "explanation", "aside"})


def _is_row(atom: Atom, roles: frozenset[str]) -> bool:
    """Whether a piece can only be of a row: a level label, a number, a grade, a unit."""
    if is_level(atom.folded) or labels_in(atom.folded):
        return True
    if _SIGNED_DAY.fullmatch(atom.folded):
        return False
    counted = any(match.group() for match in quantity().finditer(atom.folded))
    return counted or any(fits.fit(role, atom.folded) < cost("fit", "actual-text") for role in roles)


def parted(pieces: Sequence[Atom], layout: Layout) -> tuple[list[Atom], list[Atom]]:
    """The pieces of a table and those behind its last row."""
    told = frozenset(layout.roles) - _NOTES - {"name"}
    last = next((n for n in range(len(pieces) - 1, -1, -1) if _is_row(pieces[n], told)), -1)
    kept = list(pieces)
    if layout.style.cell in (PIPE, BREAK) or _LAST_BLOCK not in "".join(atom.folded for atom in pieces[max(0, last - _REACH) : last + 1]):
        return kept, []
    notes = sum(role in _NOTES for role in layout.roles) + (layout.roles[-1] == "name") if layout.style.cell == LINE else 0
    first = next((n for n in range(last + 1, len(pieces)) if pieces[n].gap in (LINE, BREAK) or field_of(pieces[n].folded) in FOOTER), None)
    return (kept, []) if first is None or len(pieces) - first <= notes else (kept[:first], kept[first:])
