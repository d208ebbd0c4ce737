"""An indicator table without a heading: its columns are told by the level labels in its rows."""

from __future__ import annotations

from collections.abc import Sequence

from linter.layouts.columns import Column, Columns
from linter.layouts.labels import field_of, level1_of, level2_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell
from linter.model.form import Uncertain
from linter.values import parse_value

GUESSED = "指标部分没有栏目名称，各栏按内容判断"
_LEAST = 2
"""Rows that must agree."""
_ROLES = ("level1", "level2", "name", "value")


def level_row(line: Line) -> tuple[Cell, ...]:
    """The four cells of a row of levels, name and value; empty where the line is none."""
    cells = line.cells
    if len(cells) != len(_ROLES) or level2_of(cells[1].text) is None or not all(cell.text.strip() for cell in cells[2:]):
        return ()
    one = cells[0].text.strip()
    return cells if (not one or level1_of(one)) and field_of(cells[2].text) is None and level2_of(cells[3].text) is None else ()


def find(lines: Sequence[Line]) -> tuple[int, Columns] | None:
    """Where the rows begin and what their columns are; ``None`` where there is no such table."""
    rows = [(number, cells) for number, line in enumerate(lines) if (cells := level_row(line))]
    places = {tuple(cell.col for cell in cells) for _, cells in rows}
    valued = sum(parse_value(cells[3].text).quantified for _, cells in rows)
    if len(rows) < _LEAST or len(places) != 1 or valued * 2 < len(rows) or not rows[0][1][0].text.strip():
        return None
    columns = (
        Column(role, None if role.startswith("level") else "annual", c.col, c.col + c.colspan, "")
        for role, c in zip(_ROLES, rows[0][1], strict=True)
    )
    return rows[0][0], Columns(tuple(columns), 0, False)


def doubt(line: Line) -> Uncertain:
    """The record that the columns were told by their content."""
    return Uncertain("", GUESSED, line.place)
