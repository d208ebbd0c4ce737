"""Delimited text with the place of every field: the standard reader gives no positions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from linter.knowledge.patterns import deferred

_DELIMITERS = (",", "\t", ";", "，", "|")
_SAMPLE = 20
_FEWEST = 4
"""Fewer lines are no table."""
_QUOTED = deferred(r'"[^"]*"(?:,"[^"]*")+')
_SEP_LINE = deferred(r"sep=(.)\r?\n", re.I)


class Field(Struct, frozen=True):
    """A field: its text, the stretch ``[start, end)`` of the source it stands in (quotes included), 0-based row and column."""

    text: str
    start: int
    end: int
    row: int
    column: int
    quoted: bool


_AS_TEXT = deferred(r'="((?:[^"]|"")*)"')


def as_shown(text: str) -> str:
    """A field as a spreadsheet shows it: ``="01"``, written so that it stays text, shows ``01``."""
    match = _AS_TEXT.fullmatch(text.strip()) if text.lstrip().startswith('="') else None
    return match[1].replace('""', '"') if match else text


def as_text(text: str) -> str:
    """The field that shows a text and keeps it text."""
    doubled = text.replace('"', '""')
    return f'="{doubled}"'


def _pattern(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"[ ]*+(?={mark}|[\r\n]|\Z)|([^\r\n{mark}]*+)')


def _counts(text: str, delimiter: str) -> list[int]:
    """Fields of each of the first rows that are not blank."""
    counts: Counter[int] = Counter()
    for field in fields(text, delimiter):
        if field.row >= _SAMPLE:
            break
        counts[field.row] += 1
    return [count for _, count in sorted(counts.items()) if count > 1]


def _agree(counts: list[int]) -> bool:
    """Marks that also stand in prose (，) delimit only where the rows have the same number of fields."""
    return len(counts) >= 2 and len(set(counts)) == 1


def delimiter_of(text: str) -> str:
    """The delimiter the first lines agree on; comma where none does."""
    stated = _SEP_LINE.match(text)
    if stated:
        return stated[1]
    sample = text[:20_000]
    able = [mark for mark in _DELIMITERS if mark in ",\t;" or _agree(_counts(sample, mark))]
    best = max(able, key=lambda mark: (sum(_counts(sample, mark)), -_DELIMITERS.index(mark)))
    return best if _counts(sample, best) else ","


def is_table(text: str) -> bool:
    """Whether a text is surely comma-separated: several lines, all with the same three fields or more, or all of nothing but quoted fields."""
    lines = [line for line in text.splitlines()[:-1] if line.strip()][:_SAMPLE]
    if len(lines) >= _FEWEST and all(_QUOTED.fullmatch(line.strip()) for line in lines):
        return True
    counts = [line.count(",") for line in lines]
    return len(lines) >= _FEWEST and min(counts) >= 2 and len(set(counts)) == 1


def fields(text: str, delimiter: str) -> Iterator[Field]:
    """Every field in order. A quote that never closes is an ordinary character."""
    pattern = _pattern(delimiter)
    stated = _SEP_LINE.match(text)
    at = stated.end() if stated else 0
    row = column = 0
    size = len(text)
    while at < size:
        match = pattern.match(text, at)
        assert match is not None  # the second alternative takes anything
        quoted = match[1] is not None
        yield Field(match[1].replace('""', '"') if quoted else match[2], at, match.end(), row, column, quoted)
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            column += 1
            if at == size or text[at] in "\r\n":
                yield Field("", at, at, row, column, False)
        if at < size and text[at] in "\r\n":
            at += 2 if text.startswith("\r\n", at) else 1
            row, column = row + 1, 0
