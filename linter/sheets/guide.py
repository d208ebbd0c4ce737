"""What a form prints for a field or a column, how to fill it, and what may be chosen (``schemas/form-guide.json``)."""

from __future__ import annotations

import json
from functools import cache

from msgspec import Struct

from linter.knowledge.resources import schema_path


class Guide(Struct, frozen=True):
    """A field or column: its label, how to fill it (one Chinese sentence), values to choose from."""

    key: str
    label: str
    note: str
    choices: tuple[str, ...] = ()


@cache
def guides() -> dict[str, Guide]:
    """Key (``project``, ``goal_annual``, ``value``, ``level2`` …) → guide."""
    entries = json.loads(schema_path("form-guide.json").read_text(encoding="utf-8"))["entries"]
    return {e["key"]: Guide(e["key"], e["label"], e["note"], tuple(e.get("choices", ()))) for e in entries}


def label_of(key: str) -> str:
    """The label printed for a field or a column."""
    return guides()[key].label
