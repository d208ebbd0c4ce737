"""Pages of records, a line a cell and each with its heading (指标名称：…, KPI_VAL_3=…), brought into the table they were made of.

Every cell keeps its place. The table goes to the reader of grids: nothing is aligned, for every line names its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from linter.knowledge.patterns import deferred
from linter.layouts.labels import field_of, role_of
from linter.model.blocks import Block, Cell, Grid, Paragraph

_LINE = deferred(r"[ \t　]*(?P<key>[^:：=\s][^:：=]{0,20}?)[ \t　]*(?P<mark>[:：=])[ \t　]*(?P<value>.*?)[ \t　]*")
_NUMBER = re.compile(r"[_\-.]?([0-9]{1,3})$")
_LOST = "这一条里没有印出这一项，可能在导出时丢失"
_FEWEST = 3
"""Fewer records are none."""


class _Entry(Struct, frozen=True):
    """A line that names its column. ``number``: of its record, where the key ends with one."""

    at: int
    key: str
    number: str
    label: tuple[int, int]
    value: tuple[int, int]


def _entries(blocks: Sequence[Block]) -> Iterator[_Entry]:
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or (match := _LINE.fullmatch(block.text)) is None:
            continue
        number = _NUMBER.search(match["key"])
        key = match["key"][: number.start()] if number else match["key"]
        yield _Entry(at, key.strip(), number[1] if number else "", match.span("key"), match.span("value"))


def _columns(entries: Sequence[_Entry]) -> list[str]:
    """The keys of the records in order, none where there are no records of indicators."""
    counts = Counter(entry.key for entry in entries)
    keys = [key for key in dict.fromkeys(entry.key for entry in entries) if counts[key] >= _FEWEST]
    return keys if {"name", "value"} <= {role_of(key) for key in keys} else []


def _records(entries: Sequence[_Entry]) -> Iterator[dict[str, _Entry]]:
    """A record begins where a key stands again, or the number of the keys changes."""
    record: dict[str, _Entry] = {}
    for entry in entries:
        if record and (entry.key in record or entry.number != next(iter(record.values())).number):
            yield record
            record = {}
        record[entry.key] = entry
    if record:
        yield record


def _forms(entries: Sequence[_Entry], columns: Sequence[str]) -> Iterator[list[_Entry]]:
    """The lines of each form: one begins where a project is named behind records."""
    form: list[_Entry] = []
    for entry in entries:
        if field_of(entry.key) == "project" and any(other.key in columns for other in form):
            yield form
            form = []
        form.append(entry)
    yield form


def _cell(blocks: Sequence[Block], at: int, span: tuple[int, int], row: int, col: int) -> Cell:
    block = blocks[at]
    text = block.text if isinstance(block, Paragraph) else ""
    return Cell(text[slice(*span)], row, col, block.place.within(*span, text), confidence=getattr(block, "confidence", None))


def _lost(blocks: Sequence[Block], at: int, row: int, col: int) -> Cell:
    """A cell no line of its record states."""
    return replace(_cell(blocks, at, (0, 0), row, col), doubt=_LOST)


def _grid(blocks: Sequence[Block], form: Sequence[_Entry], columns: Sequence[str]) -> Grid:
    """The fields of a form above, the headings, a row a record."""
    cells: list[Cell] = []
    row = 0
    inside = [entry for entry in form if entry.key in columns]
    for entry in [entry for entry in form if field_of(entry.key) and entry.key not in columns]:
        cells += [_cell(blocks, entry.at, entry.label, row, 0), _cell(blocks, entry.at, entry.value, row, 1)]
        row += 1
    firsts = {entry.key: entry for entry in reversed(inside)}
    for col, key in enumerate(columns):
        first = firsts.get(key, inside[0])
        start = first.label[0]
        cells.append(_cell(blocks, first.at, (start, start + len(key)), row, col))
    for record in _records(inside):
        row += 1
        some = next(iter(record.values()))
        for col, key in enumerate(columns):
            own = record.get(key)
            cells.append(_cell(blocks, own.at, own.value, row, col) if own else _lost(blocks, some.at, row, col))
    return Grid(tuple(cells), row + 1, max(2, len(columns)), blocks[form[0].at].place)


def tabulated(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such records as tables; as they are where there are none."""
    entries = list(_entries(blocks))
    columns = _columns(entries)
    if not columns:
        return list(blocks)
    grids: dict[int, Grid] = {}
    taken: set[int] = set()
    for form in _forms(entries, columns):
        if any(entry.key in columns for entry in form):
            grids[form[-1].at] = _grid(blocks, form, columns)
            taken |= {entry.at for entry in form if entry.key in columns or field_of(entry.key)}
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if at not in taken:
            out.append(block)
        if at in grids:
            out.append(grids[at])
    return out
