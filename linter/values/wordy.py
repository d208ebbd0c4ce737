"""The shape of a value without number or date."""

from __future__ import annotations

import re

from linter.knowledge.context import derived
from linter.values.lexicons import alternation, comparators, value_pattern, value_words
from linter.values.normalise import normalise
from linter.values.types import Comparator, Shape
from linter.values.units import is_unit

_WHOLE_VALUE_GROUPS = ((Shape.NEGATION, "negation"), (Shape.YESNO, "yesno"), (Shape.SCALE, "scale"), (Shape.GRADE, "grade"))


@derived
def _whole_values() -> dict[str, Shape]:
    """Values that are one listed word; the first group that lists it decides."""
    return {word: shape for shape, group in reversed(_WHOLE_VALUE_GROUPS) for word in value_words(group)}


@derived
def _patterns() -> tuple[tuple[Shape, re.Pattern[str]], ...]:
    """What a value written by a pattern is, in the order of trust."""
    return tuple((shape, value_pattern(shape.value)) for shape in (Shape.STATUTORY, Shape.GRADE, Shape.REFERENCE))


@derived
def _adverbs() -> re.Pattern[str]:
    return re.compile(f"(?<!可)(?:{alternation(value_words('adverb'))})")


@derived
def _tail() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(value_words('tail'))}){{1,8}}$")


def strip_degree(text: str) -> str:
    """The text without degree adverbs (显著 持续 逐步 稳步 进一步 …) and without 情况/程度/效果/影响 at its end."""
    folded = normalise(text).text
    core = _tail().sub("", _adverbs().sub("", folded)).strip(",，。;；、")
    return core or folded


@derived
def _cover_sets() -> dict[str, frozenset[str]]:
    return {group: value_words(group) for group in ("evaluative", "degree", "suffix", "direction")}


@derived
def _cover_starts(groups: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[0] for group in groups for word in _cover_sets()[group])


def covered(text: str, groups: tuple[str, ...], needs: str) -> bool:
    """Whether words of ``groups`` cover the whole text, at least one of them from ``needs``."""
    if not text or text[0] not in _cover_starts(groups):
        return False
    sets = _cover_sets()
    reach = [0] * (len(text) + 1)  # bit 1: reachable, bit 2: reachable with a needed word
    reach[0] = 1
    for start in range(len(text)):
        if not reach[start]:
            continue
        for length in range(1, min(8, len(text) - start) + 1):
            piece = text[start : start + length]
            for group in groups:
                if piece in sets[group]:
                    reach[start + length] |= reach[start] | (2 if group == needs else 0)
    return bool(reach[-1] & 2)


def is_bare(text: str) -> bool:
    """Only a unit (万户, 台件, 次左右 too), a comparator, or a comparator with %."""
    signs = comparators("prefix")
    unit = text.removesuffix("左右").lstrip("万亿千")
    joined = len(set(unit)) == len(unit) == _JOINED and unit.isalpha() and all(map(is_unit, unit))
    return text in signs or text.rstrip("%") in signs or is_unit(text) or is_unit(unit) or joined


_JOINED = 2
"""Two measure words of one character each: 台件, 户次, 件次."""


def leading_comparator(text: str) -> tuple[Comparator | None, str]:
    """The comparators a text without number starts with (the last one speaks) and the rest: ``≥上年`` → ≥, 上年."""
    signs = comparators("prefix")
    leading = None
    while text and not is_bare(text) and not value_pattern("reference").fullmatch(text):
        length = next((n for n in range(min(6, len(text) - 1), 0, -1) if text[:n] in signs), 0)
        if not length:
            break
        leading, text = signs[text[:length]], text[length:]
    return leading, text


def wordy_shape(text: str) -> Shape:
    """The shape of a normalised value without number or date."""
    if is_bare(text) and text not in value_words("evaluative"):
        return Shape.BARE  # 最低 before a number bounds it, alone it praises
    listed = _whole_values().get(text)
    if listed is not None:
        return listed
    half = text[: len(text) // 2]
    if half and half * 2 == text:
        return wordy_shape(half)
    if covered(text, ("direction", "degree"), "direction"):
        return Shape.DIRECTION
    if covered(text, ("evaluative", "degree", "suffix"), "evaluative"):
        return Shape.FILLER
    return next((shape for shape, pattern in _patterns() if pattern.fullmatch(text)), Shape.TEXT)
