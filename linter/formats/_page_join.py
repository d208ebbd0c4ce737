"""Tables continued over pages joined into one, and the parts of pages turned into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from linter.formats._glyphs import Box, Prose
from linter.formats._page_layout import Part, Table, TableCell
from linter.formats._ruling import Span
from linter.formats.api import ReadContext
from linter.model.blocks import Cell, Grid, Paragraph
from linter.model.place import Place

_SAME_EDGE = 4.0
"""Column edges of two pages nearer than this are the same column, in points."""
_HEADER_CELLS = 3
"""A repeated first row with at least so many filled cells is a repeated header."""

ToShown = Callable[[int, Box], Box]


@dataclass
class _Run:
    """A table over one or more pages: column edges, rows so far, cells with their pages."""

    xs: list[float]
    rows: int
    cells: list[tuple[int, TableCell]]
    first: Table

    def last_row(self) -> dict[tuple[int, int], tuple[int, TableCell]]:
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


def _repeated_rows(run: _Run, cells: Sequence[TableCell], rows: int) -> int:
    """How many first rows of the new page repeat the first rows of the table (a repeated header)."""
    before: dict[int, list[tuple[int, str]]] = {}
    for _, cell in run.cells:
        before.setdefault(cell.span.row, []).append((cell.span.col, cell.text))
    now: dict[int, list[tuple[int, str]]] = {}
    for cell in cells:
        now.setdefault(cell.span.row, []).append((cell.span.col, cell.text))
    same = 0
    while same < rows and same in now and sorted(now[same]) == sorted(before.get(same, [])):
        same += 1
    while same and sum(bool(text) for _, text in now[same - 1]) < _HEADER_CELLS:
        same -= 1
    return same if same < rows else 0


def _splits_row(last: dict[tuple[int, int], tuple[int, TableCell]], first: Sequence[TableCell]) -> bool:
    """Whether the new page's first row goes on with the row the page break cut: its label is blank, and every filled cell
    continues one whose last line was full."""
    filled = [cell for cell in first if cell.text]
    blank_label = any(not cell.text and (found := last.get((cell.span.col, cell.span.colspan))) and found[1].text for cell in first)
    if not filled or not blank_label or any(cell.span.rowspan > 1 for cell in first):
        return False
    for cell in filled:
        found = last.get((cell.span.col, cell.span.colspan))
        if found is None or not found[1].full or found[1].text[-1:] in "。；;" or found[1].span.rowspan > 1:
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
    if _splits_row(last, first):
        for cell in first:
            if cell.text:
                index, before = last[(cell.span.col, cell.span.colspan)]
                page, _ = run.cells[index]
                run.cells[index] = (page, replace(before, text=before.text + cell.text, full=cell.full))
        cells = [replace(cell, span=cell.span._replace(row=cell.span.row - 1)) for cell in cells if cell.span.row > 0]
        rows -= 1
    else:
        cells = _carried(run, last, cells)
    run.cells += [(table.page, replace(cell, span=cell.span._replace(row=cell.span.row + run.rows))) for cell in cells]
    run.rows += rows


def _carried(run: _Run, last: dict[tuple[int, int], tuple[int, TableCell]], cells: Sequence[TableCell]) -> list[TableCell]:
    """A merged cell cut by the page break is one cell: the blank rest on the new page lengthens it."""
    kept = []
    for cell in cells:
        found = last.get((cell.span.col, cell.span.colspan)) if cell.span.row == 0 and not cell.text else None
        if found is not None and found[1].text and max(cell.span.rowspan, found[1].span.rowspan) > 1:
            page, before = run.cells[found[0]]
            span = before.span._replace(rowspan=before.span.rowspan + cell.span.rowspan)
            run.cells[found[0]] = (page, replace(before, span=span))
        else:
            kept.append(cell)
    return kept


def blocks(pages: Iterable[tuple[int, Sequence[Part]]], context: ReadContext, shown: ToShown) -> Iterator[Grid | Paragraph]:
    """The blocks of consecutive pages. A table that opens a page goes on the one that closed the page before, where the
    columns agree. ``shown`` turns a box of a page's reading frame into the page as displayed."""
    run: _Run | None = None

    def place(page: int, box: Box) -> Place:
        return context.place(page=page, bbox=tuple(round(one, 1) for one in shown(page, box)))

    for number, parts in pages:
        for index, part in enumerate(parts):
            if isinstance(part, Prose):
                if run is not None:
                    yield _grid(run, place)
                    run = None
                yield Paragraph(part.text, place(number, part.box), part.confidence)
                continue
            if run is not None and index == 0 and _same_columns(run, part):
                _extend(run, part)
                continue
            if run is not None:
                yield _grid(run, place)
            run = _Run(list(part.lattice.xs), len(part.lattice.ys) - 1, [(part.page, cell) for cell in part.cells], part)
        if not parts and run is not None:
            yield _grid(run, place)
            run = None
    if run is not None:
        yield _grid(run, place)


def _grid(run: _Run, place: Callable[[int, Box], Place]) -> Grid:
    cells = sorted(run.cells, key=lambda item: item[1].span)
    return Grid(
        tuple(
            Cell(cell.text, *_span(cell.span)[:2], place(page, cell.box), *_span(cell.span)[2:], confidence=cell.confidence)
            for page, cell in cells
        ),
        run.rows,
        len(run.xs) - 1,
        place(run.first.page, run.first.lattice.bbox),
    )


def _span(span: Span) -> tuple[int, int, int, int]:
    return span.row, span.col, span.rowspan, span.colspan
