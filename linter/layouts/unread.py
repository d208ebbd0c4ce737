"""What looks like a form and was not read: said by its place and its first cells, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.layouts.labels import level1_of, level2_of, role_of
from linter.layouts.lines import Line, lines_of, shown
from linter.layouts.titles import is_form_title
from linter.model.blocks import Block, Cell, Grid, NotChecked
from linter.model.place import Place

_FEWEST_LEVELS, _FEWEST_ROLES = 3, 3
UNFIT = "表中内容与栏目对不上，未读取，请核对原文"
WHY = "像绩效目标表而未能识别，未读取"


def not_read(head: Line, lines: Sequence[Line]) -> NotChecked:
    """The record of a table whose contents are not what its headings say, with its place and its first cells."""
    place = head.place
    return NotChecked(place.label() or place.file, f"{UNFIT}：{shown([cell for line in lines[:2] for cell in line.own])}", place)


def no_label(cells: Sequence[Cell]) -> str:
    """Why cells above or below a table were not read, with the first of them."""
    return f"未能归入任何栏目的单元格：{shown(cells)}"


def unlabelled(cells: Sequence[Cell], place: Place | None) -> Iterator[NotChecked]:
    """The record of such cells. ``place``: of the form."""
    if cells:
        at = place or cells[0].place
        yield NotChecked(at.label() or at.file, no_label(cells), cells[0].place)


def looks_like_form(grid: Grid) -> bool:
    """Whether a grid prints what only forms print: level labels, headings of indicators, or a form's title over several columns."""
    cells = [cell for line in lines_of(grid) for cell in line.own]
    levels = {level for cell in cells if (level := level2_of(cell.text) or level1_of(cell.text))}
    roles = {level for cell in cells if (level := role_of(cell.text)) in ("level1", "level2", "name", "value")}
    titled = any(is_form_title(cell.text) for cell in cells[:3]) and grid.n_cols > 2 and len(cells) > 8
    return len(levels) >= _FEWEST_LEVELS or len(roles) >= _FEWEST_ROLES or (titled and bool(roles or levels))


def unread(blocks: Sequence[Block]) -> Iterator[NotChecked]:
    """A record for each exact grid that looks like a form, where none of them was read."""
    for block in blocks:
        if isinstance(block, Grid) and block.exact and looks_like_form(block):
            where = f"工作表“{block.place.sheet}”" if block.place.sheet else "表格"
            first = [cell for line in lines_of(block)[:3] for cell in line.own]
            yield NotChecked(where, f"{WHY}：{shown(first)}", block.place)
