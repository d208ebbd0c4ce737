"""Tables continued over pages joined into one, and the parts of pages turned into blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from linter.formats._paged.glyphs import Box, Prose
from linter.formats._paged.page_layout import Part, Table, TableCell
from linter.formats._paged.ruling import Span
from linter.formats.api import ReadContext
from linter.model.blocks import Cell, Grid, Paragraph
from linter.model.place import Place

_SAME_EDGE = 4.0
"""Column edges of two pages nearer than this are the same column, in points."""
_HEADER_CELLS = 3
"""A repeated first row with at least so many filled cells is a repeated header."""

_SPLIT_DOUBT = "一行被分在两页，已合并读取"
_NUMBER = re.compile(r"\d+")

ToShown = Callable[[int, Box], Box]


_LastRow = dict[tuple[int, int], tuple[int, TableCell]]
"""(first column, columns) → the place in the list of cells, and the cell."""


class _Run(Struct):
    """A table over one or more pages: column edges, rows so far, cells with their pages."""

    xs: list[float]
    rows: int
    cells: list[tuple[int, TableCell]]
    first: Table

    def last_row(self) -> _LastRow:
        """The cells that reach the last row, by (first column, columns)."""
        return {
            (cell.span.col, cell.span.colspan): (index, cell)
            for index, (_, cell) in enumerate(self.cells)
            if cell.span.row + cell.span.rowspan == self.rows
        }


def _matched(xs: Sequence[float], other: Sequence[float]) -> bool:
    return all(any(abs(x - o) <= _SAME_EDGE for o in other) for x in xs)


def _same_columns(run: _Run, table: Table) -> bool:
    """The outer edges agree, and the column edges of one are among those of the other."""
    xs = table.lattice.xs
    outer = abs(xs[0] - run.xs[0]) <= _SAME_EDGE and abs(xs[-1] - run.xs[-1]) <= _SAME_EDGE
    return outer and len(xs) > 2 and (_matched(xs, run.xs) or _matched(run.xs, xs))


def _nearest(x: float, xs: Sequence[float]) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))


def _at_columns(cells: Iterable[TableCell], own: Sequence[float], xs: Sequence[float]) -> list[TableCell]:
    """Cells moved from a table's own column edges to the edges ``xs``, which contain them."""
    where = [_nearest(x, xs) for x in own]
    return [
        replace(
            cell, span=cell.span._replace(col=where[cell.span.col], colspan=where[cell.span.col + cell.span.colspan] - where[cell.span.col])
        )
        for cell in cells
    ]


_Rows = dict[int, list[tuple[int, str]]]


def _texts_by_row(cells: Iterable[TableCell]) -> _Rows:
    rows: _Rows = {}
    for cell in sorted(cells, key=lambda cell: cell.span):
        rows.setdefault(cell.span.row, []).append((cell.span.col, cell.text))
    return rows


def _repeated_rows(run: _Run, cells: Sequence[TableCell], rows: int) -> int:
    """How many first rows of the new page repeat rows of the table: its first ones, or a row of headings further down."""
    before, now = _texts_by_row(cell for _, cell in run.cells), _texts_by_row(cells)
    headings = [n for n, texts in before.items() if n and texts == now.get(0) and _is_heading(texts)]
    return max(_same_rows(before, now, rows, start) for start in [0, *headings[:1]])


def _is_heading(texts: Sequence[tuple[int, str]]) -> bool:
    return all(text and not _NUMBER.search(text) for _, text in texts)


def _same_rows(before: _Rows, now: _Rows, rows: int, start: int) -> int:
    same = 0
    while same < rows and same in now and now[same] == before.get(start + same, []):
        same += 1
    while same and sum(bool(text) for _, text in now[same - 1]) < _HEADER_CELLS:
        same -= 1
    return same if same < rows else 0


def _may_split_row(last: _LastRow, first: Sequence[TableCell]) -> bool:
    """Whether the new page's first row may be the rest of a cut row although the cut cell had room left: labels are blank, and a cell
    to the right of what goes on was filled before the break and is blank now."""
    filled = [cell for cell in first if cell.text]
    if not filled or first[0].text or len({*filled}) == len(first):
        return False
    before = {cell.span.col: above[1] for cell in first if (above := last.get((cell.span.col, cell.span.colspan)))}
    done = [cell for cell in first if not cell.text and cell.span.col in before and before[cell.span.col].text]
    return any(cell.span.col > filled[-1].span.col for cell in done) and all(
        cell.span.col in before and before[cell.span.col].text and before[cell.span.col].text[-1] not in "。；;" for cell in filled
    )


def _splits_row(last: _LastRow, first: Sequence[TableCell]) -> bool:
    """Whether the new page's first row goes on with the row the page break cut.

    Every filled cell must continue one whose last line was full and no sentence's end; and cells that were done before the break
    are blank now: the first one (the label), or at least two, or one where several cells go on."""
    own = [cell for cell in first if cell.span.rowspan == 1]
    filled = [cell for cell in first if cell.text]
    done = [cell for cell in own if not cell.text and (above := last.get((cell.span.col, cell.span.colspan))) and above[1].text]
    if not filled or not done or not (done[0] is own[0] or len(done) > 1 or len(filled) > 1):
        return False
    for cell in filled:
        above = last.get((cell.span.col, cell.span.colspan))
        if above is None or not above[1].full or above[1].text[-1:] in "。；;" or max(above[1].span.rowspan, cell.span.rowspan) > 1:
            return False
    return True


def _extend(run: _Run, table: Table) -> None:
    """Put the table of the next page below what was read before."""
    xs = table.lattice.xs
    if not _matched(xs, run.xs):
        run.cells = [(page, cell) for (page, _), cell in zip(run.cells, _at_columns([c for _, c in run.cells], run.xs, xs), strict=True)]
        run.xs = list(xs)
    cells = _at_columns(table.cells, xs, run.xs)
    rows = len(table.lattice.ys) - 1
    skipped = _repeated_rows(run, cells, rows)
    cells = [replace(cell, span=cell.span._replace(row=cell.span.row - skipped)) for cell in cells if cell.span.row >= skipped]
    rows -= skipped
    last = run.last_row()
    first = [cell for cell in cells if cell.span.row == 0]
    cut = _splits_row(last, first)
    doubt = None if cut else _SPLIT_DOUBT
    cut = cut or _may_split_row(last, first)
    cells = _carried(run, last, cells, cut)
    if cut:
        for cell in first:
            if cell.text:
                index, before = last[(cell.span.col, cell.span.colspan)]
                page, _ = run.cells[index]
                run.cells[index] = (
                    page,
                    replace(before, text=before.text + cell.text, full=cell.full, doubt=before.doubt or cell.doubt or doubt),
                )
        cells = [replace(cell, span=cell.span._replace(row=cell.span.row - 1)) for cell in cells if cell.span.row > 0]
        rows -= 1
    run.cells += [(table.page, replace(cell, span=cell.span._replace(row=cell.span.row + run.rows))) for cell in cells]
    run.rows += rows


def _carried(run: _Run, last: _LastRow, cells: Sequence[TableCell], cut: bool) -> list[TableCell]:
    """A merged cell cut by the page break is one cell: the blank rest on the new page lengthens it. ``cut``: the new page's first
    row is the rest of the last one and counts no more."""
    kept = []
    for cell in cells:
        above = last.get((cell.span.col, cell.span.colspan)) if cell.span.row == 0 and not cell.text else None
        if above is not None and above[1].text and max(cell.span.rowspan, above[1].span.rowspan) > 1:
            page, before = run.cells[above[0]]
            span = before.span._replace(rowspan=before.span.rowspan + cell.span.rowspan - cut)
            run.cells[above[0]] = (page, replace(before, span=span))
        else:
            kept.append(cell)
    return kept


def _opens_alike(run: _Run, table: Table) -> bool:
    """The new page's table begins with the same cell as the one before, and not with a repeated header: another of its kind."""
    first = next((cell.text for cell in table.row(0) if cell.text), "")
    opening = next((cell.text for _, cell in run.cells if cell.span.row == 0 and cell.text), "")
    return first == opening != "" and not _repeated_rows(run, _at_columns(table.cells, table.lattice.xs, run.xs), len(table.lattice.ys) - 1)


def _furniture(lines: Sequence[Prose], other: Sequence[Prose]) -> bool:
    """Whether the lines of two pages are the same running header or footer (but for numbers), at the same height."""
    return len(lines) == len(other) and all(
        _NUMBER.sub("", a.text) == _NUMBER.sub("", b.text) and abs(a.box[1] - b.box[1]) <= _SAME_EDGE
        for a, b in zip(lines, other, strict=True)
    )


class _Joiner:
    """Goes through the pages with the table that may go on over the next page break."""

    def __init__(self, place: Callable[[int, Box], Place]) -> None:
        self.place = place
        self.run: _Run | None = None
        self.after: list[Prose] = []
        """What stands below the open table on its last page."""
        self.before: list[Prose] = []
        """What stands above the first table of the page before."""
        self.page = 0

    def close(self) -> Iterator[Grid | Paragraph]:
        """The open table and what stands below it."""
        if self.run is not None:
            yield _grid(self.run, self.place)
        yield from (self.paragraph(self.page, prose) for prose in self.after)
        self.run, self.after = None, []

    def paragraph(self, page: int, prose: Prose) -> Paragraph:
        return Paragraph(prose.text, self.place(page, prose.box), prose.confidence, prose.doubt)

    def goes_on(self, number: int, head: Sequence[Prose], parts: Sequence[Part], foot: Sequence[Prose]) -> bool:
        """Whether the first table of a page continues the open one."""
        table = parts[len(head)] if len(head) < len(parts) else None
        if self.run is None or not isinstance(table, Table) or number != self.page + 1:
            return False
        if not _same_columns(self.run, table) or (head and not _furniture(head, self.before)):
            return False
        return (not self.after or _furniture(self.after, foot)) and not _opens_alike(self.run, table)

    def see(self, number: int, parts: Sequence[Part]) -> Iterator[Grid | Paragraph]:
        """The blocks that are finished when a page has been seen."""
        head, foot = _leading(parts), _leading(parts[::-1])[::-1]
        rest = list(parts)
        if self.goes_on(number, head, parts, foot):
            assert self.run is not None
            table = parts[len(head)]
            assert isinstance(table, Table)
            _extend(self.run, table)
            rest = rest[len(head) + 1 :]
            self.after = []
        self.page = number if self.run is not None and not rest else self.page
        for part in rest:
            if isinstance(part, Table):
                yield from self.close()
                self.run = _Run(list(part.lattice.xs), len(part.lattice.ys) - 1, [(part.page, cell) for cell in part.cells], part)
            elif self.run is not None and self.run_is_on(number):
                self.after.append(part)
            else:
                yield from self.close()
                yield self.paragraph(number, part)
            self.page = number
        if not parts:
            yield from self.close()
        self.before = head

    def run_is_on(self, number: int) -> bool:
        """Whether the open table has cells on this page."""
        return self.run is not None and any(page == number for page, _ in reversed(self.run.cells))


def _leading(parts: Sequence[Part]) -> list[Prose]:
    out = []
    for part in parts:
        if not isinstance(part, Prose):
            break
        out.append(part)
    return out


def blocks(pages: Iterable[tuple[int, Sequence[Part]]], context: ReadContext, shown: ToShown) -> Iterator[Grid | Paragraph]:
    """The blocks of consecutive pages. A table that opens a page goes on the one that closed the page before, where the
    columns agree. ``shown`` turns a box of a page's reading frame into the page as displayed."""

    def place(page: int, box: Box) -> Place:
        return context.place(page=page, bbox=tuple(round(coordinate, 1) for coordinate in shown(page, box)))

    joiner = _Joiner(place)
    for number, parts in pages:
        yield from joiner.see(number, parts)
    yield from joiner.close()


def _grid(run: _Run, place: Callable[[int, Box], Place]) -> Grid:
    cells = sorted(run.cells, key=lambda item: item[1].span)
    return Grid(
        tuple(
            Cell(
                cell.text, *_span(cell.span)[:2], place(page, cell.box), *_span(cell.span)[2:], confidence=cell.confidence, doubt=cell.doubt
            )
            for page, cell in cells
        ),
        run.rows,
        len(run.xs) - 1,
        place(run.first.page, run.first.lattice.bbox),
    )


def _span(span: Span) -> tuple[int, int, int, int]:
    return span.row, span.col, span.rowspan, span.colspan
