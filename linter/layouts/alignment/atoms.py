"""A page as pieces of text and what stands between them: the one shape every dirty page is brought into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.knowledge.patterns import deferred
from linter.layouts.lines import Line, doubt_of, lines_of
from linter.layouts.titles import is_page_head, is_page_mark
from linter.model.blocks import Block, Cell, Grid, Paragraph
from linter.model.form import Text
from linter.values import normalise

START, PIPE, BREAK, LINE, BLANK, SOFT, MARK = "start", "pipe", "break", "line", "blank", "soft", "mark"
"""What stands before a piece: nothing, a separator, a separator and a line break, a line break, a blank, nothing printed (a cut proposed
inside a text), a list mark."""

_PIPES = "|｜│┃→⇒"
_LEADER = deferred(r"(?:…+|\.{3,}|·{3,}|_{3,})(?=[ \t　]*[≥≤≧≦＞＜><=＝0-9])|…{3,}|\.{6,}|·{6,}|_{6,}")
"""Dots that lead the eye from a name to its value."""
_WORD = deferred(rf"[^\s{_PIPES}]+")
_OPEN, _CLOSE = "(（[【", ")）]】"
_GLUED = deferred(r"20[0-9]{2}\s+年|(?<![0-9])[0-9]{1,2}\s+[月日]|[年月]\s+[0-9]")
_MAX_OPEN = 30
"""The longest bracket whose blanks are no gaps."""


class Atom(NamedTuple):
    """A piece: ``source[start:end]`` and the gap before it. ``folded``: normalised, for matching. ``line``: its printed line on the page.
    ``blanks``: empty cells printed before it."""

    folded: str
    gap: str
    source: Paragraph | Cell
    start: int
    end: int
    line: int
    blanks: int = 0

    @property
    def raw(self) -> str:
        """The piece as printed."""
        return self.source.text[self.start : self.end]


def text_of(atoms: Sequence[Atom]) -> Text:
    """Some pieces in a row as one text, verbatim, line breaks kept, separators between dropped."""
    parts: list[str] = []
    first = last = atoms[0]
    start = first.start
    for atom in atoms[1:]:
        if atom.source is not last.source or atom.gap in (PIPE, BREAK):
            parts.append(last.source.text[start : last.end])
            start = atom.start
        last = atom
    parts.append(last.source.text[start : last.end])
    text, place = "\n".join(parts), first.source.place
    end = last.end if len(parts) == 1 else len(first.source.text)
    doubt = next((why for atom in (first, last) if (why := doubt_of(atom.source))), None)
    return Text(text, place.within(first.start, end, first.source.text), doubt)


def narrowed(text: Text, start: int, end: int) -> Text:
    """The code points ``[start, end)`` of a text."""
    if start <= 0 and end >= len(text.text):
        return text
    place = text.place.within(start, end, text.text) if text.place is not None and "\n" not in text.text else text.place
    return Text(text.text[start:end], place, text.doubt)


def _gap(between: str) -> str:
    piped = any(char in _PIPES or char == "\t" for char in between) or bool(between.strip())
    if "\n" in between:
        return BREAK if piped else LINE
    return PIPE if piped else BLANK


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _words(text: str, parting: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """The pieces between blanks and separators. A blank inside a short bracket, or inside a date, parts nothing."""
    blank = _LEADER.sub(_blanked, text)
    blank = parting.sub(_blanked, blank) if parting is not None else blank
    words = [match.span() for match in _WORD.finditer(blank)]
    joined = {m.start() + 1 for m in _GLUED.finditer(text)}
    merged: list[tuple[int, int]] = []
    depth = 0
    for start, end in words:
        between = text[merged[-1][1] : start] if merged else "\n"
        inside = depth > 0 and not between.strip() and "\n" not in between and "\t" not in between
        if merged and ((inside and end - merged[-1][0] < _MAX_OPEN + 20) or (merged[-1][1] in joined and not between.strip())):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
            depth = 0
        word = text[start:end]
        depth = max(0, depth + sum(char in _OPEN for char in word) - sum(char in _CLOSE for char in word))
        if depth and _closes(text, end) is None:
            depth = 0
    yield from merged


def _closes(text: str, at: int) -> int | None:
    """Where a bracket left open before ``at`` closes again, near and on the same line."""
    for index in range(at, min(len(text), at + _MAX_OPEN)):
        if text[index] in _CLOSE:
            return index
        if text[index] in "\n\t" or text[index] in _PIPES:
            return None
    return None


def _pipes(text: str) -> int:
    return sum(char in _PIPES for char in text)


def _pieces(source: Paragraph | Cell, gap: str, line: int, before: int = 0, parting: re.Pattern[str] | None = None) -> Iterator[Atom]:
    """The pieces of a paragraph or cell; ``before``: separators passed since the last piece."""
    text, end = source.text, 0
    for start, stop in _words(text, parting):
        between = text[end:start]
        own = gap if end == 0 and not between.strip() else _gap(between) if end else _first_gap(gap, between)
        line += between.count("\n") if end else 0
        folded = normalise(text[start:stop]).text
        passed = _pipes(between) + (before if not end else 0)
        if folded:
            yield Atom(folded, own, source, start, stop, line, max(0, passed - 1))
        end = stop


def _first_gap(gap: str, between: str) -> str:
    piped = any(char in _PIPES for char in between)
    return BREAK if piped and gap in (LINE, BREAK) else gap


def atoms_of(blocks: Iterable[Block], parting: re.Pattern[str] | None = None) -> list[Atom]:
    """The pieces of paragraphs and of grids that are not exact, in reading order. ``parting``: what parts cells on this page besides blanks,
    tabs and pipes (``linter.layouts.alignment.parting``)."""
    out: list[Atom] = []
    line, passed = 0, 0
    whole = list(blocks)
    for block, furniture in zip(whole, _furniture(whole), strict=True):
        if isinstance(block, Paragraph):
            line += 1
            if furniture:
                continue
            found = list(_pieces(block, BREAK if passed else LINE, line, passed, parting))
            out += found
            line = found[-1].line if found else line
            passed = _pipes(block.text[found[-1].end :]) if found else passed + _pipes(block.text)
        elif isinstance(block, Grid):
            line, passed = _grid(block, line, out), 1
    if out:
        out[0] = out[0]._replace(gap=START)
    return out


def _furniture(blocks: Sequence[Block]) -> Iterator[bool]:
    """Of each block whether it is a page's number, head or foot."""
    marks = [isinstance(block, Paragraph) and is_page_mark(block.text) for block in blocks]
    for n, block in enumerate(blocks):
        beside = any(marks[max(0, n - 1) : n + 2])
        yield marks[n] or (isinstance(block, Paragraph) and is_page_head(block.text, beside))


def grid_lines(blocks: Iterable[Block]) -> dict[int, Line]:
    """Printed line → the row of a grid that stands there, blank cells included, for lines that hold several cells."""
    out: dict[int, Line] = {}
    line = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            line += 1 + block.text.rstrip().count("\n")
        elif isinstance(block, Grid):
            rows = lines_of(block)
            out.update({line + n: row for n, row in enumerate(rows, start=1) if len(row.own) > 1})
            line += len(rows)
    return out


def _grid(grid: Grid, line: int, out: list[Atom]) -> int:
    """The pieces of a grid; the line of the last."""
    row, column = -1, 0
    for cell in grid.cells:
        if cell.row != row:
            row, column, line = cell.row, -1, line + 1
        gap = PIPE if column >= 0 else BREAK
        found = list(_pieces(cell, gap, line))
        if found:
            found[0] = found[0]._replace(blanks=cell.col - column - 1)
            column = cell.col
            out += found
    return line
