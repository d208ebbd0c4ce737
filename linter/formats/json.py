"""JSON: a tree of nodes with JSON pointers. Lines are looked up only for what is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from linter.formats._plain import pointers
from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.pointers import without_comments
from linter.formats._plain.text_write import in_json, writer
from linter.formats.api import Format, Piece, ReadContext, Unreadable
from linter.knowledge.patterns import deferred
from linter.model.blocks import Node, NotChecked, Tree
from linter.model.place import Place

_HALF = deferred(r"((?:\\\\)+|\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""An escaped half of a surrogate pair; a whole pair and an escaped backslash match the group."""


class _Number(str):
    """A number as written."""


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def _node(value: Any, pointer: str, context: ReadContext, depth: int) -> Node:
    if depth > context.limits.depth:
        raise Unreadable(f"嵌套超过 {context.limits.depth} 层")
    place = Place(context.path, context.member, None, None, None, None, None, None, None, None, None, None, pointer)
    if isinstance(value, str):
        if len(value) > context.limits.text:
            raise Unreadable(f"{pointer} 超过 {context.limits.text // 10_000} 万字，不是表格，未读取")
        return Node(str(value), place, "number") if isinstance(value, _Number) else Node(value, place)
    if isinstance(value, dict):
        return Node({k: _node(v, f"{pointer}/{_escape(k)}", context, depth + 1) for k, v in value.items()}, place, "object")
    if isinstance(value, list):
        return Node(tuple(_node(v, f"{pointer}/{i}", context, depth + 1) for i, v in enumerate(value)), place, "array")
    return Node(None, place, "null") if value is None else Node("true" if value else "false", place, "boolean")


def looks_like_json(head: bytes) -> bool:
    """A text that opens a JSON object or array."""
    start = decode_head(head)
    return start.startswith(("{", "[")) and not start.startswith("{\\rtf") and looks_like_text(head)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable(f"键“{twice[:40]}”重复，请保留一处")
    return members


def _constant(name: str) -> Any:
    raise Unreadable(f"{name} 不是 JSON 的数值，请改为文本（加引号）")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Read the tree. Numbers stay text as written."""
    text = decode(data)
    if "\\u" in text and any(match[1] is None for match in _HALF.finditer(text)):
        # Half a surrogate pair is no character and cannot be written to any output.
        text = _HALF.sub(lambda match: match[0] if match[1] else "\\ufffd", text)
        yield NotChecked(context.member or context.path, "含有残缺的字符（单独的代理码位），已按“\\ufffd”处理")
    text = without_comments(text)
    try:
        value = json.loads(text, parse_int=_Number, parse_float=_Number, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(f"JSON 语法有误：第 {error.lineno} 行第 {error.colno} 列附近") from error
    except RecursionError as error:
        raise Unreadable(f"嵌套超过 {context.limits.depth} 层") from error
    yield Tree(_node(value, "", context, 0), context.place(pointer=""))


def _locate(data: bytes, pointers_: set[str]) -> Mapping[str, tuple[int, int, int]]:
    return pointers.locate(decode(data), pointers_)


FORMAT = Format("json", (".json",), looks_like_json, read, rank=10, write_back=writer(in_json), locate=_locate)
