"""Names that stand in both halves are judged once, whatever the halves' values."""

from __future__ import annotations

from collections.abc import Iterator

from linter.rules.api import Hit
from linter.rules.views import FormView, PlacedRow


def named_once(form: FormView) -> Iterator[tuple[PlacedRow, str, tuple[tuple[str, str], ...]]]:
    """Each row once for its name: (row, half, where else the same name stands)."""
    seen: dict[tuple[int, str], PlacedRow] = {}
    for indicator in form.rows:
        seen.setdefault((indicator.index, indicator.row.name.text), indicator)
    for (index, name), indicator in seen.items():
        twin = any(p.index == index and p.half == "annual" and p is not indicator and p.row.name.text == name for p in form.rows)
        both = twin or indicator.half == "both"
        yield indicator, "both" if both else indicator.half, (((f"indicators[{index}].annual.name", "年度同一处"),) if both else ())


def placed_at(hit: Hit, form: FormView) -> PlacedRow:
    """The row a FORM hit speaks of."""
    return next(indicator for indicator in form.rows if hit.at.startswith(indicator.path()))
