"""Cuts proposed inside a piece: around level labels and numbers with their units, before signs, at brackets and list marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, SOFT, START, Atom
from linter.values import normalise
from linter.values.lexicons import comparators, unit_alternation

_LEAST_LABEL = 4
"""Shorter level labels (产出, 质量) are words of names: cut around only where they stand alone."""
_ITEM = re.compile(r"指标[0-9]{1,2}[:：.、]?|[0-9]{1,2}-[0-9]{1,2}(?=[^0-9%])|[★☆]+")
"""What opens an indicator: 指标1：, 1-1, ★."""
_BRACKETED = re.compile("[(（]([^()（）]+)[)）]")
_STRENGTH = {SOFT: 0, BLANK: 1, MARK: 2, LINE: 3, PIPE: 4, BREAK: 4, START: 5}
_CONTENT = re.compile(r"[\w≥≤=<>%]")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"


@derived
def _labels() -> re.Pattern[str]:
    """Level labels anywhere, overlapping ones too."""
    words = {normalise(e["word"]).text for e in entries("labels") if e["set"] in ("level1", "level2")}
    return re.compile(f"(?=({one_of(word for word in words if len(word) >= _LEAST_LABEL)}))")


@derived
def quantity() -> re.Pattern[str]:
    """A date, or a number with the sign before it and the unit behind it, as one piece of a value."""
    signs = one_of(word for word in comparators("prefix"))
    day = r"(?:[上中下]旬|底|末|初)?(?:之前|以前|前|完成)?"
    date = (
        rf"(?:20[0-9]{{2}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?{day}|20[0-9]{{2}}[.\-/][0-9]{{1,2}}(?:[.\-/][0-9]{{1,2}}日?)?{day}"
        r"|20[0-9]{2}年(?:年?[底末])?(?:之前|以前|前)?"
    )
    unit = f"(?:{unit_alternation()}|[%‰℃])"
    number = f"{_NUMBER}(?:{unit})?(?:[/·]{unit})*(?:以上|以内|以下|左右|之内|及以上)?"
    return re.compile(rf"(?:{signs}){{0,4}}(?:{date}|{number}(?:[-~—至]{number})?)")


@derived(size=65536)
def labels_in(folded: str) -> tuple[tuple[int, int], ...]:
    """The level labels in a text, those that overlap included, those inside a longer one not."""
    out: list[tuple[int, int]] = []
    last = 0
    for start, end in (match.span(1) for match in _labels().finditer(folded)):
        if end > last:  # a longer one that began before holds it
            out.append((start, end))
            last = end
    return tuple(out)


@derived(size=65536)
def cuts(folded: str) -> tuple[tuple[int, str], ...]:
    """Where a folded piece may be cut, in order, and what kind of gap the cut is."""
    found: dict[int, str] = {}
    for start, end in labels_in(folded):
        found[start] = found[end] = SOFT
    items = [match.span() for match in _ITEM.finditer(folded)]
    items += [match.span() for match in _BRACKETED.finditer(folded) if quantity().fullmatch(match[1])]
    for match in quantity().finditer(folded):
        if match.end() > match.start() and not any(start < match.start() < end for start, end in items):
            found[match.start()] = found[match.end()] = SOFT
    for match in re.finditer(r"[(\[【][^()\[\]【】]*[)\]】]", folded):
        found.setdefault(match.start(), SOFT)
        found.setdefault(match.end(), SOFT)
    for match in re.finditer("[;；。]", folded):
        found[match.end()] = MARK
    for match in re.finditer("[:：,，]", folded):
        if not folded[match.start() - 1 : match.start()].isdigit():
            found.setdefault(match.end(), SOFT)
    for start, end in items:
        bracketed = folded[start] in "(（"
        found = {at: kind for at, kind in found.items() if not start < at < end + (not bracketed)}
        found[start] = SOFT
    return tuple(sorted((at, kind) for at, kind in found.items() if 0 < at < len(folded)))


def split(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The pieces cut wherever they may be. What stands behind a mark alone is parted from what stands before it as the mark is."""
    held: str | None = None
    for atom in atoms:
        for piece in _cut(atom):
            if held is not None and _STRENGTH[held] > _STRENGTH[piece.gap]:
                piece = piece._replace(gap=held)
            held = piece.gap if not _CONTENT.search(piece.folded) else None
            yield piece


def _cut(atom: Atom) -> Iterator[Atom]:
    places = cuts(atom.folded)
    if not places:
        yield atom
        return
    norm = normalise(atom.raw)
    bounds = [(0, atom.gap), *places, (len(norm.text), SOFT)]
    for (start, gap), (end, _) in pairwise(bounds):
        first, last = norm.offsets[start], norm.offsets[end] if end < len(norm.text) else norm.raw_length
        blanks = atom.blanks if start == 0 else 0
        yield Atom(norm.text[start:end], gap, atom.source, atom.start + first, atom.start + last, atom.line, blanks)
