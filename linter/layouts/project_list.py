"""Many projects in one table: 项目名称 once (or 项目编码 on every row), then a row an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns, is_header_at, read_columns
from linter.layouts.content import carried
from linter.layouts.header import read_header
from linter.layouts.labelled import Labelled
from linter.layouts.labels import clean, field_of, money_unit
from linter.layouts.lines import Line
from linter.layouts.rows import Body, is_footer, read_exact, skipped_rows, unread_columns
from linter.layouts.taking import Header, finish, take
from linter.layouts.titles import year_alone
from linter.model.blocks import Cell
from linter.model.form import Text

_OWNERS = ("department", "unit")
"""What the lines above the list may state of all its projects."""
_NAMING = ("project", "unit_name")
_FIELDS = {
    "project": "project",
    "unit_name": "unit",
    "goal": "goal",
    "amount": "total_annual",
    "funding": "funding",
    "code": "code",
    "costing": "costing",
}
"""Role of a column → field, where the heading itself names none."""
_PRINTED = frozenset({*_FIELDS, "field"})


def _key(role: str, label: str) -> str:
    """The field a column of the list fills. The names of projects and units are theirs, whatever the heading says."""
    if role in ("project", "unit_name", "goal"):
        return _FIELDS[role]
    return field_of(label) or _FIELDS[role]


def row_header(line: Line, columns: Columns, unit: str) -> Header:
    """What a row of the table says of its project: name, unit, goal, amounts, code, and what other fields have columns."""
    header = Header(unit=unit)
    for column in (printed for printed in columns.columns if printed.role in _PRINTED):
        cell, key = line.at(column.start), _key(column.role, column.label)
        if cell is None or key == "remark":
            continue
        if key == "funding" and not cell.text.strip():
            continue
        label = Cell(column.label, cell.row, column.start, column.place or cell.place)
        take(Labelled(key, label, (cell,) if cell.text.strip() else (), blank=cell), header)
    finish(header, False)
    return header


def _year_of(line: Line, columns: Columns) -> int | None:
    column = columns.of("year")
    cell = line.at(column.start) if column is not None else None
    return year_alone(cell.text) if cell is not None else None


def _named(line: Line, columns: Columns) -> str:
    """Project and unit of a line: together they tell a new project from a name repeated on every row."""
    cells = [line.at(column.start) for role in _NAMING if (column := columns.of(role)) is not None]
    return "|".join(clean(cell.text) for cell in cells if cell is not None)


class _List(Struct):
    """The list as read so far. ``coded``: every row prints the code of its project, so that rows may stand in any order."""

    columns: Columns
    unit: str
    above: Header
    title: Text | None
    year: int | None
    coded: bool = False
    group: Text = field(default_factory=lambda: Text(""))
    """The unit a line of its own names for the projects below."""
    owner: Text = field(default_factory=lambda: Text(""))
    """The unit last printed: a blank one, where merged cells were lost, is that of the project above."""

    def opened(self, line: Line) -> Draft:
        """The form of the project a line begins."""
        header = row_header(line, self.columns, self.unit)
        if self.group and self.columns.of("unit_name") is None:
            header.fields["unit"] = self.group
        if "unit" in header.fields:
            header.fields["unit"] = self.owner = header.fields["unit"] or self.owner
        for key in _OWNERS:
            if key in self.above.fields:
                header.fields.setdefault(key, self.above.fields[key])
        header.year = header.year or self.above.year
        year = self.year or _year_of(line, self.columns)
        return Draft(header, Body(), self.columns, self.title, year, line.place, "list", two_sided=self.columns.two_sided)


def read(lines: Sequence[Line], start: int, columns: Columns, unit: str, title: Text | None, year: int | None) -> Iterator[Draft]:
    """One draft a project."""
    own = next((u for line in lines[:start] for c in line.filled if (u := money_unit(c.text))), None)
    body = list(_body(lines, start, columns))
    listed = _List(columns, own or unit, read_header(lines[:start], unit, False), title, year, _is_coded(body, columns))
    runs = list(_by_code(body, columns)) if listed.coded else list(_by_name(body, columns))
    for number, run in enumerate(runs):
        draft = listed.opened(run[0])
        if number == 0:
            draft.header.uncertain += unread_columns(lines[start + columns.height :], columns)
        for line in run:
            read_exact(line, columns, draft.body)
        if _is_group(draft, run) and number + 1 < len(runs):
            listed.group = draft.header.fields["project"]
            continue
        draft.header.extras.update(carried(columns, run, taken=("code",)))
        yield draft


def _is_coded(body: Sequence[Line], columns: Columns) -> bool:
    """Whether every row prints the code of its project."""
    code = columns.of("code")
    return code is not None and all((cell := line.at(code.start)) is not None and bool(cell.text.strip()) for line in body)


def _by_code(body: Sequence[Line], columns: Columns) -> Iterator[list[Line]]:
    """The rows of each project, whatever their order."""
    code = columns.of("code")
    assert code is not None
    runs: dict[str, list[Line]] = {}
    for line in body:
        cell = line.at(code.start)
        runs.setdefault(clean(cell.text) if cell is not None else "", []).append(line)
    yield from runs.values()


def _by_name(body: Sequence[Line], columns: Columns) -> Iterator[list[Line]]:
    """Runs of rows: a new one begins at a filled name that is not that of the run."""
    project = columns.of("project")
    assert project is not None
    current, named = None, ""
    run: list[Line] = []
    for line in body:
        cell = line.at(project.start)
        if cell is not None and cell.text.strip() and cell is not current and _named(line, columns) != named:
            if run:
                yield run
            run, current, named = [], cell, _named(line, columns)
        if current is not None:
            run.append(line)
    if run:
        yield run


def _is_group(draft: Draft, lines: Sequence[Line]) -> bool:
    """Whether what opened a project is the unit the projects below belong to: alone in its only line, under a heading that names units."""
    project = draft.columns.of("project") if draft.columns is not None else None
    headed = project is not None and any(word in project.label for word in ("单位", "部门"))
    return headed and not draft.body.indicators and len(lines) == 1 and len(lines[0].own) == 1


def _body(lines: Sequence[Line], start: int, columns: Columns) -> Iterator[Line]:
    """The rows of the table, without the header repeated on later pages and without totals."""
    number = start + columns.height
    while number < len(lines) and not is_footer(lines[number]):
        if is_header_at(lines, number):
            number += read_columns(lines, number).height
            continue
        if not skipped_rows(lines[number]):
            yield lines[number]
        number += 1
