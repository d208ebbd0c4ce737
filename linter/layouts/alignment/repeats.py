"""Cuts that repetition shows in run-on text: a remark that stands behind value after value, a name repeated by its explanation, digits
run together where weights stand before values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import BREAK, SOFT, Atom
from linter.layouts.alignment.soft import quantity
from linter.values import normalise

_LEAST, _SHARE = 3, 0.4
"""How often, and behind which share of the values, a remark must stand."""
_SHORTEST, _LONGEST = 1, 10
_SHORT, _NEARLY_ALL = 2, 0.8
"""A shorter remark (无) must stand behind nearly all of them."""
_ECHO = 4
"""The shortest name an explanation is known to repeat."""
_RUN = re.compile(r"^[0-9]{2,}")
_WORDED = deferred(r"^[\u3400-\u9fff]+")


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
    often = [word for word, count in counts.items() if count >= (least if len(word) >= _SHORT else max(_LEAST, _NEARLY_ALL * len(texts)))]
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
    n = 0
    while n < len(atoms):
        behind = n > 0 and quantity().fullmatch(atoms[n - 1].folded) is not None
        size, ends = _spanned(atoms, n, word) if behind else (0, 0)
        if not size:
            out.append(atoms[n])
            n += 1
            continue
        *pieces, last = atoms[n : n + size]
        head, *tail = cut_at(last, [ends] if ends < len(last.folded) else [])
        out += _whole([_parted(pieces[0] if pieces else head, atoms[n - 1]), *[*pieces, head][1:]], word)
        n += size
        if not tail and n < len(atoms) and atoms[n].gap == SOFT:
            tail, n = [atoms[n]], n + 1
        out += [atom._replace(gap=BREAK) for atom in tail]
    return out


def _parted(atom: Atom, value: Atom) -> Atom:
    """A remark behind a value, parted from it where the value has its unit: it can be none."""
    return atom if value.folded[-1].isdigit() else atom._replace(gap=BREAK)


def _spanned(atoms: Sequence[Atom], n: int, word: str) -> tuple[int, int]:
    """How many pieces a word takes from a piece on, and where it ends in the last of them; (0, 0) where it does not stand."""
    rest, size = word, 0
    while n + size < len(atoms):
        piece = atoms[n + size].folded
        size += 1
        if piece.startswith(rest):
            return size, len(rest)
        if not rest.startswith(piece):
            return 0, 0
        rest = rest[len(piece) :]
    return 0, 0


def _whole(pieces: Sequence[Atom], word: str) -> list[Atom]:
    """The pieces of a word as one, where they follow each other in one text."""
    return [pieces[0]._replace(folded=word, end=pieces[-1].end)] if _one_stretch(pieces) else list(pieces)


def _one_stretch(pieces: Sequence[Atom]) -> bool:
    return all(a.source is b.source and a.end == b.start for a, b in pairwise(pieces))


def with_echoes(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces cut where an explanation repeats the name before it (家园数量反映家园数量情况)."""
    for atom in atoms:
        name, *echo = cut_at(atom, _echo(atom.folded))
        yield name
        yield from (each._replace(gap=BREAK) for each in echo)


def _echo(text: str) -> list[int]:
    for length in range(len(text) // 2, _ECHO - 1, -1):
        if text.find(text[:length], length) >= 0:
            return [length]
    return []


def with_weights(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces with runs of digits cut behind their first or second, for a weight may stand right before the value; a date whose first
    digit it had taken (109月底前) is whole again."""
    out: list[Atom] = []
    for atom in atoms:
        if out and _is_date(out[-1], atom):
            out[-1] = out[-1]._replace(folded=out[-1].folded + atom.folded, end=atom.end)
            continue
        run = _RUN.match(atom.folded) if atom.gap == SOFT else None
        out += cut_at(atom, [n for n in (1, 2) if n < len(atom.folded)] if run else [])
    return out


def _is_date(first: Atom, second: Atom) -> bool:
    """Whether two pieces of one text are one date."""
    match = quantity().fullmatch(first.folded + second.folded) if second.gap == SOFT and _one_stretch((first, second)) else None
    return match is not None and match["date"] is not None
