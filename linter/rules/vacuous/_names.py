"""Names that stand in both halves are judged once, whatever the halves' values."""

from __future__ import annotations

from collections.abc import Iterator

from linter.rules.api import Hit
from linter.rules.views import FormView, PlacedRow


def named_once(form: FormView) -> Iterator[tuple[PlacedRow, str, tuple[tuple[str, str], ...]]]:
    """Each row once for its name: (row, half, where else the same name stands)."""
    seen: dict[tuple[int, str], PlacedRow] = {}
    for placed in form.rows:
        seen.setdefault((placed.index, placed.row.name.text), placed)
    for (index, name), placed in seen.items():
        twin = any(p.index == index and p.half == "annual" and p is not placed and p.row.name.text == name for p in form.rows)
        both = twin or placed.half == "both"
        yield placed, "both" if both else placed.half, (((f"indicators[{index}].annual.name", "年度同一处"),) if both else ())


def placed_at(hit: Hit, form: FormView) -> PlacedRow:
    """The row a FORM hit speaks of."""
    return next(placed for placed in form.rows if hit.at.startswith(placed.path()))
