"""What a page's reading by alignment depends on: an entry of ``lexicons/reading.json`` speaks of an example where raising its cost changes
the reading of it."""

from __future__ import annotations

import json
from typing import Any

from linter import formats
from linter.knowledge.context import Knowledge, using
from linter.layouts.alignment import fit, forms
from linter.layouts.alignment import table as tables
from linter.layouts.alignment.atoms import atoms_of
from linter.layouts.alignment.headings import Text, find
from linter.model.blocks import Block, NotChecked

_RAISE = 0.37


def blocks(text: str) -> list[Block]:
    """A page as a text file gives it."""
    (source,) = formats.read_bytes(text.encode(), "page.txt")
    return list(source.blocks)


def _page(text: str) -> Any:
    readings: list[tables.Reading] = []
    original = tables.read

    def kept(*arguments: Any) -> tables.Reading:
        readings.append(original(*arguments))
        return readings[-1]

    page = blocks(text)
    pieces = atoms_of(page)
    headers, _ = find(pieces, Text(pieces))
    heads = [[(h.word, h.role) for h in header.headings] for header in headers]
    tables.read = kept  # type: ignore[assignment]
    try:
        drafts = [one for one in forms.read(page, "元") if not isinstance(one, NotChecked)]
    finally:
        tables.read = original
    doubts = [doubt.path for draft in drafts for doubt in draft.body.uncertain]
    rows = [
        (row.level1, row.level2, half.name.text, half.value.text)
        for draft in drafts
        for row in draft.body.indicators
        if (half := row.annual)
    ]
    return heads, [round(one.alignment.cost, 3) for one in readings], rows, doubts


def outcome(example: str) -> Any:
    """``role：text`` is the cost of a text under a role (``junk``: of leaving it out), ``\\n`` in an example makes it a page."""
    role, _, text = example.partition("|")
    if "\n" in example:
        return _page(example)
    return round(fit.junk(text) if role == "junk" else fit.fit(role, text), 3)


def speaks(entry: dict[str, Any], example: str) -> bool:
    """Whether the reading of an example depends on the entry: with another cost it is another."""
    before, own = outcome(example), entry.get("cost", 0.0)
    for cost in (own + _RAISE, own + 6.0, 0.0, own - 4.0):
        with using(Knowledge.of(json.dumps({"reading": [{**entry, "cost": cost}]}))):
            if outcome(example) != before:
                return True
    return False
