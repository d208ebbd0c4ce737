"""Which of several hits on one row or field speaks, and in what order hits are told."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from linter.model.form import FIELD_KEYS
from linter.model.path import Path
from linter.rules.api import Hit
from linter.rules.registry import Loaded, superseded
from linter.rules.views import PlacedRow

_COLUMNS = ("name", "comparator", "value", "unit", "nature", "weight", "standard", "thresholds", "actual", "score", "explanation", "remark")
"""The parts of a row as they are read."""


class Raw(Struct, frozen=True):
    """A hit with its rule, its place in the document, and the half it speaks of. ``row``: of an INDICATOR rule."""

    loaded: Loaded
    hit: Hit
    path: Path
    half: str | None = None
    row: PlacedRow | None = None


def _overlap(a: str | None, b: str | None) -> bool:
    return a == b or a in (None, "both") or b in (None, "both")


def without_superseded(raws: list[Raw]) -> list[Raw]:
    """Drop what another rule on the same row (or field) explains."""
    below = superseded()
    rivals: dict[Path | None, list[Raw]] = defaultdict(list)
    for raw in raws:
        rivals[raw.path.anchor].append(raw)

    def explained(raw: Raw) -> bool:
        anchor = raw.path.anchor
        return anchor is not None and any(
            raw.loaded.rule.code in below.get(other.loaded.rule.code, ()) and _overlap(other.half, raw.half) for other in rivals[anchor]
        )

    return [raw for raw in raws if not explained(raw)]


def reading_order(raw: Raw) -> tuple[int, int, int, int]:
    """Form, then header fields, then rows; in a row the period before the annual half, then by column."""
    path, later = raw.path, 1 if raw.half == "annual" else 0
    if path.row is not None:
        return 2, path.row, later, _COLUMNS.index(path.part) if path.part is not None else -1
    if path.field is not None:
        return 1, FIELD_KEYS.index(path.field) if path.field in FIELD_KEYS else len(FIELD_KEYS), later, 0
    return 0, 0, 0, 0
