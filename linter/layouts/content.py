"""What stands under a heading: settles a heading that may mean several roles, and keeps the columns the form has no place for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from linter.layouts.alignment import fit
from linter.layouts.columns import Column, Columns, is_header_at
from linter.layouts.labels import clean, content_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell
from linter.model.form import Text
from linter.values import normalise

_SETTLED = frozenset({"level1", "level2", "comparator", "nature"})
_LOOKED_AT = 200
"""Lines that decide what a column holds."""
_STRONG = {"level1": "一级", "level2": "二级"}
_ASIDE = frozenset({"aside"})
_CODES = ("编码", "代码")
_FEWEST, _SHARE, _VALUE = 2, 0.6, 0.5
"""How many cells, beside how many of the names, and at what cost each (``linter.layouts.alignment.fit``) make a column of values."""
_BLANKS = frozenset({"", "-", "—", "——", "/", "无"})


def _cells(lines: Sequence[Line], column: Column) -> list[Cell]:
    """The filled cells of a column, each once."""
    held = (line.at(column.start) for line in lines)
    return [cell for line, cell in zip(lines, held, strict=True) if cell is not None and cell.row == line.row and cell.text.strip()]


def _held(lines: Sequence[Line], column: Column) -> str | None:
    """The one kind of word the column holds: ``nature comparator direction``, ``None`` where it holds several or others."""
    kinds = {content_of(cell.text) for cell in _cells(lines, column)}
    return kinds.pop() if len(kinds) == 1 else None


def _cost(lines: Sequence[Line], start: int) -> tuple[int, float]:
    """How many cells stand in a column, and what they cost on average as values."""
    cells = [cell for line in lines if (cell := line.at(start)) is not None and cell.row == line.row and cell.text.strip()]
    return len(cells), sum(fit.value(normalise(cell.text).text) for cell in cells) / max(1, len(cells))


def _valued(columns: Columns, lines: Sequence[Line]) -> Columns:
    """The columns with the values right of the names, where those under the heading of the values stand left of them (they are the goal's)
    and a column of standards, or one nobody knows, holds values too."""
    name, value = columns.of("name"), columns.of("value")
    if columns.two_sided or name is None or value is None or value.start > name.start:
        return columns
    named, _ = _cost(lines, name.start)
    others = [column for column in columns.columns if column.role in ("standard", "aside")]
    others += [Column("aside", value.half, cell.col, cell.col + cell.colspan, cell.text, cell.place) for cell in columns.unknown]
    for other in sorted(others, key=lambda column: column.start):
        count, price = _cost(lines, other.start)
        if other.start > name.start and count >= max(_FEWEST, _SHARE * named) and price <= _VALUE:
            kept = [replace(c, role="aside") if c is value else c for c in columns.columns if c.start != other.start]
            taken = sorted([*kept, replace(other, role="value", half=value.half)], key=lambda column: column.start)
            return replace(columns, columns=tuple(taken), unknown=tuple(cell for cell in columns.unknown if cell.col != other.start))
    return columns


def settled(columns: Columns, lines: Sequence[Line]) -> Columns:
    """The columns with each role that the cells contradict set right: 指标类型 over 定量 is no level 1, 指标方向 over 正向 no comparator but
    what JX516 holds against the sign; beside a column of 定量 it is kept aside.

    Of two columns of one level the one that says 一级 or 二级 is the level; the other is kept aside.
    """
    lines = [line for number, line in enumerate(lines[:_LOOKED_AT]) if not is_header_at(lines, number)]
    kinds = [_held(lines, column) if column.role in _SETTLED else None for column in columns.columns]
    free = "nature" not in kinds and sum(kind == "direction" for kind in kinds) == 1
    out = []
    for column, held in zip(columns.columns, kinds, strict=True):
        role = ("nature" if free else "aside") if held == "direction" else held or column.role
        out.append(replace(column, role=role))
    for level, word in _STRONG.items():
        same = [column for column in out if column.role == level and column.half is None]
        if len(same) > 1 and any(word in column.label for column in same):
            out = [replace(c, role="aside") if c in same and word not in c.label else c for c in out]
    return _valued(replace(columns, columns=tuple(out)), lines)


_REPEATABLE = ("number", "project", "unit_name", "year", "funding", "field", "amount", "code")


def _spare(columns: Columns, read: Sequence[str]) -> list[Column]:
    """The columns that belong to no field: what is kept aside, codes, and a second column of a role that is taken. ``read``: roles the
    form has a place for."""
    taken: set[tuple[str, str | None]] = set()
    out = []
    for column in columns.columns:
        key = (column.role, column.half)
        coded = column.role in ("number", "code") and column.role not in read and any(word in column.label for word in _CODES)
        if column.role in _ASIDE or coded or (key in taken and column.role not in _REPEATABLE):
            out.append(column)
        taken.add(key)
    return out


def carried(columns: Columns, lines: Sequence[Line], taken: Sequence[str] = ()) -> dict[str, Text]:
    """The filled columns that belong to no field, each as one text by its heading: kept as extras, never dropped."""
    out: dict[str, Text] = {}
    for column in _spare(columns, taken):
        cells = [cell for cell in _cells(lines, column) if cell.text.strip() not in _BLANKS and clean(cell.text) != clean(column.label)]
        if cells:
            out.setdefault(clean(column.label), Text(" | ".join(cell.text.strip() for cell in cells), cells[0].place))
    return out
