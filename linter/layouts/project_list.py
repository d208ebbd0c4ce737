"""Many projects in one table: 项目名称 once, then a row an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns
from linter.layouts.header import Header
from linter.layouts.labels import clean, money_unit
from linter.layouts.lines import Line, text_of
from linter.layouts.rows import Body, is_footer, read_exact, skipped_rows
from linter.model.blocks import Cell, Paragraph
from linter.model.form import Money, Text
from linter.values import parse_money

_FIELDS = {"project": "project", "unit_name": "unit"}


def _head(line: Line, columns: Columns, unit: str) -> Header:
    header = Header(unit=unit)
    for role, key in _FIELDS.items():
        column = columns.of(role)
        if column is not None:
            header.fields[key] = text_of(line.at(column.start))
    goal = columns.of("goal")
    if goal is not None:
        header.goal["annual"] = text_of(line.at(goal.start))
    amount = columns.of("amount")
    if amount is not None:
        text = text_of(line.at(amount.start))
        own = money_unit(amount.label) or unit
        header.total["annual"] = Money(text, parse_money(text.text, own), own)  # type: ignore[arg-type]
    return header


def _opens(cell: Cell | None, current: Cell | None) -> bool:
    """A new project: a filled project cell other than the running one (a name repeated on every row continues it)."""
    if cell is None or not cell.text.strip() or cell is current:
        return False
    return current is None or clean(cell.text) != clean(current.text)


def read(lines: Sequence[Line], start: int, columns: Columns, unit: str, year: int | None, title: Paragraph | None) -> Iterator[Draft]:
    """One draft a project."""
    project = columns.of("project")
    assert project is not None
    current: Cell | None = None
    draft: Draft | None = None
    heading = Text(title.text, title.place) if title else None
    own = next((u for line in lines[:start] for c in line.filled if (u := money_unit(c.text))), None)
    for line in lines[start + columns.height :]:
        if is_footer(line):
            break
        if skipped_rows(line):
            continue
        cell = line.at(project.start)
        if _opens(cell, current):
            if draft is not None:
                yield draft
            current = cell
            draft = Draft(
                _head(line, columns, own or unit), Body(), columns, heading, year, line.place, "list", two_sided=columns.two_sided
            )
        if draft is not None:
            read_exact(line, columns, draft.body)
    if draft is not None:
        yield draft
