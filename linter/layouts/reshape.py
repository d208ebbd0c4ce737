"""Exact grids that stand otherwise than one heading over one column: turned on their side, one value column a county, labels cut over rows.

Each is given back as a grid the reader knows; every cell keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from linter.layouts.labels import clean, field_of, is_known, level1_of, level2_of, role_of
from linter.layouts.lines import Line, lines_of
from linter.model.blocks import Cell, Grid

_COUNTY = re.compile(r"[^\s：:（()）]{1,12}(?:县|市|区|旗|盟|州|乡|镇|街道|苏木|兵团|师|林区|管委会|管理区|委员会)")
_WHOLE = frozenset({"合计", "总计", "全省", "全市", "全县", "全区", "全州", "小计"})
_LEVELS = frozenset({"level1", "level2"})
_MOST_PIECES = 8
_TALLEST = 3
"""Lines of a heading."""


# -- turned on its side ------------------------------------------------------------------------------------------------------------


def _side_rows(lines: Sequence[Line]) -> tuple[int, int] | None:
    """First and last line of a table whose headings stand in its first column: 一级指标, 三级指标, 指标值 below each other."""
    roles = [(role_of(line.own[0].text) if line.own and line.own[0].col == 0 else None) for line in lines]
    for start, role in enumerate(roles):
        if role is None:
            continue
        end = start
        while end < len(roles) and roles[end] is not None:
            end += 1
        headings = roles[start:end]
        wide = all(sum(role_of(cell.text) is None for cell in line.own) >= 2 for line in lines[start:end])
        if {"name", "value"} <= set(headings) and len(headings) >= 3 and len(set(headings)) == len(headings) and wide:
            return start, end
    return None


def upright(grid: Grid) -> Grid:
    """A table turned on its side, turned back; any other as it is."""
    lines = lines_of(grid)
    rows = _side_rows(lines)
    if rows is None:
        return grid
    first, last = lines[rows[0]].row, lines[rows[1] - 1].row
    inside = [cell for cell in grid.cells if first <= cell.row <= last]
    height = max(cell.col + cell.colspan for cell in inside)
    turned = [replace(cell, row=first + cell.col, col=cell.row - first, rowspan=cell.colspan, colspan=cell.rowspan) for cell in inside]
    above = [cell for cell in grid.cells if cell.row < first]
    below = [replace(cell, row=cell.row - (last + 1) + first + height) for cell in grid.cells if cell.row > last]
    n_rows = first + height + grid.n_rows - (last + 1)
    cells = tuple(sorted((*above, *turned, *below), key=lambda cell: (cell.row, cell.col)))
    return Grid(cells, n_rows, max(grid.n_cols, last - first + 1), grid.place, grid.exact)


# -- one value column a county -----------------------------------------------------------------------------------------------------


def _counties(lines: Sequence[Line]) -> tuple[int, list[Cell]] | None:
    """The headings that name a county each, right of the names of the indicators, and the line they stand in."""
    for number, line in enumerate(lines):
        heads = [cell for line in lines[max(0, number - _TALLEST + 1) : number + 1] for cell in line.own if role_of(cell.text) == "name"]
        if not heads:
            continue
        behind = [cell for cell in line.own if cell.col > heads[-1].col and role_of(cell.text) is None and field_of(cell.text) is None]
        named = [cell for cell in behind if _COUNTY.fullmatch(clean(cell.text)) or clean(cell.text) in _WHOLE]
        if len(named) >= 2 and sum(clean(cell.text) not in _WHOLE for cell in named) >= 2 and all(cell.colspan == 1 for cell in named):
            return number, named
    return None


def _of_county(grid: Grid, number: int, counties: Sequence[Cell], own: Cell) -> Grid:
    """The grid with the column of one county as its value column, without those of the others."""
    others = {cell.col for cell in counties if cell is not own}
    covering = [c for c in grid.cells if c.row < number and role_of(c.text) == "value" and c.col <= own.col < c.col + c.colspan]
    kept = []
    for cell in grid.cells:
        if cell is own:
            if not covering:
                kept.append(replace(cell, text="指标值"))
        elif cell in covering:
            kept.append(replace(cell, col=own.col, colspan=1, rowspan=number - cell.row + 1))
        elif cell.col not in others or cell.row < number:
            kept.append(cell)
    return Grid(tuple(kept), grid.n_rows, grid.n_cols, grid.place, grid.exact)


def by_county(grid: Grid) -> Iterator[tuple[Grid, Cell | None]]:
    """The grid once for each county that has a value column of its own, with the county's heading; with a column for all of them, once
    for that; any other grid as it is."""
    lines = lines_of(grid)
    beside = _counties(lines)
    if beside is None:
        yield grid, None
        return
    at, counties = beside
    whole = [cell for cell in counties if clean(cell.text) in _WHOLE]
    for own in whole[:1] or counties:
        yield _of_county(grid, lines[at].row, counties, own), own


# -- labels cut over rows ----------------------------------------------------------------------------------------------------------


def _pieces(cells: Sequence[Cell], start: int) -> int:
    """How many cells from ``start`` on are the pieces of one level label: 产｜出｜指｜标, 社会公众或服务｜对象满意度指标."""
    run: list[Cell] = []
    for cell in cells[start : start + _MOST_PIECES]:
        if is_known(cell.text) or (run and cell.row - run[-1].row - run[-1].rowspan > 0):
            break  # a label of its own, or cells that do not touch
        run.append(cell)
    texts = ["".join(cell.text.split()) for cell in run]
    counts = range(len(run), 1, -1)
    return next((count for count in counts if level1_of(whole := "".join(texts[:count])) or level2_of(whole)), 1)


def mended(grid: Grid) -> Grid:
    """Level labels whose characters or lines stand in rows of their own, put together in the first of them."""
    lines = lines_of(grid)
    columns = {cell.col for line in lines for cell in line.own if role_of(cell.text) in _LEVELS}
    changed: dict[int, Cell] = {}
    for col in columns:
        cells = [cell for line in lines for cell in line.own if cell.col == col]
        at = 0
        while at < len(cells):
            count = _pieces(cells, at)
            if count > 1:
                changed[id(cells[at])] = replace(cells[at], text="".join(cell.text.strip() for cell in cells[at : at + count]))
                changed.update((id(cell), replace(cell, text="")) for cell in cells[at + 1 : at + count])
            at += count
    if not changed:
        return grid
    return replace(grid, cells=tuple(changed.get(id(cell), cell) for cell in grid.cells))
