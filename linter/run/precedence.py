"""Which of several hits on one row or field speaks, and in what order hits are told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from linter.model.form import FIELD_KEYS
from linter.rules.api import Hit
from linter.rules.registry import Loaded, superseded
from linter.rules.views import PlacedRow

_PARTS = ("name", "comparator", "value", "unit", "nature", "weight", "standard", "thresholds", "actual", "score", "explanation", "remark")


@dataclass(frozen=True, slots=True)
class Raw:
    """A hit with its rule and where it belongs: row index (or field) and half, for precedence and order."""

    loaded: Loaded
    hit: Hit
    path: str
    row: PlacedRow | None = None
    anchor: str = ""
    half: str | None = None


def anchor_of(at: str) -> tuple[str, str | None]:
    """Row or field a path belongs to, and its half: ``indicators[3].annual.value`` → (``indicators[3]``, ``annual``); ``fields.goal.annual`` → (``fields.goal``, ``annual``)."""
    if at.startswith("indicators["):
        base, _, rest = at.partition(".")
        half = rest.partition(".")[0]
        return base, half or None
    if at.startswith("fields."):
        parts = at.split(".")
        if parts[1] == "total":
            return at, parts[2]
        return ".".join(parts[:2]), parts[2] if len(parts) > 2 and parts[2] in ("period", "annual") else None
    return "", None


def field_of(anchor: str) -> str | None:
    """The report's field of an anchor (``fields.total.annual`` → ``total_annual``), ``None`` for rows and the form."""
    if not anchor.startswith("fields."):
        return None
    key, _, rest = anchor[len("fields.") :].partition(".")
    return f"total_{rest}" if key == "total" and rest else key


def _overlap(a: str | None, b: str | None) -> bool:
    return a == b or a in (None, "both") or b in (None, "both")


def without_superseded(raws: list[Raw]) -> list[Raw]:
    """Drop what another rule on the same row (or field) explains."""
    below = superseded()
    at: dict[str, list[Raw]] = defaultdict(list)
    for raw in raws:
        at[raw.anchor].append(raw)
    return [
        raw
        for raw in raws
        if not any(
            raw.loaded.rule.code in below.get(o.loaded.rule.code, ()) and _overlap(o.half, raw.half) for o in at[raw.anchor] if raw.anchor
        )
    ]


def reading_order(raw: Raw) -> tuple[int, int, int, int]:
    """Form, then header fields, then rows; in a row the period before the annual half, then by column."""
    anchor = raw.anchor
    if anchor.startswith("indicators["):
        rest = raw.path.rpartition("].")[2].split(".")
        part = rest[1].partition("[")[0] if len(rest) > 1 else ""
        return 2, int(anchor[11:-1]), 1 if raw.half == "annual" else 0, _PARTS.index(part) if part in _PARTS else -1
    if anchor:
        key = anchor.removeprefix("fields.").partition(".")[0]
        order = FIELD_KEYS.index(key) if key in FIELD_KEYS else len(FIELD_KEYS)
        return 1, order, 1 if raw.half == "annual" else 0, 0
    return 0, 0, 0, 0
