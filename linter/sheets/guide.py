"""What a form prints for a field or a column, how to fill it, and what may be chosen (``lexicons/form-guide.json``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from linter.lexicon import entries


@dataclass(frozen=True, slots=True)
class Guide:
    """A field or column: its label, how to fill it (one Chinese sentence), values to choose from."""

    key: str
    label: str
    note: str
    choices: tuple[str, ...] = ()


@cache
def guides() -> dict[str, Guide]:
    """Key (``project``, ``goal_annual``, ``value``, ``level2`` …) → guide."""
    return {e["key"]: Guide(e["key"], e["label"], e["note"], tuple(e.get("choices", ()))) for e in entries("form-guide")}


def label_of(key: str) -> str:
    """The label printed for a field or a column."""
    return guides()[key].label
