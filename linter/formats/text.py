"""Plain text: tab-separated or piped extractions become grids, every other line a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.delimited import is_table
from linter.formats._plain.text_write import in_lines, writer
from linter.formats.api import Format, Piece, ReadContext
from linter.formats.html import looks_like_html
from linter.model.blocks import Cell, Grid, Paragraph

_PIPES = "|｜│┃"
_RULE_CHARS = frozenset("+-=|─━┄┅┈┉┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻═║╔╗╚╝╠╣╦╩╬: │┃\t ")

_STROKES = _RULE_CHARS - set("|│┃║: \t　")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAGE_BREAKS = {0x0B: " ", 0x0C: " "}
"""Form feeds of extractions: one blank each, so that columns stay true. They end no line for an editor."""


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


def _bordered(lines: list[tuple[int, str, str]]) -> tuple[bool, bool]:
    """Whether the outer pipes, left and right, are borders: only where every line of the table has them (else the cell is blank)."""
    piped = [(line.strip(), separator) for _, line, separator in lines if separator != "\t"]
    return all(text.startswith(sep) for text, sep in piped), all(text.endswith(sep) for text, sep in piped)


def _cells(line: str, separator: str, row: int, number: int, context: ReadContext, border: tuple[bool, bool]) -> Iterator[Cell]:
    """The cells of a line. Pipes at the outer border of a table open no cell."""
    start, end = 0, len(line)
    if separator != "\t":
        if border[0]:
            start = line.index(separator) + 1
        if border[1]:
            end = line.rindex(separator)
    at = start
    for col, piece in enumerate(line[start:end].split(separator)):
        text = piece if separator == "\t" else piece.strip()
        column = at + (len(piece) - len(piece.lstrip()) if separator != "\t" else 0) + 1
        yield Cell(text, row, col, context.place(line=number, column=column, end_line=number, end_column=column + len(text)))
        at += len(piece) + 1


def _grid(lines: list[tuple[int, str, str]], context: ReadContext) -> Grid:
    border = _bordered(lines)
    cells = tuple(
        cell for row, (number, line, separator) in enumerate(lines) for cell in _cells(line, separator, row, number, context, border)
    )
    width = max(cell.col for cell in cells) + 1
    return Grid(cells, len(lines), width, context.place(line=lines[0][0], end_line=lines[-1][0]), exact=False)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Lines with separators in a row make a grid; a blank line ends it."""
    pending: list[tuple[int, str, str]] = []
    lines = _LINE_END.split(decode(data))
    lines = [line.translate(_PAGE_BREAKS) for line in lines]
    for number, (line, separator) in enumerate(zip(lines, _separators(lines, _marks(lines)), strict=True), start=1):
        if separator and separator != "\t" and _is_rule(line):
            continue  # a drawn rule between rows
        if separator:
            pending.append((number, line, separator))
            continue
        if pending and _is_rule(line):
            continue
        if pending:
            yield _grid(pending, context)
            pending = []
        if line.strip() and (not _is_rule(line) or line.strip() in _PIPES):
            text = line.rstrip()
            yield Paragraph(text, context.place(line=number, column=1, end_line=number, end_column=len(text) + 1))
    if pending:
        yield _grid(pending, context)


def sniff(head: bytes) -> bool:
    """A text that is no web page and not surely comma-separated."""
    return looks_like_text(head) and not looks_like_html(head) and not is_table(decode_head(head, len(head)))


FORMAT = Format("text", (".txt", ".md", ".text"), sniff, read, rank=90, write_back=writer(in_lines))
