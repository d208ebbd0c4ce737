"""Cuts proposed inside a piece: around level labels and numbers with their units, before signs, at brackets and list marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.knowledge.patterns import deferred
from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, SOFT, START, Atom
from linter.layouts.alignment.chrome import filler
from linter.layouts.titles import is_page_mark
from linter.values import normalise
from linter.values.lexicons import comparators, unit_alternation

_LEAST_LABEL = 4
"""Shorter level labels (产出, 质量) are words of names: cut around only where they stand alone."""
_ITEM = deferred(r"指标[0-9]{1,2}[:：.、]?|[0-9]{1,2}-[0-9]{1,2}(?![0-9%])|[★☆]+|(?<![^;；。])[0-9]{1,2}[、.．](?=[\u3400-\u9fff])")
"""What opens an indicator: 指标1：, 1-1, ★; 1、 where a clause begins."""
_COPULA = deferred("(?<![行作人认成因])为(?=[≥≤=<>0-9])")
"""为 between a name and its value: 办结时限为≤20个工作日; no 违规行为0起."""
_DASHED = deferred(r"指标[-—–]{1,2}(?=[\u3400-\u9fff])")
_ENUMERATED = deferred(
    r"[%a-zA-Z\u3400-\u9fff][,，](?=[\u3400-\u9fff](?:[^,，;；。]{2,30}[≥≤=<>]|[^,，;；。0-9扣得]{2,30}[0-9][0-9.]*[^,，;；。0-9]{0,6}(?:[,，;；。]|$)))"
)
"""A comma between two targets of a sentence: behind a unit, before words that end with a sign, or with a number and its unit."""
_FURTHER = re.compile(r"/(?=[\u3400-\u9fff]{4,}[≥≤=<>]?[0-9])|[,，](?=[\u3400-\u9fff]{4,14}[:：])")
"""What parts a target from the next one: a slash, where a unit would be shorter and have no figure behind it; a comma before words that end
with a colon."""
_TAIL = "满意度"
_BRACKETED = re.compile("[(（]([^()（）]+)[)）]")
_STRENGTH = {SOFT: 0, BLANK: 1, MARK: 2, LINE: 3, PIPE: 4, BREAK: 4, START: 5}
_CONTENT = deferred(r"[\w≥≤=<>%]")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"


@derived
def _labels() -> re.Pattern[str]:
    """Level labels anywhere, overlapping ones too."""
    words = {normalise(e["word"]).text for e in entries("labels") if e["set"] in ("level1", "level2")}
    return re.compile(f"(?=({one_of(word for word in words if len(word) >= _LEAST_LABEL)}))")


@derived
def quantity() -> re.Pattern[str]:
    """A date (group ``date``), or a number with the sign before it and the unit behind it, as one piece of a value."""
    signs = one_of(word for word in comparators("prefix"))
    day = r"(?:[上中下]旬|底|末|初)?(?:之前|以前|前|完成)?"
    date = (
        rf"(?:20[0-9]{{2}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?{day}|20[0-9]{{2}}[.\-/][0-9]{{1,2}}(?:[.\-/][0-9]{{1,2}}日?)?{day}"
        r"|20[0-9]{2}年(?:年?[底末])?(?:之前|以前|前)?"
    )
    unit = f"[百万亿]{{0,2}}(?:{unit_alternation()}|[%‰℃])次?"
    number = f"{_NUMBER}(?:{unit})?(?:[/·]{unit})*(?:以上|以内|以下|左右|之内|及以上)?"
    return re.compile(rf"(?:{signs}){{0,4}}(?:(?P<date>{date})|{number}(?:[-~—至]{number})?)")


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


@derived
def _before_names() -> re.Pattern[str]:
    """Categories that end as the names of their indicators do, right before one: 社会公众满意度|沿街居民满意度."""
    words = {
        normalise(e["word"]).text
        for e in entries("labels")
        if e["set"] in ("category", "level2") and e["word"].endswith(_TAIL) and e["word"] != _TAIL
    }
    return re.compile(rf"{one_of(words)}(?=[\u3400-\u9fff]{{2,12}}{_TAIL})")


def category_before(folded: str) -> int:
    """Where a category ends that stands before the name of its indicator, 0 where none does."""
    match = _before_names().match(folded)
    return match.end() if match is not None else 0


def _marks(folded: str) -> Iterator[tuple[int, str]]:
    """What marks cut: brackets around a text, the end of an item, a colon, a dash behind a level, a comma between two targets."""
    for match in re.finditer(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]", folded):
        yield match.start(), SOFT
        yield match.end(), SOFT
    for match in re.finditer(r"\[(?=[^\[\]]+\])", folded):
        yield match.end(), SOFT
    for match in quantity().finditer(folded):
        if match.group() and (folded[match.end() : match.end() + 1] == "、" or _FURTHER.match(folded, match.end())):
            yield match.end() + 1, MARK
    for match in re.finditer("[;；。]", folded):
        yield match.end(), MARK
    for match in re.finditer("[:：,，]", folded):
        if not folded[match.start() - 1 : match.start()].isdigit():
            yield match.end(), SOFT
    yield from ((at, SOFT) for match in _COPULA.finditer(folded) for at in match.span())
    yield from ((match.end(), SOFT) for match in _DASHED.finditer(folded))
    for match in _ENUMERATED.finditer(folded):
        valued = quantity().match(folded, match.end())
        yield match.end(), SOFT if valued is not None and valued.group() else MARK


@derived(size=65536)
def cuts(folded: str) -> tuple[tuple[int, str], ...]:
    """Where a folded piece may be cut, in order, and what kind of gap the cut is."""
    labels = labels_in(folded)
    found = {at: SOFT for span in labels for at in span}
    found.update({at: SOFT for match in _before_names().finditer(folded) for at in match.span()})
    items = [match.span() for match in _ITEM.finditer(folded)]
    items += [match.span() for match in _BRACKETED.finditer(folded) if quantity().fullmatch(match[1])]
    inside = {at for start, end in items for at in range(start + 1, end)}
    for match in quantity().finditer(folded):
        if match.end() > match.start() and match.start() not in inside:
            found[match.start()] = SOFT
            if not any(start < match.end() < end for start, end in labels):  # 10|成本指标, no 10成
                found[match.end()] = SOFT
    for at, kind in _marks(folded):
        found[at] = kind if kind == MARK else found.get(at, kind)
    for start, end in items:
        bracketed = folded[start] in "(（"
        for at in range(start + 1, end + (not bracketed)):
            found.pop(at, None)
        found.setdefault(start, SOFT)
    return tuple(sorted((at, kind) for at, kind in found.items() if 0 < at < len(folded)))


def split(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """The pieces cut wherever they may be. What stands behind a mark alone is parted from what stands before it as the mark is; a blank behind
    the number of an item parts nothing."""
    held: str | None = None
    numbered = False
    for atom in atoms:
        for piece in _cut(atom):
            if held is not None and _STRENGTH[held] > _STRENGTH[piece.gap]:
                piece = piece._replace(gap=held)
            if numbered and piece.gap == BLANK:
                piece = piece._replace(gap=SOFT)
            held = piece.gap if not _CONTENT.search(piece.folded) or filler(piece.folded) else None
            numbered = _ITEM.fullmatch(piece.folded) is not None
            yield piece


def _cut(atom: Atom) -> Iterator[Atom]:
    places = cuts(atom.folded)
    if not places or is_page_mark(atom.folded):
        yield atom
        return
    norm = normalise(atom.raw)
    bounds = [(0, atom.gap), *places, (len(norm.text), SOFT)]
    for (start, gap), (end, _) in pairwise(bounds):
        first, last = norm.offsets[start], norm.offsets[end] if end < len(norm.text) else norm.raw_length
        blanks = atom.blanks if start == 0 else 0
        yield Atom(norm.text[start:end], gap, atom.source, atom.start + first, atom.start + last, atom.line, blanks)
