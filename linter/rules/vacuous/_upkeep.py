"""Verbs that only say what is to be done: 得到保障, 持续维护."""

from __future__ import annotations

from linter.rules.views import Row
from linter.values import strip_degree
from linter.values.tags import tagged


def is_upkeep(row: Row) -> bool:
    """The value is work to be done, no direction of change: JX206 speaks, not JX208."""
    return tagged(strip_degree(row.value_text), "upkeep")
