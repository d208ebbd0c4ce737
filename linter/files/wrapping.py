"""Lines of Chinese and Latin text on a terminal: how wide they are, and where they may be broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

_PIECE = re.compile(r"\s+|[（“‘《〈【(\[]*(?:[!-\[\]-~]+|[^\s])[，。、；：！？）”’》〉】…,;:!?)\]]*")
"""What stays together: a Latin word or one character, with the marks that may not begin a line behind it and those that may not end one before."""


@cache
def _columns(char: str) -> int:
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns a text takes on a terminal: East Asian wide characters take two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _pieces(text: str, room: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        while width(piece) > room:  # a word longer than a line
            part = piece[: max(1, room // 2)]
            yield part
            piece = piece[len(part) :]
        yield piece


def wrapped(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most so many columns; ``first`` stands before the first line, ``rest`` (blanks as wide) before the others. No line
    begins with a mark that closes or ends with one that opens."""
    hang = " " * width(first) if rest is None else rest
    lines, line = [], first
    room = max(columns - max(width(first), width(hang)), 4)
    filled = False
    for piece in _pieces(text.strip(), room):
        if filled and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line, filled = hang, False
        if filled or piece.strip():
            line += piece
            filled = True
    return [*lines, line.rstrip()]


def padded(text: str, columns: int) -> str:
    """The text with blanks to so many columns."""
    return text + " " * max(columns - width(text), 0)


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table for a terminal: the first column to the left, the others, which are figures, to the right."""
    sizes = [max(width(row[at]) for row in (head, *rows)) for at in range(len(head))]

    def line(row: Sequence[str]) -> str:
        return padded(row[0], sizes[0]) + "".join(
            " " * (2 + size - width(text)) + text for text, size in zip(row[1:], sizes[1:], strict=True)
        )

    return [line(row) for row in (head, *rows)]
