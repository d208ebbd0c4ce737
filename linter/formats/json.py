"""JSON: a tree of nodes with JSON pointers. Lines are looked up only for what is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from linter.formats._decode import decode, decode_head, looks_like_text
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.model.blocks import Node, Tree
from linter.model.place import Place

_TYPES = {str: "string", bool: "boolean", type(None): "null"}


class _Number(str):
    """A number as written."""


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _node(value: Any, pointer: str, context: ReadContext, depth: int) -> Node:
    if depth > context.limits.depth:
        raise Unreadable(f"嵌套超过 {context.limits.depth} 层")
    place = Place(context.path, context.member, None, None, None, None, None, None, None, None, None, None, pointer)
    if isinstance(value, dict):
        return Node({k: _node(v, f"{pointer}/{_escape(k)}", context, depth + 1) for k, v in value.items()}, place, "object")
    if isinstance(value, list):
        return Node(tuple(_node(v, f"{pointer}/{i}", context, depth + 1) for i, v in enumerate(value)), place, "array")
    if isinstance(value, _Number):
        return Node(str(value), place, "number")
    if isinstance(value, bool):
        return Node("true" if value else "false", place, "boolean")
    return Node(value, place, _TYPES.get(type(value), "string"))


def looks_like_json(head: bytes) -> bool:
    """A text that opens a JSON object or array."""
    return looks_like_text(head) and decode_head(head)[:1] in ("{", "[")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Read the tree. Numbers stay text as written."""
    text = decode(data)
    try:
        value = json.loads(text, parse_int=_Number, parse_float=_Number)
    except json.JSONDecodeError as error:
        raise Unreadable(f"JSON 语法有误：第 {error.lineno} 行第 {error.colno} 列附近") from error
    except RecursionError as error:
        raise Unreadable(f"嵌套超过 {context.limits.depth} 层") from error
    yield Tree(_node(value, "", context, 0), context.place(pointer=""))


FORMAT = Format("json", (".json",), looks_like_json, read, rank=10)
