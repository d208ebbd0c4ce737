"""Records as MessagePack, whatever their texts hold."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec

DAMAGED: tuple[type[Exception], ...] = (msgspec.MsgspecError, UnicodeDecodeError, zlib.error)
"""What is made of records, packed or as JSON lines, that are no records, or no text."""
UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, OSError)
"""The same, and that the file cannot be read at all."""


def encoded(record: object) -> bytes:
    """The record as MessagePack; half a character, which no encoding can carry, as the mark of what is no character."""
    try:
        return msgspec.msgpack.encode(record)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_whole(msgspec.to_builtins(record)))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value
