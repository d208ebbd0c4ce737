"""Names that stand in both halves are judged once, whatever the halves' values."""

from __future__ import annotations

from collections.abc import Iterator

from linter.rules.api import Hit
from linter.rules.views import FormView, PlacedRow


def named_once(form: FormView) -> Iterator[tuple[PlacedRow, str, tuple[tuple[str, str], ...]]]:
    """Each row once for its name: (row, half, where else the same name stands)."""
    namesakes: dict[tuple[int, str], list[PlacedRow]] = {}
    for placed in form.rows:
        namesakes.setdefault((placed.index, placed.row.name.text), []).append(placed)
    for (index, _), (indicator, *others) in namesakes.items():
        both = indicator.half == "both" or any(other.half == "annual" for other in others)
        yield indicator, "both" if both else indicator.half, (((f"indicators[{index}].annual.name", "年度同一处"),) if both else ())


def placed_at(hit: Hit, form: FormView) -> PlacedRow:
    """The row a FORM hit speaks of."""
    return next(indicator for indicator in form.rows if hit.at.startswith(indicator.path()))
