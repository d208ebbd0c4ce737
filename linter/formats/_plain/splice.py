"""Replacements in a text or in bytes, by offset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import AnyStr

from linter.formats.api import CannotWrite


def splice(source: AnyStr, changes: Sequence[tuple[int, int, AnyStr]]) -> AnyStr:
    """The source with each stretch ``[start, end)`` replaced. Changes at one offset keep their order.

    Raises:
        CannotWrite: two changes overlap.
    """
    pieces: list[AnyStr] = []
    at = 0
    for start, end, new in sorted(changes, key=lambda change: (change[0], change[1])):
        if start < at:
            raise CannotWrite("两处修改落在同一位置，请先修改其中一处，再检查一次")
        pieces += [source[at:start], new]
        at = end
    pieces.append(source[at:])
    return source[:0].join(pieces)


def changed(where: str) -> CannotWrite:
    """The file is no longer what was checked."""
    return CannotWrite(f"{where} 的内容与检查时不同，请重新检查后再修改")
