"""What the rules on relevance share: the words of ``lexicons/relevance.json`` and rewrites from the indicator library."""

from __future__ import annotations

from linter.knowledge.lexicons import words
from linter.rules.suggesting import Edits, proposals, replaced
from linter.rules.views import FormView, PlacedRow


def says(text: str, group: str) -> bool:
    """The text holds a word of a group of ``relevance``."""
    return any(word in text for word in words("relevance", group))


def opens_with(text: str, group: str) -> bool:
    """The text starts with a word of a group of ``relevance``."""
    return text.startswith(tuple(words("relevance", group)))


def refilled(form: FormView, placed: PlacedRow, category: str, own: bool = True) -> tuple[Edits, ...]:
    """Readings that put a countable row in the row's place: for its ``own`` words first, then from the library."""
    words_of_row = placed.row.name_text if own else ""
    return tuple(
        replaced(placed, one.target(form.year), one.name, one.unit, one.comparator) for one in proposals(form, category, words_of_row)
    )
