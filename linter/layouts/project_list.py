"""Many projects in one table: 项目名称 once, then a row an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns, is_header_at, read_columns
from linter.layouts.content import carried
from linter.layouts.header import Header, read_header
from linter.layouts.labels import clean, money_unit
from linter.layouts.lines import Line, text_of
from linter.layouts.rows import Body, is_footer, read_exact, skipped_rows, unread_columns
from linter.layouts.titles import year_alone
from linter.model.form import Money, Text
from linter.values import parse_money

_OWNERS = ("department", "unit")
"""What the lines above the list may state of all its projects."""
_FIELDS = {"project": "project", "unit_name": "unit"}


def row_header(line: Line, columns: Columns, unit: str) -> Header:
    """Project, unit, goal and amount as a row of the table gives them."""
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
    for column in (one for one in columns.columns if one.role == "funding"):
        text, own = text_of(line.at(column.start)), money_unit(column.label) or unit
        if text:
            header.funding.setdefault("annual", {})[clean(column.label)] = Money(text, parse_money(text.text, own), own)  # type: ignore[arg-type]
    return header


def _year_of(line: Line, columns: Columns) -> int | None:
    column = columns.of("year")
    cell = line.at(column.start) if column is not None else None
    return year_alone(cell.text) if cell is not None else None


def _named(line: Line, columns: Columns) -> str:
    """Project and unit of a line: together they tell a new project from a name repeated on every row."""
    cells = [line.at(column.start) for role in _FIELDS if (column := columns.of(role)) is not None]
    return "|".join(clean(cell.text) for cell in cells if cell is not None)


def read(lines: Sequence[Line], start: int, columns: Columns, unit: str, title: Text | None, year: int | None) -> Iterator[Draft]:
    """One draft a project."""
    project = columns.of("project")
    assert project is not None
    own = next((u for line in lines[:start] for c in line.filled if (u := money_unit(c.text))), None)
    above = read_header(lines[:start], unit, False)
    current, named, group = None, "", Text("")
    owner = Text("")
    own_lines: list[Line] = []
    draft: Draft | None = None
    for number, line in _body(lines, start, columns):
        cell = line.at(project.start)
        opens = cell is not None and cell.text.strip() and cell is not current and _named(line, columns) != named
        if opens:
            if draft is not None and _is_group(draft, own_lines):
                group = draft.header.fields["project"]
            elif draft is not None:
                yield _finished(draft, own_lines)
            own_lines = []
            current, named = cell, _named(line, columns)
            header = row_header(line, columns, own or unit)
            if group and columns.of("unit_name") is None:
                header.fields["unit"] = group
            if "unit" in header.fields:
                # A blank cell where merged cells were lost: the project belongs to the unit above.
                header.fields["unit"] = owner = header.fields["unit"] or owner
            for key in _OWNERS:
                if key in above.fields:
                    header.fields.setdefault(key, above.fields[key])
            header.year = above.year
            draft = Draft(header, Body(), columns, title, year or _year_of(line, columns), line.place, "list", two_sided=columns.two_sided)
            if number == start + columns.height:
                header.uncertain += unread_columns(lines[number:], columns)
        if draft is not None:
            own_lines.append(line)
            read_exact(line, columns, draft.body)
    if draft is not None:
        yield _finished(draft, own_lines)


def _finished(draft: Draft, lines: Sequence[Line]) -> Draft:
    assert draft.columns is not None
    draft.header.extras.update(carried(draft.columns, lines))
    return draft


def _is_group(draft: Draft, lines: Sequence[Line]) -> bool:
    """Whether what opened a project is the unit the projects below belong to: alone in its only line, under a heading that names units."""
    project = draft.columns.of("project") if draft.columns is not None else None
    headed = project is not None and any(word in project.label for word in ("单位", "部门"))
    return headed and not draft.body.indicators and len(lines) == 1 and len(lines[0].own) == 1


def _body(lines: Sequence[Line], start: int, columns: Columns) -> Iterator[tuple[int, Line]]:
    """The rows of the table, without the header repeated on later pages and without totals."""
    number = start + columns.height
    while number < len(lines) and not is_footer(lines[number]):
        if is_header_at(lines, number):
            number += read_columns(lines, number).height
            continue
        if not skipped_rows(lines[number]):
            yield number, lines[number]
        number += 1
