"""Plain text: tab-separated or piped extractions become grids, every other line a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.delimited import is_table
from linter.formats._plain.text_write import in_lines, writer
from linter.formats._plain.torn_lines import whole
from linter.formats.api import Format, Piece, ReadContext
from linter.formats.html import looks_like_html
from linter.model.blocks import Cell, Grid, Paragraph

_PIPES = "|｜│┃"
_RULE_CHARS = frozenset("+-=|─━┄┅┈┉┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻═║╔╗╚╝╠╣╦╩╬: │┃\t ")

_STROKES = _RULE_CHARS - set("|│┃║: \t　")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAGE_BREAKS = {0x0B: " ", 0x0C: " "}
"""Form feeds of extractions: one blank each, so that columns stay true. They end no line for an editor."""


_CELL_END, _ROW_END = "\a", "\a\a"
_MARKS = ";；"
_FEWEST, _SHARE = 4, 0.5
_MARKED = re.compile(rf"[{_MARKS}]\s*$")
_EMPTY = re.compile(rf"([{_MARKS}])\s*\1")


def _marks(lines: Sequence[str]) -> str:
    """A mark of prose that ends every cell here: most lines end with it and hold several, and some of the cells are empty (``a;;b;``)."""
    filled = [line for line in lines if line.strip()]
    ended = [match[0].strip() for line in filled if (match := _MARKED.search(line))]
    several = sum(sum(line.count(mark) for mark in _MARKS) > 1 for line in filled)
    empty = sum(_EMPTY.search(line) is not None for line in filled)
    enough = min(several, len(ended)) >= max(_FEWEST, _SHARE * len(filled)) and empty >= 2
    return max(set(ended), key=ended.count) if enough else ""


def _rows(line: str) -> Iterator[tuple[int, str]]:
    """The rows in a line, each with where it begins: two bells end a row of a table taken from a word processor, one ends a cell."""
    at = 0
    for row in line.split(_ROW_END):
        yield at, row.replace(_CELL_END, "\t")
        at += len(row) + len(_ROW_END)


def _separator(line: str, marks: str) -> str | None:
    if "\t" in line:
        return "\t"
    for pipe in _PIPES + marks:
        if line.count(pipe) >= 2:
            return pipe
    return None


def _separators(lines: Sequence[str], marks: str) -> list[str | None]:
    """What parts the cells of each line. A line with one pipe is a row of two cells where it stands right above or below a line of
    such a table that has no outer border: 项目名称|公益展览 above 一级指标|二级指标|三级指标|指标值."""
    out = [_separator(line, marks) for line in lines]
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        pipe: str | None = None
        for n in order:
            line = lines[n].strip()
            if _is_rule(line):
                continue
            if out[n] is None and pipe is not None and line.count(pipe) == 1 and line[0] != pipe != line[-1]:
                out[n] = pipe
            parted = out[n] or ""
            pipe = parted if parted and parted in _PIPES and not line.startswith(parted) else None
    return out


def _is_rule(line: str) -> bool:
    """A drawn rule: strokes and corners, at least three; a sign alone in its cell (``= |``) is none. Lines of pipes alone hold nothing either."""
    return bool(line.strip()) and not set(line) - _RULE_CHARS and (len(set(line) & _STROKES) == 0 or sum(c in _STROKES for c in line) >= 3)


class _Line(NamedTuple):
    """A line that is a row of cells: its number, its text, what parts its cells, and how far into the line it begins."""

    number: int
    text: str
    separator: str
    at: int


def _bordered(lines: list[_Line]) -> tuple[bool, bool]:
    """Whether the outer pipes, left and right, are borders: only where every line of the table has them (else the cell is blank)."""
    piped = [(line.text.strip(), line.separator) for line in lines if line.separator != "\t"]
    return all(text.startswith(sep) for text, sep in piped), all(text.endswith(sep) for text, sep in piped)


def _cells(line: _Line, row: int, context: ReadContext, border: tuple[bool, bool]) -> Iterator[Cell]:
    """The cells of a line. Pipes at the outer border of a table open no cell."""
    text, separator, number = line.text, line.separator, line.number
    start, end = 0, len(text)
    if separator != "\t":
        if border[0]:
            start = text.index(separator) + 1
        if border[1]:
            end = text.rindex(separator)
    at = line.at + start
    for col, piece in enumerate(text[start:end].split(separator)):
        cell = piece if separator == "\t" else piece.strip()
        first = at - line.at + (len(piece) - len(piece.lstrip()) if separator != "\t" else 0)
        (above, column), (below, end_column) = _position(text, first), _position(text, first + len(cell))
        place = context.place(line=number + above, column=line.at + column, end_line=number + below, end_column=line.at + end_column)
        yield Cell(cell, row, col, place)
        at += len(piece) + 1


def _position(text: str, at: int) -> tuple[int, int]:
    """Line breaks before a character of a row, and the column it stands in, counted from 1."""
    above = text.count("\n", 0, at)
    return above, at - (text.rindex("\n", 0, at) if above else -1)


def _grid(lines: list[_Line], context: ReadContext) -> Grid:
    border = _bordered(lines)
    cells = tuple(cell for row, line in enumerate(lines) for cell in _cells(line, row, context, border))
    width = max(cell.col for cell in cells) + 1
    return Grid(cells, len(lines), width, context.place(line=lines[0].number, end_line=lines[-1].number), exact=False)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Lines with separators in a row make a grid; a blank line ends it."""
    pending: list[_Line] = []
    lines = _LINE_END.split(decode(data))
    numbered = whole([(n, line.translate(_PAGE_BREAKS)) for n, line in enumerate(lines, start=1)], _PIPES)
    rows = [(n, at, row) for n, line in numbered for at, row in _rows(line)]
    separators = _separators([row for _, _, row in rows], _marks(lines))
    for (number, at, line), separator in zip(rows, separators, strict=True):
        if separator and separator != "\t" and _is_rule(line):
            continue  # a drawn rule between rows
        if separator:
            pending.append(_Line(number, line, separator, at))
            continue
        if pending and _is_rule(line):
            continue
        if pending and not (at and not line):
            yield _grid(pending, context)
            pending = []
        if line.strip() and (not _is_rule(line) or line.strip() in _PIPES):
            text = line.rstrip()
            yield Paragraph(text, context.place(line=number, column=at + 1, end_line=number, end_column=at + len(text) + 1))
    if pending:
        yield _grid(pending, context)


def sniff(head: bytes) -> bool:
    """A text that is no web page and not surely comma-separated."""
    return looks_like_text(head) and not looks_like_html(head) and not is_table(decode_head(head, len(head)))


FORMAT = Format("text", (".txt", ".md", ".text"), sniff, read, rank=90, write_back=writer(in_lines))
