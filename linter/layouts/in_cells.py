"""Indicators listed inside a cell: of a form, or of each project of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from linter.layouts.alignment import headless
from linter.layouts.alignment.draft import rows_into
from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns, plain_columns
from linter.layouts.lines import Line
from linter.layouts.project_list import row_header
from linter.layouts.rows import Body
from linter.model.blocks import Grid
from linter.model.form import Text

lists = headless.lists
"""Whether a text lists indicators behind level labels."""


def loose(lines: Sequence[Line]) -> Grid:
    """Lines of an exact grid as one that is read by alignment."""
    cells = tuple(replace(cell, rowspan=1, colspan=1) for line in lines for cell in line.own)
    return Grid(cells, lines[-1].row + 1, max(cell.col for cell in cells) + 1, lines[0].place, exact=False)


def _heading(lines: Sequence[Line]) -> tuple[int, Columns] | None:
    """The heading line of a table of projects with their indicators inside cells: 项目名称 and another heading."""
    for index, line in enumerate(lines):
        columns = plain_columns(line)
        if columns.of("project") is not None and len(line.own) >= 2 and not any(lists(cell.text) for cell in line.own):
            return index, columns
    return None


def listed(lines: Sequence[Line]) -> bool:
    """Whether lines are a table of projects whose indicators are listed inside cells."""
    return any(lists(cell.text) for line in lines for cell in line.own) and _heading(lines) is not None


def read(lines: Sequence[Line], unit: str, title: Text | None, year: int | None) -> Iterator[Draft]:
    """One draft a project of a table whose rows list the indicators inside a cell."""
    heading = _heading(lines)
    if heading is None:
        return
    start, columns = heading
    for line in lines[start + 1 :]:
        body = Body()
        for cell in line.own:
            if lists(cell.text) and (reading := headless.listed(cell)) is not None:
                rows_into(reading, body, {})
        if body.indicators:
            yield Draft(row_header(line, columns, unit), body, None, title, year, line.place, "inline", two_sided=False)
