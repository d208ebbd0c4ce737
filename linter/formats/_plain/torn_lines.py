"""Lines of cells torn by line breaks inside cells, where every row ends with its separator: a line that does not goes on in the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

_FEWEST = 2
"""Torn rows that show that rows end with their separator."""
_LONGEST = 4
"""The most lines a row is torn into."""
_SHARE = 0.6
"""So many of the torn rows have as many separators as most rows have."""
_COLUMNS = 3

Numbered = tuple[int, str]
"""A line's number and its text; a whole row has the line breaks inside its cells."""


def _ends(text: str, pipe: str) -> bool:
    return text.rstrip().endswith(pipe)


def _joined(lines: Sequence[Numbered], pipe: str) -> Iterator[list[Numbered]]:
    """The lines in groups: those of a torn row together, every other by itself."""
    at = 0
    while at < len(lines):
        end = at + 1
        if pipe in lines[at][1] and not _ends(lines[at][1], pipe):
            while end < len(lines) and end - at < _LONGEST and lines[end][1].strip() and not _ends(lines[end - 1][1], pipe):
                end += 1
        yield list(lines[at:end])
        at = end


def whole(lines: Sequence[Numbered], pipes: str) -> list[Numbered]:
    """The lines with torn rows put together, where the numbers of their separators show that they are rows; else as they are."""
    pipe = max(pipes, key=lambda mark: sum(mark in text for _, text in lines))
    groups = list(_joined(lines, pipe))
    torn = [group for group in groups if len(group) > 1]
    rows = ["".join(text for _, text in group) for group in groups]
    counts = Counter(row.count(pipe) for row in rows if _ends(row, pipe) and row.count(pipe) >= _COLUMNS)
    if len(torn) < _FEWEST or not counts or not all(_ends(group[-1][1], pipe) for group in torn):
        return list(lines)
    usual = counts.most_common(1)[0][0]
    found = [sum(text.count(pipe) for _, text in group) for group in torn]
    if max(found) > usual or sum(count == usual for count in found) < _SHARE * len(found):
        return list(lines)
    return [(group[0][0], "\n".join(text for _, text in group)) for group in groups]
