"""Where one form ends and the next begins: forms below each other, beside each other, and split over tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from linter.layouts.columns import find_header, is_header_at, read_columns
from linter.layouts.labels import field_of, level1_of, level2_of, money_unit, split_label
from linter.layouts.lines import Line, lines_of
from linter.layouts.rows import is_footer
from linter.layouts.titles import is_form_title, stated_year
from linter.model.blocks import Block, Cell, Grid, Paragraph

_T = TypeVar("_T")
_OPENERS = frozenset({"project", "department", "unit"})
_MAX_BETWEEN = 3
_MAX_CAPTION = 30


def is_title_line(line: Line) -> bool:
    """Whether a line of a grid holds nothing but a form's title."""
    return len(line.own) == 1 and is_form_title(line.own[0].text)


def _label(cell: Cell) -> str | None:
    inside = split_label(cell.text)
    return inside[0] if inside is not None else field_of(cell.text)


def starts_form(line: Line) -> bool:
    """Whether a line begins with 项目名称."""
    return any(_label(cell) == "project" for cell in line.own[:1])


def _opens(line: Line) -> bool:
    return any(_label(cell) in _OPENERS for cell in line.own[:1])


def _captions(lines: Sequence[Line]) -> int:
    """How many lines at the end state the year or the money unit of the form that follows."""
    count = 0
    for line in reversed(lines):
        text = line.own[0].text if len(line.own) == 1 else ""
        if line.own and not (stated_year(text) or ("单位" in text and money_unit(text) and len(text) < _MAX_CAPTION)):
            break
        count += 1
    return count


def regions(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Split a grid into forms: a new one begins at a title line, or at 项目名称 (where the form has none, at another field that
    opens a form) after indicators have been seen."""
    current: list[Line] = []
    seen = False
    for index, line in enumerate(lines):
        if current and seen and (is_title_line(line) or starts_form(line) or (_opens(line) and find_header(lines[index:]) is not None)):
            captions = _captions(current)
            yield current[: len(current) - captions]
            current, seen = current[len(current) - captions :], False
        seen = seen or is_header_at(lines, index)
        current.append(line)
    if current:
        yield current


# -- side by side ------------------------------------------------------------------------------------------------------------------


def _border(lines: Sequence[Line]) -> int | None:
    """The column where a second form begins beside the first: 项目名称 stands twice in a line, and no cell crosses the border."""
    borders = set()
    for line in lines:
        starts = [cell.col for cell in line.own if field_of(cell.text) == "project"]
        if len(starts) >= 2 and any(role.col > starts[0] for role in line.own):
            borders.add(starts[1])
    if len(borders) != 1:
        return None
    border = borders.pop()
    crossing = any(cell.col < border < cell.col + cell.colspan for line in lines for cell in line.own)
    headers = [index for index in range(len(lines)) if is_header_at(lines, index)]
    twice = all(any(c.col < border for c in lines[i].own) and any(c.col >= border for c in lines[i].own) for i in headers)
    return border if headers and twice and not crossing else None


def _half(grid: Grid, low: int, high: int) -> Grid:
    cells = tuple(replace(cell, col=cell.col - low) for cell in grid.cells if low <= cell.col < high)
    return Grid(cells, grid.n_rows, high - low, grid.place, grid.exact)


def beside(grid: Grid) -> Iterator[Grid]:
    """The grids of forms that stand side by side, from left to right; the grid itself where there is one."""
    border = _border(lines_of(grid))
    if border is None:
        yield grid
        return
    yield _half(grid, 0, border)
    yield from beside(_half(grid, border, grid.n_cols))


# -- one form in several tables ----------------------------------------------------------------------------------------------------


def _needs_more(grid: Grid) -> bool:
    """A grid that opens a form but has no indicator table: the rest stands in the next grid."""
    lines = lines_of(grid)
    return any(starts_form(line) for line in lines) and find_header(lines) is None


def _unfinished(grid: Grid) -> bool:
    """A grid whose indicator table may go on in the next one: no footer closed it."""
    lines = lines_of(grid)
    start = find_header(lines)
    return start is not None and not any(is_footer(line) for line in lines[start + 1 :])


def _goes_on(grid: Grid, before: Grid) -> bool:
    """Whether a grid continues the indicator table of the one before: rows with level labels (the header perhaps repeated) and no
    label that opens a form."""
    lines = lines_of(grid)
    if not lines or any(_opens(line) or is_title_line(line) for line in lines):
        return False
    header = find_header(lines)
    if header is not None and header > 0:
        return False
    first = lines_of(before)
    columns = read_columns(first, find_header(first) or 0)
    if header is not None:
        return read_columns(lines, 0).roles == columns.roles and columns.of("project") is None
    # A row whose first words are level labels, and as wide as the table it continues.
    levelled = any(level1_of(c.text) or level2_of(c.text) for c in lines[0].own[:2])
    return levelled and grid.n_cols == before.n_cols


def _continued(first: Grid, second: Grid) -> Grid:
    """Two grids read as one, the second below the first; places stay their own."""
    moved = tuple(replace(cell, row=cell.row + first.n_rows) for cell in second.cells)
    width = max(first.n_cols, second.n_cols)
    return Grid(first.cells + moved, first.n_rows + second.n_rows, width, first.place, first.exact and second.exact)


def _passes(block: object, between: Sequence[object]) -> bool:
    """Whether a paragraph may stand between the parts of one form: a page number, 续表, a short note."""
    if not isinstance(block, Paragraph) or len(between) >= _MAX_BETWEEN:
        return False
    text = "".join(block.text.split())
    return not is_form_title(block.text) or text.endswith(("（续）", "(续)", "续表"))


def joined(blocks: Sequence[Block | _T]) -> Iterator[Block | _T]:
    """Blocks with forms that were split over tables put together again."""
    waiting: Grid | None = None
    between: list[Block | _T] = []
    for block in blocks:
        if waiting is not None:
            if isinstance(block, Grid):
                opened = _needs_more(waiting) and not any(starts_form(line) for line in lines_of(block))
                if opened or (_unfinished(waiting) and _goes_on(block, waiting)):
                    waiting, between = _continued(waiting, block), []
                    continue
            elif _passes(block, between):
                between.append(block)
                continue
            yield waiting
            yield from between
            waiting, between = None, []
        if isinstance(block, Grid) and (_needs_more(block) or _unfinished(block)):
            waiting = block
            continue
        yield block
    if waiting is not None:
        yield waiting
    yield from between
