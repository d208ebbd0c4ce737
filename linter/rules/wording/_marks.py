"""Marks that have no place inside a name."""

from __future__ import annotations

import re

from linter.knowledge.lexicons import phrase
from linter.values.lexicons import head_of
from linter.values.morphology import measure_tail


def inside(name: str) -> tuple[int, int] | None:
    """Where a name has a mark inside a word, or one that parts a thing from its measure: 设施、完好率."""
    match = phrase("mark_in_word").search(name)
    if match is not None and match[0] in "*＊" and phrase("product_sign").search(name):
        match = None
    match = match or _parted(name)
    return match.span() if match is not None else None


def _parted(name: str) -> re.Match[str] | None:
    """The one 、 of a name where all that follows is a measure and nothing before it measures anything."""
    match = re.search("、", name) if name.count("、") == 1 else None
    if match is None:
        return None
    before, after = name[: match.start()], name[match.end() :]
    head = head_of(after)
    whole = head is not None and len(head.word) > 1 and head.word == after and head.kind in _SHARED
    return match if whole and measure_tail(before) is None and head_of(before) is None else None


_SHARED = ("rate", "amount", "satisfaction")
