"""Whether a table was cut off where its page or file ends: said only with grounds, which stand at the very end of the table.

A level begun without a row, a row that lacks the cell of its value, a sentence that goes on. A table that merely has few rows is not cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from linter.knowledge.patterns import deferred
from linter.layouts.columns import Columns
from linter.layouts.labels import level1_of, level2_of
from linter.layouts.lines import Line

_GOES_ON = deferred(r"[,，、(（:：≥≤><=＝和及与]$")
"""The end of a text that was to go on."""


def goes_on(text: str) -> bool:
    """Whether a text ends in the middle: behind a comma, a bracket just opened, a sign without its number."""
    bare = text.rstrip()
    opened = max(bare.rfind(mark) for mark in "(（《“")
    return _GOES_ON.search(bare) is not None or opened > max(bare.rfind(mark) for mark in ")）》”")


def last_line(lines: Sequence[Line], columns: Columns) -> bool:
    """Whether the last line of a table of cells breaks off: it begins a level or a name and lacks the cell where the value should stand, or
    its last cell goes on."""
    line = next((line for line in reversed(lines) if line.own), None)
    values = [column for column in columns.columns if column.role in ("value", "threshold1")]
    if line is None or not values:
        return False
    last = line.own[-1]
    value = next((column for column in values if column.start > last.col), None)
    if value is not None and line.at(value.start) is None and not last.place.sheet:  # a sheet keeps no blank cells
        names = [column.start for column in columns.columns if column.role == "name" and column.start < value.start]
        return (bool(names) and last.col >= names[-1]) or level1_of(last.text) is not None or level2_of(last.text) is not None
    return last.col + last.colspan <= values[-1].end and goes_on(last.text)
