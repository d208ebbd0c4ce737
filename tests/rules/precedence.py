"""Reads a table of rows and says which of some codes speaks on each: the rulebook's orders are told one row a line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cases import findings_of

_COLUMNS = ["comparator", "unit"]


def table(text: str) -> list[Any]:
    """``category | name | value [| comparator | unit] → code`` (``-``: none of the codes) as pytest parameters."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [pytest.param(*map(str.strip, line.split("→")), id=line) for line in lines if line and not line.startswith("#")]


def spoken(row: str, codes: frozenset[str]) -> str:
    """The codes that speak on the row, of ``codes``; ``-`` for none."""
    cells = row.count("|") + 1
    found = findings_of({"rows": [row], "columns": _COLUMNS if cells > 3 else []})
    return " ".join(sorted({f.code for f in found if f.code in codes and f.path.startswith("forms[0].indicators")})) or "-"
