"""What the rules on relevance share: rewrites from the indicator library."""

from __future__ import annotations

from linter.rules.suggesting import Edits, proposals, replaced
from linter.rules.views import FormView, PlacedRow


def refilled(form: FormView, indicator: PlacedRow, category: str, own: bool = True) -> tuple[Edits, ...]:
    """Readings that put a countable row in the row's place: for its ``own`` words first, then from the library."""
    words_of_row = indicator.row.name_text if own else ""
    return tuple(
        replaced(indicator, proposal.target(form.year), proposal.name, proposal.unit, proposal.comparator)
        for proposal in proposals(form, category, words_of_row)
    )
