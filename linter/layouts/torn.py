"""Text copied from a document, a cell a separator: a line break inside a cell tears its row. The number of separators tells how it was whole.

Where a heading says how many cells a row has, lines are put together until they have as many; a line without a separator goes to the cell before
it or, where that makes a level of it, to the cell behind it. Above the heading only lines are put together that make a label of the form, and
what goes on with the text of a goal. Nothing is guessed: where the numbers do not come out, or where something else than a level then stands in
a column of levels, the lines stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from linter.layouts.alignment.chrome import is_chrome
from linter.layouts.alignment.soft import quantity
from linter.layouts.columns import find_header, is_header_at
from linter.layouts.labels import field_of, is_known, level1_of, level2_of, role_of
from linter.layouts.lines import Line
from linter.layouts.rows import is_footer
from linter.layouts.split import starts_form
from linter.layouts.titles import is_form_title, is_page_mark
from linter.model.blocks import Block, Cell, Grid, Paragraph
from linter.values import normalise

Row = tuple[Cell, ...]

_LEAST = 3
"""Columns of a heading: with two, every torn line could be a row."""
_LABEL_LINES = 6
"""Lines a label is written over: 绩/效/指/标."""
_RUNNING = 12
"""Characters of a text that may go on in the next line."""
_ENDS = ("。", "；", ";", "！")


def _rows_of(block: Block) -> list[Row]:
    if isinstance(block, Grid):
        return [tuple(row) for row in block.rows()]
    return [(Cell(block.text, 0, 0, block.place),)] if isinstance(block, Paragraph) else []


def _together(before: Row, after: Row) -> Row:
    """Two lines as one: the last cell of the first goes on in the first of the second."""
    last, first = before[-1], after[0]
    place = last.place._replace(end_line=first.place.end_line, end_column=first.place.end_column)
    text = f"{last.text}\n{first.text}"
    return (*before[:-1], Cell(text, last.row, last.col, place, doubt=last.doubt or first.doubt), *after[1:])


def _line(row: Row) -> Line:
    return Line(row, False, row[0].row)


def _makes_level(row: Row, after: Row) -> bool:
    """Whether two torn pieces are a level together and neither is one alone."""
    whole = row[-1].text + after[0].text
    return bool(after[0].text.strip()) and (level1_of(whole) or level2_of(whole)) is not None and not is_known(after[0].text)


def _labelled(rows: Sequence[Row], at: int) -> int:
    """How many lines from here on, up to one with separators, write one label of the form; 0 where none is written so."""
    text = ""
    for length, row in enumerate(rows[at : at + _LABEL_LINES + 1], start=1):
        text += "".join(row[0].text.split())
        if len(row) > 1:
            return length if length > 1 and field_of(text) is not None else 0
        if any(map(str.isdigit, text)):
            return 0  # a year above the form is no part of its first label
    return 0


def _head(rows: Sequence[Row]) -> list[Row]:
    """The lines above the heading, torn labels and texts put together."""
    out: list[Row] = []
    at = 0
    while at < len(rows):
        length = _labelled(rows, at)
        row = rows[at]
        if length:
            for further in rows[at + 1 : at + length]:
                row = _together(row, further)
            out.append(row)
        elif len(row) == 1 and out and _goes_on(out[-1], row[0].text):
            out[-1] = _together(out[-1], row)
        else:
            out.append(row)
        at += max(length, 1)
    return out


def _goes_on(before: Row, text: str) -> bool:
    """Whether a line goes on with the text of a goal above it."""
    label, last = field_of("".join(before[0].text.split())) or "", before[-1].text.strip()
    running = label.startswith("goal") and len(before) > 1 and len(last) >= _RUNNING and not last.endswith(_ENDS)
    return running and not is_known(text) and field_of(text) is None and not _outside(text)


def _outside(text: str) -> bool:
    """What a page prints between the rows of a table is part of none: page numbers, titles, words of a web page."""
    return is_page_mark(text) or is_form_title(text) or is_chrome(normalise(text).text)


def _ends(row: Row) -> bool:
    line = _line(row)
    return is_footer(line) or starts_form(line)


def _body(rows: Sequence[Row], width: int) -> tuple[list[Row], int] | None:
    """The rows of a table of so many columns, and how many lines they take; ``None`` where the numbers do not come out."""
    out: list[Row] = []
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        if _outside(row[0].text) or is_header_at([_line(row)], 0):
            return None  # a table over several pages: its parts are put together as such
        if not out or len(out[-1]) == width:
            if len(row) == 1 and out and not (after is not None and _makes_level(row, after)):
                if after is None or _ends(row) or not any(len(further) > 1 for further in rows[at + 1 :]):
                    return out, at
                out[-1] = _together(out[-1], row)
                continue
            if _ends(row):
                return out, at
            out.append(row)
        else:
            if quantity().fullmatch(normalise(out[-1][-1].text).text):
                return None  # a value that is whole: what follows is a row that lost cells
            out[-1] = _together(out[-1], row)
        if len(out[-1]) > width:
            return None
    return (out, len(rows)) if out and len(out[-1]) == width else None


def _grids(rows: Sequence[Row]) -> Iterator[Block]:
    """Lines as blocks again: those with separators that stand together as one grid."""
    for torn, group in groupby(rows, key=lambda row: len(row) == 1):
        lines = list(group)
        if torn:
            yield from (Paragraph(row[0].text, row[0].place, doubt=row[0].doubt) for row in lines)
            continue
        cells = [
            Cell(cell.text, number, column, cell.place, doubt=cell.doubt)
            for number, row in enumerate(lines)
            for column, cell in enumerate(row)
        ]
        yield Grid(tuple(cells), len(lines), max(map(len, lines)), cells[0].place, exact=False)


def _mended(rows: list[Row]) -> list[Row] | None:
    """Every line of a stretch, whole again, as it is where no table begins; ``None`` where a table in it does not come out."""
    start = find_header([_line(row) for row in rows])
    if start is None:
        return rows
    if len(rows[start]) < _LEAST:
        return None
    body = _body(rows[start + 1 :], len(rows[start]))
    if body is None:
        return None
    table, taken = body
    if not _levelled(rows[start], table):
        return None
    head = _head(rows[:start])
    heading = rows[start]
    label = _upright(head, heading)
    for above in reversed(head[len(head) - label :]):
        heading = _together(above, heading)
    head = head[: len(head) - label]
    further = _mended(rows[start + 1 + taken :])
    return None if further is None else [*head, heading, *table, *further]


def _levelled(heading: Row, table: Sequence[Row]) -> bool:
    """Whether the table has columns of levels, and nothing but levels stands in them."""
    columns = [at for at, cell in enumerate(heading) if role_of(cell.text) in ("level1", "level2")]
    texts = ["".join(row[at].text.split()) for row in table for at in columns]
    return bool(columns) and all(level1_of(text) or level2_of(text) for text in texts if text)


def _upright(head: Sequence[Row], heading: Row) -> int:
    """How many lines above a heading write the label beside it: 绩/效/指 above 标."""
    text = "".join(heading[0].text.split())
    for count, row in enumerate(reversed(head[-_LABEL_LINES:]), start=1):
        if len(row) > 1:
            break
        text = "".join(row[0].text.split()) + text
        if field_of(text) is not None:
            return count
    return 0


def mended(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with torn rows whole again, where their separators tell how; else as they are."""
    out: list[Block] = []
    for text, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph) or (isinstance(block, Grid) and not block.exact)):
        here = list(group)
        lines = [row for block in here for row in _rows_of(block)] if text else []
        rows = _mended(lines)
        out += list(_grids(rows)) if rows is not None and len(rows) < len(lines) else here
    return out


def lost(blocks: Sequence[Block], whole: Sequence[Block]) -> bool:
    """Whether putting the parts of forms together passed over a line between two tables of an extraction that is more than a mark of a page."""
    kept = {id(block) for block in whole}
    return any(
        isinstance(block, Paragraph) and id(block) not in kept and not _outside(block.text) and _in_table(blocks, at)
        for at, block in enumerate(blocks)
    )


def _in_table(blocks: Sequence[Block], at: int) -> bool:
    beside = (blocks[at - 1 : at], blocks[at + 1 : at + 2])
    return all(isinstance(block, Grid) and not block.exact for near in beside for block in near)
