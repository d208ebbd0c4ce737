"""What suggestions draw on: the indicator library, chosen by the project's own words."""

from __future__ import annotations

from functools import cache

from linter.lexicon import entries
from linter.rules.views import FormView


@cache
def _types() -> tuple[tuple[str, tuple[str, ...], tuple[dict[str, str], ...]], ...]:
    return tuple((e["type"], tuple(e["words"]), tuple(e["rows"])) for e in entries("indicators"))


def project_type(form: FormView) -> str | None:
    """The library's project type the form's own words point to, ``None`` where none does. The name counts most."""
    best: tuple[int, str] | None = None
    for name, words, _ in _types():
        score = sum(3 for word in words if word in form.project) + sum(
            1 for word in words if word in form.text("overview") or word in form.goal
        )
        if score and (best is None or score > best[0]):
            best = (score, name)
    return best[1] if best else None


def rows_for(form: FormView, category: str) -> list[dict[str, str]]:
    """The library's rows of a category for this form's project type."""
    kind = project_type(form)
    return [row for name, _, rows in _types() if name == kind for row in rows if row["category"] == category]


def names_for(form: FormView, category: str, most: int = 3) -> list[str]:
    """Names of the library that may stand in the category, none of them already in the form."""
    taken = {placed.row.name.text for placed in form.rows}
    return [row["name"] for row in rows_for(form, category) if row["name"] not in taken][:most]


def renamed(form: FormView, category: str) -> str:
    """``可参考“…”、“…”`` for a vacuous row, ``""`` where the library knows nothing for it."""
    shown = [f"“{row['name']}{row['comparator']}__{row['unit']}”" for row in rows_for(form, category)][:2]
    return f"可参考{'、'.join(shown)}" if shown else ""
