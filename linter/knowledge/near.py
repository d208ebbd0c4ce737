"""Names that were probably meant: settings, rules, commands, keys of a form."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LEAST = 0.5
"""Likeness (``difflib``, 0–1) below which a name is another name and not this one misspelt."""


def near(wanted: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """The known names most like the wanted one, the most like first, whatever their case."""
    spelled = {name.lower(): name for name in known}
    return tuple(spelled[name] for name in get_close_matches(wanted.lower(), spelled, most, _LEAST))
