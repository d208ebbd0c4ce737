"""What lines of a page print that says nothing of the indicators: numbers of rows (1, 2, 3) and of an outline (4.1.2), the heads of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import Atom
from linter.values import normalise

_ROW = deferred(r"([0-9]{1,3})[.、．]?")
_OUTLINE = deferred(r"[0-9]{1,2}(?:\.[0-9]{1,2})+[.、．]?(?![0-9.%])")
_FEWEST = 4
"""Fewer lines with such numbers are no list."""
_SHORTEST_HEAD = 8


def without_numbering(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces without the numbers of rows and outlines before them."""
    rows = _rows(atoms)
    firsts = {n for n, atom in enumerate(atoms) if (n == 0 or atoms[n - 1].line != atom.line)}
    numbered = {n: match.end() for n in firsts if (match := _OUTLINE.match(atoms[n].folded))}
    outline = {n: end for n, end in numbered.items() if _worded(atoms, n, end)}
    if len(outline) < _FEWEST or not any(atoms[n].folded[:end].count(".") > 1 for n, end in outline.items()):
        outline = {}
    return list(_dropped(atoms, rows, outline))


def without_running_heads(body: Sequence[Atom], above: Sequence[Atom]) -> list[Atom]:
    """The pieces of a table without the lines that also stand above it (部门名称：…　单位：万元 at the head of every page)."""
    lines = {line: "".join(atom.folded for atom in group) for line, group in groupby(body, key=lambda atom: atom.line)}
    heads = {"".join(atom.folded for atom in group) for _, group in groupby(above, key=lambda atom: atom.line)}
    return [atom for atom in body if len(lines[atom.line]) < _SHORTEST_HEAD or lines[atom.line] not in heads]


def _worded(atoms: Sequence[Atom], n: int, end: int) -> bool:
    """Whether words follow the number of an outline, in its piece or in the next one on the line."""
    if end < len(atoms[n].folded):
        return not atoms[n].folded[end].isascii()
    return n + 1 < len(atoms) and atoms[n + 1].line == atoms[n].line and not atoms[n + 1].folded[0].isdigit()


def _rows(atoms: Sequence[Atom]) -> set[int]:
    """The pieces that number the rows: the first of lines that hold others, counting from 1 without a gap."""
    starts: list[int] = []
    for n, (atom, after) in enumerate(pairwise(atoms)):
        first = n == 0 or atoms[n - 1].line != atom.line
        match = _ROW.fullmatch(atom.folded)
        if first and after.line == atom.line and match and int(match[1]) == len(starts) + 1:
            starts.append(n)
    return set(starts) if len(starts) >= _FEWEST else set()


def _dropped(atoms: Sequence[Atom], rows: set[int], outline: dict[int, int]) -> Iterator[Atom]:
    held: Atom | None = None
    for n, atom in enumerate(atoms):
        whole = n in rows or outline.get(n) == len(atom.folded)
        if whole:
            held = atom
            continue
        if held is not None:
            atom = atom._replace(gap=held.gap, blanks=max(0, held.blanks + atom.blanks))
            held = None
        if n in outline:
            norm = normalise(atom.raw)
            at = outline[n]
            atom = atom._replace(folded=norm.text[at:], start=atom.start + norm.offsets[at])
        yield atom
