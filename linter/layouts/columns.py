"""The header of the indicator table: which column plays which role, for one half or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linter.layouts.labels import STRONG_NAME, clean, role_of
from linter.layouts.lines import Line
from linter.model.blocks import Cell
from linter.model.form import Half

TARGET_ROLES = ("name", "value", "comparator", "unit", "nature", "weight", "standard", "actual", "score")
_PERIOD_MARKS = ("实施期", "中期", "中长期", "三年", "总体")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: role, half (``None`` for both or for shared columns), first column and the one past the last."""

    role: str
    half: Half | None
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns, and how many lines the header takes."""

    columns: tuple[Column, ...]
    height: int
    two_sided: bool
    shared_name: bool = False
    """One name column with a value column for each half."""

    def of(self, role: str, half: Half | None = None) -> Column | None:
        """The column of a role (for a half, where there are two)."""
        return next((c for c in self.columns if c.role == role and (half is None or c.half in (None, half))), None)

    @property
    def has_level2(self) -> bool:
        """Whether the table prints level-2 categories."""
        return any(c.role == "level2" for c in self.columns)

    @property
    def roles(self) -> frozenset[str]:
        """The roles printed."""
        return frozenset(c.role for c in self.columns)


def _roles(line: Line) -> list[tuple[str, Cell]]:
    found = [(role, cell) for cell in line.filled if (role := role_of(cell.text)) is not None]
    if any(clean(cell.text) in STRONG_NAME for role, cell in found if role == "name"):
        found = [(role, cell) for role, cell in found if role != "name" or clean(cell.text) in STRONG_NAME]
    return found


def is_indicator_header(line: Line) -> bool:
    """Whether a line heads the indicator table: a name column, a value (or threshold) column, and another role beside them."""
    roles = [role for role, _ in _roles(line)]
    valued = "value" in roles or "threshold1" in roles or "actual" in roles
    return "name" in roles and valued and len(roles) >= 3 and all(len(cell.text) <= 40 for cell in line.filled)


def _merged(upper: list[tuple[str, Cell]], lower: list[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """Two header lines: what the lower one prints under a wide upper cell replaces it."""
    kept = [(r, c) for r, c in upper if not any(c is not o and c.col <= o.col < c.col + max(c.colspan, 1) for _, o in lower)]
    return sorted([*kept, *[(r, c) for r, c in lower if all(c is not o for _, o in kept)]], key=lambda pair: pair[1].col)


def read_columns(lines: Sequence[Line], index: int) -> Columns:
    """The columns of the header at ``lines[index]`` (and the line below it, where the header has two)."""
    pairs = _roles(lines[index])
    height = 1
    if index + 1 < len(lines):
        below = _roles(lines[index + 1])
        fresh = [c for _, c in below if all(c is not o for _, o in pairs)]
        if len(fresh) >= 2 and len(below) >= len(lines[index + 1].filled) - 1 and all(c.text.strip() for c in fresh):
            pairs, height = _merged(pairs, below), 2
    names = [c for r, c in pairs if r == "name"]
    values = [c for r, c in pairs if r == "value"]
    two_sided = len(names) >= 2 and len(values) >= 2
    shared = len(names) == 1 and len(values) >= 2
    border = _border(pairs, names) if two_sided else None
    columns = []
    for number, (role, cell) in enumerate(pairs):
        half: Half | None = "annual"
        if role in ("level1", "level2", "project", "unit_name", "amount", "goal", "number", "remark"):
            half = None
        if two_sided and border is not None:
            half = "period" if number < border else "annual"
        elif shared and role in ("value", "actual"):
            half = "period" if any(mark in cell.text for mark in _PERIOD_MARKS) or (cell is values[0] and not _annual(cell)) else "annual"
        elif shared and role == "name":
            half = None
        columns.append(Column(role, half, cell.col, cell.col + cell.colspan, cell.text))
    return Columns(tuple(columns), height, two_sided or shared, shared)


def _annual(cell: Cell) -> bool:
    return "年" in cell.text and "三年" not in cell.text


def _border(pairs: list[tuple[str, Cell]], names: list[Cell]) -> int:
    """Index in ``pairs`` where the second half begins: at its level-2 column, else its name column."""
    second = next(i for i, (_, c) in enumerate(pairs) if c is names[1])
    while second > 0 and pairs[second - 1][0] in ("level1", "level2") and pairs[second - 1][1].col > names[0].col:
        second -= 1
    return second
