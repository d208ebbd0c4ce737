"""The unit a text states by itself: a unit column, a bracket in a name, a value that is only a unit."""

from __future__ import annotations

import re

from linter.knowledge.context import derived
from linter.values.lexicons import unit_of, unit_table
from linter.values.normalise import normalise
from linter.values.types import Dimension, Unit


@derived(size=4096)
def _stated(text: str) -> Unit | None:
    folded = normalise(text).text.strip("-/")
    if folded[:1] == "(" and folded[-1:] == ")":
        folded = folded[1:-1]
    if not folded or folded in ("无", "不适用"):
        return None
    open_ = folded.replace("(", "").replace(")", "")  # 批（次）
    known = unit_table()
    if folded not in known and open_ in known:
        folded = open_
    symbol, *per = re.split(r"[/·每]", folded) if folded not in known else [folded]
    return unit_of(symbol, text, tuple(p for p in per if p))


def column_unit(text: str | None) -> Unit | None:
    """The unit a unit column states: ``人``, ``万元``, ``元/人·月``; ``None`` for no text, blanks and dashes. Unknown words: OTHER."""
    return _stated(text) if text else None


def is_unit(text: str) -> bool:
    """Whether a normalised text is nothing but a known unit: ``个``, ``元/人·天``, ``次/年``."""
    if text in unit_table():
        return True
    unit = _stated(text) if "/" in text else None
    # Letters below the stroke that are no unit are the number of a standard: GB/T17217一类.
    known = unit is not None and all(part in unit_table() or not (part.isascii() or re.search("[A-Za-z]", part)) for part in unit.per)
    return known and unit is not None and unit.dimension is not Dimension.OTHER
