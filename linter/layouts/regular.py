"""Whether a grid that an extraction left (tabs or pipes) lost nothing: every line of its tables stands under its headings.

Such a grid is read as an exact one; any other page is read by alignment (``linter.layouts.alignment``).
"""

from __future__ import annotations

from collections.abc import Sequence

from linter.layouts.alignment import fit
from linter.layouts.alignment.soft import quantity
from linter.layouts.columns import Column, Columns, find_header, is_header_at, read_columns
from linter.layouts.content import settled
from linter.layouts.in_cells import listed
from linter.layouts.labels import content_of, is_known, level1_in, level1_of, level2_of, role_of
from linter.layouts.lines import Line, lines_of
from linter.layouts.rows import is_footer, is_under_heading, skipped_rows
from linter.layouts.split import regions
from linter.model.blocks import Grid
from linter.values import normalise
from linter.values.units import is_unit

_NAME, _VALUE = 4.0, 0.6
"""A text that costs more as a name and less as a value (``linter.layouts.alignment.fit``) is no name."""
_WORDED = frozenset({"level1", "level2", "name"})
"""Roles of columns in which neither a unit nor a sign stands."""
_ROWED = frozenset({"name", "project", "number", "level1", "level2", "unit_name"})


def _text(line: Line, column: int) -> str:
    cell = line.at(column)
    return cell.text.strip() if cell is not None else ""


def _fits(role: str, text: str, beside: str) -> bool:
    """Whether a cell may stand under a heading. A category is a name only with its value beside it."""
    folded = normalise(text).text
    level = level1_of(text) is not None or level2_of(text) is not None
    if role in _WORDED and (is_unit(folded) or content_of(folded) == "comparator"):
        return False
    if role in ("level1", "level2"):
        return level or not quantity().fullmatch(folded)
    if role == "name":
        value_like = not fit.is_template(folded) and fit.name(folded) >= _NAME and fit.value(folded) < _VALUE
        return not value_like and (level2_of(text) is None or bool(beside))
    return not (level and role in ("value", "comparator", "unit", "weight", "score"))


def stands(line: Line, columns: Columns) -> bool:
    """Whether a line of an extraction stands under its header: nothing beyond the last column, every cell what its heading says, a name
    beside every value."""
    end = max(column.end for column in columns.columns)
    end = max([end, *(cell.col + cell.colspan for cell in columns.unknown)])
    if any(cell.col >= end for cell in line.filled):
        return False
    level2 = columns.of("level2")
    levelled = level2 is not None and level2_of(_text(line, level2.start)) is not None
    for column in columns.columns:
        text = _text(line, column.start)
        if levelled and column.role in ("name", "value"):
            continue  # the level 2 stands in its column: so do name and value, whatever they say
        valued = columns.of("value", column.half) if column.role == "name" else None
        if text and not _fits(column.role, text, _text(line, valued.start) if valued is not None else ""):
            return False
    for value in (column for column in columns.columns if column.role == "value"):
        name = columns.of("name", value.half)
        if name is not None and _text(line, value.start) and not _text(line, name.start):
            return False
    if any(_lost(line, columns, name) for name in columns.columns if name.role == "name"):
        return False
    rowed = any(_text(line, column.start) for column in columns.columns if column.role in _ROWED)
    return rowed or all(is_known(cell.text) for cell in line.filled)


def _lost(line: Line, columns: Columns, name: Column) -> bool:
    """Whether the line breaks off where the value of a name, or a whole half of it, should stand."""
    value = columns.of("value", name.half)
    if value is None or line.at(value.start) is not None:
        return False
    return bool(_text(line, name.start)) or (columns.two_sided and line.at(name.start) is None)


def _region(lines: Sequence[Line]) -> bool:
    start = find_header(lines)
    if start is None:
        return listed(lines) or not any(
            level2_of(cell.text) or level1_in(cell.text) or role_of(cell.text) in ("name", "value")
            for line in lines
            for cell in line.filled
        )
    columns = read_columns(lines, start)
    number = start + columns.height
    columns = settled(columns, lines[number:])
    while number < len(lines) and not is_footer(lines[number]):
        if is_header_at(lines, number):
            again = read_columns(lines, number)
            number += again.height
            columns = settled(again, lines[number:]) if again.replaces(columns, True) else columns
            continue
        line = lines[number]
        if not (skipped_rows(line) or is_under_heading(line, columns) or stands(line, columns)):
            return False
        number += 1
    return True


def is_regular(grid: Grid) -> bool:
    """Whether every table of a grid stands under its headings, and nothing else in it looks like one."""
    return all(_region(region) for region in regions(lines_of(grid)))
