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
    for field in fields(text, delimiter):
        if field.column >= limits.columns:
            raise Unreadable(f"一行超过 {limits.columns} 列，未读取")
        if field.row >= limits.rows or len(cells) >= limits.cells:
            raise Unreadable(f"表格超过 {limits.rows} 行或 {limits.cells} 格，未读取")
        inner, typed = 1 if field.quoted else 0, as_typed(field.text)
        guard = len(field.text) - len(typed)
        line, column = position(starts, field.start + inner + guard)
        end_line, end_column = (
            (line, column + field.end - field.start - 2 * inner - guard) if "\n" not in field.text else position(starts, field.end - inner)
        )
        content = as_shown(typed).replace("\r\n", "\n").replace("\r", "\n")
        cells.append(
            Cell(content, field.row, field.column, context.place(line=line, column=column, end_line=end_line, end_column=end_column))
        )
        n_rows, n_cols = field.row + 1, max(n_cols, field.column + 1)
    if cells:
        yield Grid(tuple(cells), n_rows, n_cols, context.place(line=1))


FORMAT = Format("csv", (".csv", ".tsv"), looks_like_text, read, rank=95, write_back=writer(in_fields))
