"""The heads of pages in an Excel 97–2003 workbook, which xlrd passes over."""

from __future__ import annotations

import io
from struct import unpack_from
from typing import Any

_HEADER, _END, _ROW = 0x0014, 0x000A, 0x0208
_UTF_16 = 0x01
_BIFF8 = 80
_MOST_RECORDS = 10_000
"""Records of a sheet among which its head is looked for; it stands before the first row."""


def page_heads(data: bytes, book: Any) -> list[str]:
    """The head of each sheet's pages with its codes (``&C项目支出绩效目标表``), ``""`` where there is none. ``book``: what xlrd made of
    ``data``."""
    nothing = [""] * book.nsheets
    if book.biff_version < _BIFF8:
        return nothing
    stream, base, length = data, 0, len(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from xlrd.compdoc import CompDoc, CompDocError

        try:
            stream, base, length = CompDoc(data, logfile=io.StringIO()).locate_named_stream("Workbook")
        except CompDocError:
            return nothing
    if not stream:
        return nothing
    return [_head(stream, at, base + length) for at in book._sh_abs_posn[: book.nsheets]]


def _head(stream: bytes, at: int, end: int) -> str:
    for _ in range(_MOST_RECORDS):
        if at + 4 > end:
            break
        kind, length = unpack_from("<HH", stream, at)
        if kind == _HEADER:
            return _text(bytes(stream[at + 4 : at + 4 + length]))
        if kind in (_END, _ROW):
            break
        at += 4 + length
    return ""


def _text(record: bytes) -> str:
    """A text with its length in characters and whether they take two bytes each."""
    if len(record) < 3:
        return ""
    count, flags = unpack_from("<HB", record)
    if flags & _UTF_16:
        return record[3 : 3 + 2 * count].decode("utf-16-le", "replace")
    return record[3 : 3 + count].decode("latin-1")
