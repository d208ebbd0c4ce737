"""The columns and the style of a table as the lattice needs them: what may be lost, where a row may end, where cells part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from linter.layouts.alignment.atoms import BLANK, BREAK, LINE, MARK, PIPE, SOFT, START
from linter.layouts.alignment.costs import cost, table
from linter.model.form import Half

GAPS = (START, PIPE, BREAK, LINE, BLANK, SOFT, MARK)
_STRENGTH = {SOFT: 0, BLANK: 1, MARK: 1, LINE: 2, PIPE: 3, BREAK: 3, START: 4}
_LEVELS = ("level1", "level2")


class Style(Struct, frozen=True):
    """What parts the cells (``pipe break line blank soft``) and whether a row ends with its line."""

    cell: str
    lined: bool


class Layout(Struct, frozen=True):
    """Columns as roles in order, and the costs that follow from them and from the style."""

    roles: tuple[str, ...]
    halves: tuple[Half | None, ...]
    style: Style
    begun: tuple[float, ...]
    """Cost of a row that begins at a column: what stands left of it is lost."""
    skipped: tuple[tuple[float, ...], ...]
    """``skipped[c][d]``: what between two columns is lost."""
    rest: tuple[float, ...]
    cut: dict[str, float]
    join: dict[str, float]
    new_row: dict[str, float]
    same_row: dict[str, float]
    soft_join: float
    first: int
    """The first column behind the levels: a row begins there."""

    def skip(self, last: int, column: int, blanks: int) -> float:
        """Cost of what is missing between two columns of a row: as many empty cells printed there lose nothing."""
        missing = column - last - 1
        if blanks and missing:
            return min(self.skipped[last][column], cost("lost", "blank") * missing) if blanks == missing else self.skipped[last][column]
        return self.skipped[last][column] + (cost("lost", "blank-spare") if blanks else 0.0)

    def turned(self, last: int, blanks: int) -> float:
        """Cost of a row that ends behind a column where another begins: as many empty cells printed between lose nothing."""
        missing = len(self.roles) - 1 - last
        return min(self.rest[last], cost("lost", "blank") * missing) if 0 < missing <= blanks else self.rest[last]

    def ended(self, column: int) -> float:
        """Cost of a row that ends behind a column."""
        return self.rest[column] if column >= 0 else 0.0


def style_of(gaps: Sequence[str]) -> Style:
    """The commonest gap between headings parts the cells; rows end with their line only where the headings share one."""
    counts = Counter(gaps)
    if not counts:
        return Style(LINE, False)
    cell = max(counts, key=lambda gap: (counts[gap], _STRENGTH[gap]))
    lined = cell in (PIPE, BLANK) and counts[BREAK] + counts[LINE] <= max(1, len(gaps) // 3)
    return Style(cell, lined)


def _lost(roles: Sequence[str], start: int, end: int) -> float:
    """What the columns ``[start, end)`` cost where they are lost: a name with its value, or a value with what was achieved, is one loss."""
    total = 0.0
    gone = roles[start:end]
    if "value" in gone and "actual" in gone and "name" not in gone:
        return cost("lost", "value-actual") + sum(table("lost").get(role, 0.3) for role in gone if role not in ("value", "actual"))
    for n, role in enumerate(gone):
        if role == "actual" and "value" in gone[:n]:
            continue
        if role == "value" and "name" in gone[:n]:
            continue
        total += table("lost").get(role, cost("lost", "other"))
    return total


def layout_of(columns: Sequence[tuple[str, Half | None]], style: Style) -> Layout:
    """The columns with their costs. Levels are carried free; the second half of a row may be blank as a whole."""
    roles = tuple(role for role, _ in columns)
    first = next((n for n, role in enumerate(roles) if role == "name"), 0)
    size = len(roles)
    skipped = tuple(tuple(_lost(roles, c + 1, d) if d > c else 0.0 for d in range(size)) for c in range(size))
    rest = tuple(0.0 if c < first and roles[c] in _LEVELS else _second_lost(roles, style, c) for c in range(size))
    begun = tuple(_lost(roles, 0, d) for d in range(size))
    kind = style.cell
    gaps = {gap: table("cut").get(f"{kind}-{gap}", 0.0) for gap in GAPS}
    join = {gap: table("join").get(f"{kind}-{gap}", cost("join", "other") if gap in (PIPE, BREAK, START) else 0.0) for gap in GAPS}
    new_row = {gap: (cost("row", "on-line") if style.lined and gap in (PIPE, BLANK, SOFT) else 0.0) for gap in GAPS}
    same_row = {gap: (cost("row", "over-line") if style.lined and gap in (LINE, BREAK) else 0.0) for gap in GAPS}
    if kind == MARK:
        new_row = {gap: (0.0 if gap in (MARK, LINE, BREAK) else cost("row", "on-line")) for gap in GAPS}
        same_row = {gap: (cost("row", "over-mark") if gap in (MARK, LINE, BREAK, PIPE) else 0.0) for gap in GAPS}
    return Layout(
        roles, tuple(half for _, half in columns), style, begun, skipped, rest, gaps, join, new_row, same_row, cost("join", "level"), first
    )


def _second_lost(roles: Sequence[str], style: Style, last: int) -> float:
    """What the columns behind ``last`` cost; a whole second half that is blank costs little."""
    size = len(roles)
    half = cost("lost", "half" if style.lined else "half-unlined")
    if roles.count("name") > 1:
        second = max(n for n, role in enumerate(roles) if role == "name")
        first = second - 1 if roles[second - 1] == "level2" else second
        if first - 1 <= last < second:
            return half
        if last < first:
            return _lost(roles, last + 1, first) + half
    return _lost(roles, last + 1, size)
