"""The pieces of a table's body made ready: totals and repeated headings out, labels split around a row put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linter.layouts.alignment import fit as fits
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, PIPE, SOFT, Atom
from linter.layouts.labels import level1_of, level2_of

_NUMBER = re.compile(r"[0-9][0-9.,]*(?:%|分)?|[-—/]+")
_REACH = 8
"""Pieces between the two parts of a label split around a row."""


def without_totals(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces without the rows of totals: 总分 and the numbers behind it."""
    out: list[Atom] = []
    total = False
    for atom in atoms:
        if fits.is_total(atom.folded):
            total = True
        elif not (total and _NUMBER.fullmatch(atom.folded)):
            total = False
            out.append(atom)
    return out


def with_whole_labels(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with the second part of a label that was split around a row (社会公众或服务 … 对象满意度指标) moved behind its first."""
    out = list(atoms)
    for n, atom in enumerate(out):
        if _is_label(atom.folded) or not 2 <= len(atom.folded) <= 8 or atom.gap not in (LINE, BREAK, PIPE, BLANK):
            continue
        for m in range(n + 2, min(n + _REACH, len(out))):
            other = out[m]
            loose = not _is_label(other.folded) or (atom.gap == BLANK and other.gap == LINE)
            if loose and len(other.folded) <= 8 and other.gap != SOFT and level2_of(atom.folded + other.folded):
                out.insert(n + 1, out.pop(m))
                break
    return out


def _is_label(folded: str) -> bool:
    return level1_of(folded) is not None or level2_of(folded) is not None
