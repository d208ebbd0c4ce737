"""What the rules on relevance share: the words of ``lexicons/relevance.json`` and rewrites from the indicator library."""

from __future__ import annotations

from linter.lexicon import words
from linter.rules.suggesting import rows_for
from linter.rules.views import FormView, PlacedRow

Reading = tuple[tuple[str, str | None], ...]


def says(text: str, group: str) -> bool:
    """The text holds a word of a group of ``relevance``."""
    return any(word in text for word in words("relevance", group))


def opens_with(text: str, group: str) -> bool:
    """The text starts with a word of a group of ``relevance``."""
    return text.startswith(tuple(words("relevance", group)))


def refilled(form: FormView, placed: PlacedRow, category: str, most: int = 2) -> tuple[Reading, ...]:
    """Readings that put a countable row of the library in the row's place. None where the layout splits the value over columns."""
    row = placed.row
    if row.comparator is not None or row.unit is not None:
        return ()
    taken = {one.row.name.text for one in form.rows}
    library = [one for one in rows_for(form, category) if one["unit"] and one["name"] not in taken]
    return tuple(
        ((placed.path("name"), one["name"]), (placed.path("value"), f"{one['comparator']}__{one['unit']}")) for one in library[:most]
    )
