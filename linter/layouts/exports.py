"""Exports of budget systems: a table with a row a project and a table with a row an indicator, joined by 项目编码 (or 项目名称).

The tables stand in whatever order, on whatever sheets; a further table that repeats the join is said and not counted again, one that
adds columns to the projects (审核意见 by 项目编码) is kept as extras.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from linter.layouts.assemble import Draft
from linter.layouts.columns import Columns, find_header, read_columns
from linter.layouts.content import settled
from linter.layouts.labelled import Labelled
from linter.layouts.labels import clean, field_of, money_unit
from linter.layouts.lines import Line, lines_of, text_of
from linter.layouts.rows import Body, read_exact, skipped_rows, unread_columns
from linter.layouts.taking import Header, finish, take
from linter.model.blocks import Block, Cell, Grid, NotChecked
from linter.model.form import Indicator

_KEYS = ("code", "project")
"""What joins the tables, the surer first."""
_TOP = 6
"""Lines above the headings: a title, a unit line."""
_FEWEST = 3
_SHARED = 0.5
"""How much of one table must stand in the other: below, they have nothing to do with each other."""


class _Listing(Struct, frozen=True):
    """A table with a row a project. ``columns``: (field or ``None`` where we know none, heading)."""

    grid: Grid
    lines: Sequence[Line]
    columns: tuple[tuple[str | None, Cell], ...]
    unit: str | None

    def column(self, key: str) -> Cell | None:
        """The heading of a key's column."""
        return next((cell for own, cell in self.columns if own == key), None)


class _Rows(Struct, frozen=True):
    """A table with a row an indicator."""

    grid: Grid
    lines: Sequence[Line]
    columns: Columns


class Joined(Struct):
    """What was read: the forms, what is left for others, and what is said."""

    drafts: list[Draft] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    notes: list[NotChecked] = field(default_factory=list)


def _listing(grid: Grid, lines: Sequence[Line]) -> _Listing | None:
    """The grid as a table of projects: headings of fields side by side, each over one column, and rows below."""
    for number, line in enumerate(lines[:_TOP]):
        known = [(field_of(cell.text), cell) for cell in line.own]
        keys = {key for key, _ in known}
        if len(line.own) >= 2 and keys & set(_KEYS) and len(line.own) >= _FEWEST and all(cell.colspan == 1 for cell in line.own):
            if number + 1 < len(lines):
                unit = next((u for above in lines[:number] for cell in above.own if (u := money_unit(cell.text))), None)
                return _Listing(grid, lines[number + 1 :], tuple(known), unit)
            return None
    return None


def _rows(grid: Grid, lines: Sequence[Line]) -> _Rows | None:
    """The grid as a table of indicators that name their project by code or name."""
    start = find_header(lines[: _TOP + 2])
    if start is None:
        return None
    columns = read_columns(lines, start)
    body = lines[start + columns.height :]
    return _Rows(grid, body, settled(columns, body)) if any(columns.of(key) for key in _KEYS) else None


def _values(lines: Sequence[Line], col: int) -> list[str]:
    return [clean(cell.text) for line in lines if (cell := line.at(col)) is not None and cell.text.strip()]


def _key_between(listing: _Listing, rows: _Rows) -> str | None:
    """The key both tables print and whose values are the same projects."""
    for key in _KEYS:
        heading, column = listing.column(key), rows.columns.of(key)
        if heading is None or column is None:
            continue
        ours, theirs = _values(listing.lines, heading.col), set(_values(rows.lines, column.start))
        if len(set(ours)) == len(ours) and len(theirs & set(ours)) >= _SHARED * len(theirs) > 0:
            return key
    return None


def _shown(grid: Grid) -> str:
    return f"工作表“{grid.place.sheet}”" if grid.place.sheet else "另一张表"


# -- the forms ---------------------------------------------------------------------------------------------------------------------


def _of_row(line: Line, listing: _Listing, header: Header) -> None:
    """Take the cells of a project's row; what belongs to no field, or to one that is taken, is kept under its heading."""
    taken: set[str] = set()
    for key, heading in listing.columns:
        cell = line.at(heading.col)
        filled = cell is not None and bool(cell.text.strip())
        if key is not None and key not in taken and key != "remark":
            taken.add(key)
            take(Labelled(key, heading, (cell,) if filled and cell is not None else (), blank=cell), header)
        elif filled and clean(heading.text):
            header.extras.setdefault(clean(heading.text), text_of(cell))


class _Join:
    """Forms by key, in the order of the table of projects."""

    def __init__(self, listing: _Listing, key: str) -> None:
        self.listing, self.key = listing, key
        self.drafts: dict[str, Draft] = {}
        self.seen: dict[str, set[tuple[str, ...]]] = {}
        heading = listing.column(key)
        assert heading is not None
        for line in listing.lines:
            cell = line.at(heading.col)
            if cell is None or not cell.text.strip() or skipped_rows(line):
                continue
            header = Header(unit=listing.unit or "")
            _of_row(line, listing, header)
            finish(header, False)
            self._open(clean(cell.text), header, line)

    def _open(self, code: str, header: Header, line: Line) -> Draft:
        draft = Draft(header, Body(), None, None, header.year, line.place, "list", two_sided=False)
        self.drafts[code] = draft
        return draft

    def _read(self, rows: _Rows) -> Iterator[tuple[str, Line, list[Indicator]]]:
        """(key, line, its indicators) for each line of a table of indicators. A blank key is that of the line above."""
        column, code = rows.columns.of(self.key), ""
        assert column is not None
        bodies: dict[str, Body] = {}
        for line in rows.lines:
            cell = line.at(column.start)
            code = clean(cell.text) if cell is not None and cell.text.strip() else code
            if not code or skipped_rows(line):
                continue
            body = bodies.setdefault(code, Body())
            before = len(body.indicators)
            read_exact(line, rows.columns, body)
            if len(body.indicators) > before:
                yield code, line, body.indicators[before:]

    def add(self, rows: _Rows) -> Iterator[NotChecked]:
        """Take the rows of a table, once."""
        read = list(self._read(rows))
        known = [_print_of(indicator) in self.seen.get(code, ()) for code, _, indicators in read for indicator in indicators]
        if known and sum(known) >= _SHARED * len(known):
            yield self._repeated(rows, len(known) - sum(known))
            return
        for code, line, indicators in read:
            draft = self.drafts.get(code)
            if draft is None:
                draft = self._open(code, self._unlisted(line, rows), line)
            draft.columns = draft.columns or rows.columns
            draft.body.indicators += indicators
            self.seen.setdefault(code, set()).update(map(_print_of, indicators))
        for doubt in unread_columns(rows.lines, rows.columns):
            yield NotChecked(_shown(rows.grid), doubt.why, doubt.place)

    def _unlisted(self, line: Line, rows: _Rows) -> Header:
        """The header of a project that only the table of indicators knows."""
        header = Header()
        for key in _KEYS:
            column = rows.columns.of(key)
            if column is not None:
                header.fields[key] = text_of(line.at(column.start))
        return header

    def _repeated(self, rows: _Rows, more: int) -> NotChecked:
        differing = f"，其中{more}行与前者不同，未计入" if more else ""
        return NotChecked(_shown(rows.grid), f"与{_shown(self.first)}的指标重复，同一指标只计一次{differing}", rows.grid.place)

    @property
    def first(self) -> Grid:
        """The table the forms' rows came from."""
        return self._first

    def start(self, tables: Sequence[_Rows]) -> Iterator[NotChecked]:
        """Take all tables of indicators: those that print nothing but indicators first."""
        order = sorted(tables, key=lambda table: sum(table.columns.of(role) is not None for role in ("project", "amount", "goal", "field")))
        self._first = order[0].grid
        for rows in order:
            yield from self.add(rows)

    def without_rows(self) -> NotChecked | None:
        """Projects without a filled row of indicators, said."""
        bare = [code for code, draft in self.drafts.items() if not draft.body.indicators]
        if not bare:
            return None
        why = f"{len(bare)}个项目没有填写指标，只检查了项目信息：{'、'.join(bare[:5])}{'等' if len(bare) > 5 else ''}"
        return NotChecked(_shown(self.listing.grid), why, self.listing.grid.place)

    def beside(self, other: _Listing) -> bool:
        """Take a further table by the same key as extras. Whether it is one."""
        heading = other.column(self.key)
        if heading is None:
            return False
        drafts = [(self.drafts.get(clean(cell.text)), line) for line in other.lines if (cell := line.at(heading.col)) is not None]
        if sum(draft is not None for draft, _ in drafts) < _SHARED * len(drafts):
            return False
        for draft, line in drafts:
            if draft is not None:
                _of_row(line, other, draft.header)
        return True


def _print_of(indicator: Indicator) -> tuple[str, ...]:
    targets = (t for t in (indicator.period, indicator.annual) if t is not None)
    return (clean(indicator.level2), *(part for t in targets for part in ("".join(t.name.text.split()), "".join(t.value.text.split()))))


def read(blocks: Sequence[Block]) -> Joined:
    """The forms of the tables that belong together by a key; every other block is left as it was."""
    grids = [(block, lines_of(block)) for block in blocks if isinstance(block, Grid) and block.exact]
    tables = [table_rows for grid, lines in grids if (table_rows := _rows(grid, lines)) is not None]
    if not tables:
        return Joined(rest=list(blocks))
    inside = {id(table.grid) for table in tables}
    listings = [listed for grid, lines in grids if id(grid) not in inside and (listed := _listing(grid, lines)) is not None]
    out, used = Joined(), set()
    for listing in listings:
        if id(listing.grid) in used or listing.column("project") is None:
            continue
        free = [table for table in tables if id(table.grid) not in used]
        key = next((shared for table in free if (shared := _key_between(listing, table))), None)
        if key is None:
            continue
        join = _Join(listing, key)
        mine = [table for table in free if _key_between(listing, table) == key]
        out.notes += join.start(mine)
        others = [other for other in listings if other is not listing and id(other.grid) not in used and join.beside(other)]
        used |= {id(grid) for grid in (listing.grid, *(table.grid for table in mine), *(other.grid for other in others))}
        out.drafts += join.drafts.values()
        if (note := join.without_rows()) is not None:
            out.notes.append(note)
    out.rest = [block for block in blocks if id(block) not in used]
    return out
