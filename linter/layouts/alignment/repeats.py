"""Cuts that repetition shows in run-on text: a remark that stands behind value after value, a name repeated by its explanation, digits
run together where weights stand before values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linter.layouts.alignment.atoms import LINE, SOFT, Atom
from linter.layouts.alignment.soft import quantity
from linter.values import normalise

_LEAST, _SHARE = 3, 0.4
"""How often, and behind which share of the values, a remark must stand."""
_SHORTEST, _LONGEST = 2, 10
_ECHO = 4
"""The shortest name an explanation is known to repeat."""
_RUN = re.compile(r"^[0-9]{2,}")
_WORDED = re.compile(r"^[\u3400-\u9fff]+")


def cut_at(atom: Atom, places: Sequence[int]) -> Iterator[Atom]:
    """A piece cut at places of its folded text."""
    norm = normalise(atom.raw)
    if not places or len(norm.text) != len(atom.folded):
        yield atom
        return
    bounds = [0, *places, len(norm.text)]
    for start, end in pairwise(bounds):
        first, last = norm.offsets[start], norm.offsets[end] if end < len(norm.text) else norm.raw_length
        gap, blanks = (atom.gap, atom.blanks) if start == 0 else (SOFT, 0)
        yield Atom(norm.text[start:end], gap, atom.source, atom.start + first, atom.start + last, atom.line, blanks)


def constant(atoms: Sequence[Atom]) -> str:
    """What stands again and again behind a value in run-on text (符合预期, 已完成), ``""`` where nothing does."""
    texts = _behind_values(atoms)
    counts = Counter(text[:n] for text in texts for n in range(_SHORTEST, min(_LONGEST, len(text)) + 1))
    least = max(_LEAST, int(_SHARE * len(texts)))
    often = [word for word, count in counts.items() if count >= least]
    return max(often, key=lambda word: (counts[word] * len(word), len(word)), default="")


def _behind_values(atoms: Sequence[Atom]) -> list[str]:
    """The running text behind each value, up to the next one."""
    out: list[str] = []
    open_text: list[str] | None = None
    for atom in atoms:
        if quantity().fullmatch(atom.folded):
            if open_text:
                out.append("".join(open_text))
            open_text = []
        elif open_text is not None and atom.gap == SOFT:
            open_text.append(atom.folded)
        else:
            open_text = None
    if open_text:
        out.append("".join(open_text))
    return [text for text in out if _WORDED.match(text)]


def with_constants(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with the remark cut off that stands behind value after value, wherever pieces of it lie."""
    word = constant(atoms)
    if not word:
        return list(atoms)
    out: list[Atom] = []
    rest = ""
    for n, atom in enumerate(atoms):
        behind = n > 0 and quantity().fullmatch(atoms[n - 1].folded) is not None
        ahead = "".join(each.folded for each in atoms[n : n + 4])
        if behind and ahead.startswith(word):
            rest = word
        if rest and atom.folded.startswith(rest) and len(atom.folded) > len(rest):
            head, tail = cut_at(atom, [len(rest)])
            out += [head, tail._replace(gap=LINE)]
            rest = ""
        else:
            rest = rest.removeprefix(atom.folded) if rest.startswith(atom.folded) else ""
            out.append(atom)
    return out


def with_echoes(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces cut where an explanation repeats the name before it (家园数量反映家园数量情况)."""
    for atom in atoms:
        yield from cut_at(atom, _echo(atom.folded))


def _echo(text: str) -> list[int]:
    for length in range(len(text) // 2, _ECHO - 1, -1):
        if text.find(text[:length], length) >= 0:
            return [length]
    return []


def with_weights(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces with runs of digits cut behind their first or second, for a weight may stand right before the value."""
    for atom in atoms:
        run = _RUN.match(atom.folded) if atom.gap == SOFT else None
        yield from cut_at(atom, [n for n in (1, 2) if n < len(atom.folded)] if run else [])
