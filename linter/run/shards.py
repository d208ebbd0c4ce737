"""Shards of a batch: what was found in some hundred inputs, in one file that is there whole or not at all.

A line of JSON (how many inputs, forms and findings, how many inputs could not be read, the digest of what follows), then MessagePack, packed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import overload

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from linter.files import packing
from linter.files.writing import write_file
from linter.run.records import Packed

_QUICK = 1
"""Level of compression: a shard of text shrinks to a fifth at a cost nobody notices."""


class BrokenShard(ValueError):
    """A file that is no shard, or was changed since it was written."""


class Head(Struct, frozen=True):
    """What a shard holds. ``unread``: inputs of which something could not be read; ``size``: bytes of what follows, by which a cut one is told."""

    number: int
    inputs: int
    forms: int
    findings: int
    unread: int
    digest: str
    size: int


class Entry(Struct, frozen=True):
    """One input of a shard. ``shown`` and ``path``: as of its job; ``content``: SHA-256 of what was read, ``""`` where nothing was."""

    shown: str
    path: str
    content: str
    records: tuple[Packed, ...]


def write_shard(path: Path, number: int, entries: Sequence[Entry]) -> Head:
    """Write a shard.

    Raises:
        OSError: it cannot be written, and nothing is left of it.
    """
    packed = zlib.compress(msgspec.msgpack.encode(entries), _QUICK)
    gists = [record.gist for entry in entries for record in entry.records]
    unread = sum(not all(record.sound for record in entry.records) for entry in entries)
    forms, findings = sum(len(gist.prints) for gist in gists), sum(len(gist.said) for gist in gists)
    head = Head(number, len(entries), forms, findings, unread, hashlib.sha256(packed).hexdigest(), len(packed))
    write_file(path, json.dumps(asdict(head)).encode() + b"\n" + packed)
    return head


def head_of(path: Path) -> Head:
    """The first line of a shard.

    Raises:
        BrokenShard: it is none, or was cut.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        line = stream.readline(4096)
    try:
        head = msgspec.json.decode(line, type=Head)
    except packing.DAMAGED as error:
        raise BrokenShard(str(path)) from error
    if path.stat().st_size != len(line) + head.size:
        raise BrokenShard(str(path))
    return head


def read_shard(path: Path) -> list[Entry]:
    """The inputs of a shard.

    Raises:
        BrokenShard: it is none, or was changed since it was written.
        OSError: it cannot be read.
    """
    head = head_of(path)
    packed = path.read_bytes().partition(b"\n")[2]
    if hashlib.sha256(packed).hexdigest() != head.digest:
        raise BrokenShard(str(path))
    try:
        entries: list[Entry] = msgspec.msgpack.decode(zlib.decompress(packed), type=list[Entry])
    except packing.DAMAGED as error:
        raise BrokenShard(str(path)) from error
    return entries


class ShardTables(Sequence[bytes]):
    """The forms of records as rows, where they stand: in shards, which are read as somebody passes through. A part of it is no more than where they
    stand, and is handed to other processes as that. ``shards``: the files; ``numbers`` and ``places``: of each record, the number of its shard among
    these and its place among the records there."""

    def __init__(self, shards: Sequence[Path], numbers: array[int], places: array[int]) -> None:
        self._shards, self._numbers, self._places = shards, numbers, places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        """As they stand.

        Raises:
            BrokenShard: a shard was changed.
            OSError: a shard cannot be read.
        """
        for number, places in groupby(range(len(self)), key=self._numbers.__getitem__):
            tables = [record.tables for entry in read_shard(self._shards[number]) for record in entry.records]
            yield from (tables[self._places[place]] for place in places)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> ShardTables: ...
    def __getitem__(self, place: int | slice) -> bytes | ShardTables:
        if isinstance(place, int):
            return next(iter(self[place : place + 1]))
        numbers = self._numbers[place]
        first, last = (min(numbers), max(numbers)) if numbers else (0, -1)
        return ShardTables(self._shards[first : last + 1], array("L", (each - first for each in numbers)), self._places[place])
