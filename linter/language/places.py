"""Names of places no dictionary lists: two characters before a division of the country, 坪安 in 坪安镇."""

from __future__ import annotations

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.language import occurrences, tokens

_NEXT = 4
_KINDS = 2
"""Divisions with which a word makes words of their own, from which on it says of what kind a place is, and does not name one: 贫困县, 贫困村."""


@derived
def _divisions() -> frozenset[str]:
    return frozenset(word for entry in entries("substitutions") if entry["set"] == "division" for word in entry["words"])


@derived(size=1024)
def _is_kind(word: str) -> bool:
    return sum(len(tokens(word + division)) == 1 for division in _divisions()) >= _KINDS


def names_place(text: str, name: str, meant: str) -> bool:
    """Whether a text speaks of a place of that name, somewhere: 坪安镇, and not 防讯|乡镇. ``meant``: the word it may be a slip for; where that tells
    the kind of a place (贫因村) the slip is likelier than the name."""
    behind = [at + len(name) for at in occurrences(text, name)]
    return any(tokens(text[end : end + _NEXT])[0].text in _divisions() for end in behind if end < len(text)) and not _is_kind(meant)
