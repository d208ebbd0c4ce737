"""Changes: 提高5%, 较上年下降2个百分点, 提升至95%以上, 逐年提高."""

from __future__ import annotations

import re

from linter.knowledge.context import derived
from linter.values.lexicons import alternation, change_directions, change_words
from linter.values.normalise import Normalised
from linter.values.numbers import FoundNumber
from linter.values.types import Change, Direction, Quantity

_BASE = r"(?:同比|环比|(?:较|比|与|同|在|相比)(?:(?!{verbs})[^,，。;；、]){{1,16}}?(?:相比|基础上)?)"


@derived
def _before_number() -> re.Pattern[str]:
    """What stands before the number of a change, up to it: base, adverbs, verb, 到/至."""
    verbs = alternation(change_words("verb"))
    return re.compile(
        rf"(?P<base>{_BASE.format(verbs=verbs)})?,?(?:{alternation(change_words('adverb'))})*(?P<verb>{verbs})(?P<to>到|至|为)?(?P<rate>率|幅度)?$"
    )


@derived
def _bare() -> re.Pattern[str]:
    verbs = alternation(change_words("verb"))
    return re.compile(rf"(?P<base>{_BASE.format(verbs=verbs)}),?(?:{alternation(change_words('adverb'))})*(?P<verb>{verbs})")


_REACH = 64
"""How far before its number a change begins at most, so that a page of numbers is read once and not once for each."""


def numeric_change(
    text: str, numbers: tuple[FoundNumber, ...], quantities: tuple[Quantity, ...], norm: Normalised
) -> tuple[Change, int, int] | None:
    """The first change with a number in a normalised text, and its span there. ``None``: no number is a change (提高率5% is a rate's name)."""
    for number, quantity in zip(numbers, quantities, strict=True):
        match = _before_number().search(text, max(0, number.start - _REACH), number.start) if number.start else None
        if match is None:
            continue
        if match["rate"]:
            return None
        direction = change_directions()[match["verb"]]
        points = quantity.unit is not None and "百分点" in quantity.unit.text
        to_level = bool(match["to"]) or text.startswith("达到", number.start)
        change = Change(direction, norm.raw_span(match.start(), number.end), match["verb"], match["base"], quantity, to_level, points)
        return change, match.start(), number.end
    return None


_NONE = ("零", "负", "不", "无")
"""较上年零增长 has its number."""


def based_direction(text: str, norm: Normalised) -> Change | None:
    """较上年有所提高: a direction against a base, without a number."""
    match = _bare().fullmatch(text)
    if match is None or match["base"].endswith(_NONE):
        return None
    return Change(change_directions()[match["verb"]], norm.raw_span(0, len(text)), match["verb"], match["base"])


def bare_direction(text: str, words: frozenset[str], norm: Normalised) -> Change:
    """逐年提高: the direction of a text made of direction words (``words``) and adverbs."""
    verb = next((word for word in sorted(words, key=lambda w: (-len(w), w)) if word in text), text)
    return Change(change_directions().get(verb, Direction.UP), norm.raw_span(0, len(text)), verb)
