"""Marks that have no place inside a name."""

from __future__ import annotations

import re

from linter.knowledge.lexicons import phrase
from linter.values import column_unit, parse_value
from linter.values.lexicons import head_of
from linter.values.morphology import measure_tail
from linter.values.types import Dimension


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


def second_unit(value: str) -> tuple[int, int] | None:
    """Where a share's or an amount's unit stands once more behind a number that has its unit: 95分%, 3万元/座万元. Two measure words of a
    count may be one (2.6万台件)."""
    read = parse_value(value)
    quantity = read.quantity
    if quantity is None or quantity.unit is None or len(read.quantities) != 1 or len(read.leftovers) != 1:
        return None
    start, end = read.leftovers[0]
    unit = column_unit(value[start:end])
    behind = start == quantity.span[1] and end == len(value.rstrip())
    return (start, end) if behind and unit is not None and unit.dimension in (Dimension.RATIO, Dimension.MONEY) else None
