"""Tags: what a name says beside its measure (saved money, paid out, capped by law, entitled, a stage of the work …).

One table: a group of ``lexicons/tags.json`` is a tag, and every word of it carries its hit and its miss. Rules ask for tags, or declare them as
``unless``; none keeps words of its own.
"""

from __future__ import annotations

import re

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, one_of

_AT_THE_START = frozenset({"benefit"})


@derived
def _tags() -> dict[str, list[Entry]]:
    by_tag: dict[str, list[Entry]] = {}
    for entry in entries("tags"):
        by_tag.setdefault(entry["group"], []).append(entry)
    return by_tag


@derived
def _pattern(tag: str) -> re.Pattern[str]:
    """What sets a tag; made when somebody first asks for it."""
    listed = _tags()[tag]
    words = [e["word"] for e in listed if "word" in e]
    return re.compile("|".join([*([one_of(words)] if words else []), *(e["pattern"] for e in listed if "pattern" in e)]))


@derived(size=262144)
def tagged(name: str, tag: str) -> bool:
    """Whether a name carries a tag.

    Raises:
        KeyError: no table sets such a tag.
    """
    pattern = _pattern(tag)
    return (pattern.match(name) if tag in _AT_THE_START else pattern.search(name)) is not None


def without(name: str, tag: str) -> str:
    """The name without what sets a tag: 确保文物安全 → 文物安全."""
    return _pattern(tag).sub("", name)


def tags_of(name: str) -> tuple[str, ...]:
    """Every tag of a name, in the order of the table."""
    return tuple(tag for tag in _tags() if tagged(name, tag))
