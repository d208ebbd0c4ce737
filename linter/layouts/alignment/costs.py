"""What a reading costs, as data: ``lexicons/reading.json``."""

from __future__ import annotations

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries


@derived
def table(kind: str) -> dict[str, float]:
    """Word → cost of one set: ``heading heading-gap heading-part lost cut join row fit pair junk chrome filler parting doubt``."""
    return {e["word"]: float(e.get("cost", 0)) for e in entries("reading") if e["set"] == kind}


@derived
def cost(kind: str, word: str) -> float:
    """One cost.

    Raises:
        KeyError: the data has none.
    """
    return table(kind)[word]
