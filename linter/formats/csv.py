"""Delimited text (csv, tsv): one grid, quoted fields with line breaks, places by line and column."""

from __future__ import annotations

from collections.abc import Iterator

from linter.files.printing import as_typed
from linter.formats._plain.decode import decode, looks_like_text
from linter.formats._plain.delimited import as_shown, delimiter_of, fields
from linter.formats._plain.lines import line_starts, position
from linter.formats._plain.text_write import in_fields, writer
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.model.blocks import Cell, Grid


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The whole file as one grid. Merged cells are lost in this format; columns are real."""
    text = decode(data)
    delimiter = delimiter_of(text)
    starts = line_starts(text)
    limits = context.limits
    cells: list[Cell] = []
    n_rows = n_cols = 0
    for one in fields(text, delimiter):
        if one.column >= limits.columns:
            raise Unreadable(f"一行超过 {limits.columns} 列，未读取")
        if one.row >= limits.rows or len(cells) >= limits.cells:
            raise Unreadable(f"表格超过 {limits.rows} 行或 {limits.cells} 格，未读取")
        inner, typed = 1 if one.quoted else 0, as_typed(one.text)
        guard = len(one.text) - len(typed)
        line, column = position(starts, one.start + inner + guard)
        end_line, end_column = (
            (line, column + one.end - one.start - 2 * inner - guard) if "\n" not in one.text else position(starts, one.end - inner)
        )
        content = as_shown(typed).replace("\r\n", "\n").replace("\r", "\n")
        cells.append(Cell(content, one.row, one.column, context.place(line=line, column=column, end_line=end_line, end_column=end_column)))
        n_rows, n_cols = one.row + 1, max(n_cols, one.column + 1)
    if cells:
        yield Grid(tuple(cells), n_rows, n_cols, context.place(line=1))


FORMAT = Format("csv", (".csv", ".tsv"), looks_like_text, read, rank=95, write_back=writer(in_fields))
