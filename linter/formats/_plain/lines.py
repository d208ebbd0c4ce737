"""Offsets to lines and columns and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence


def line_starts(text: str) -> list[int]:
    """Offsets at which lines begin."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def offset(starts: Sequence[int], line: int, column: int) -> int:
    """The offset of a line and column (from 1).

    Raises:
        ValueError: no such line.
    """
    if not 1 <= line <= len(starts) or column < 1:
        raise ValueError(line)
    return starts[line - 1] + column - 1
