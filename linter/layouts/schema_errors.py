"""Where a structured form does not meet ``schemas/form.schema.json``, said in Chinese: place, expectation, and what was meant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from linter.knowledge.near import near
from linter.knowledge.resources import schema_path
from linter.model.blocks import Node
from linter.model.document import Invalid

MOST = 20
"""Findings of one form; a file of another kind would give thousands."""
_SHOWN = 40
_TYPES = {
    "string": "文本",
    "array": "列表",
    "object": "键值对",
    "number": "数字",
    "integer": "整数",
    "null": "空值",
    "boolean": "是或否",
}


@cache
def schema() -> dict[str, Any]:
    """The schema of one form."""
    whole = json.loads(schema_path("form.schema.json").read_text(encoding="utf-8"))
    return {**whole["$defs"]["form"], "$defs": whole["$defs"], "$schema": whole["$schema"]}


def _alternatives(node: Any) -> Iterator[dict[str, Any]]:
    """A schema node, what it refers to and, where it offers several, each of them."""
    if isinstance(node, dict):
        yield node
        if "$ref" in node:
            yield from _alternatives(schema()["$defs"][node["$ref"].rpartition("/")[2]])
        for choice in node.get("anyOf", ()):
            yield from _alternatives(choice)


def _below(node: Any, step: str | int) -> Any:
    for alternative in _alternatives(node):
        below = (
            alternative.get("items")
            if isinstance(step, int)
            else alternative.get("properties", {}).get(step, alternative.get("additionalProperties"))
        )
        if isinstance(below, dict):
            return below
    return None


def _title(node: Any, key: str) -> str:
    """The key's Chinese title in a schema node, without the part in brackets; the key itself where it has none."""
    for alternative in _alternatives(_below(node, key)):
        if "title" in alternative:
            return str(alternative["title"]).partition("（")[0]
    return key


def label(path: Sequence[str | int], form_index: int | None) -> str:
    """The place in words: ``第2张表 › 绩效指标第3行 › 年度 › 指标值``."""
    parts = [f"第{form_index}张表"] if form_index else []
    node: Any = schema() if form_index else None
    for step in path:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]}第{step + 1}行" if parts else f"第{step + 1}项"]
        else:
            title = _title(node, step)
            parts.append(title if title != step else f"“{step}”")
        node = _below(node, step)
    return " › ".join(parts) or "文件"


def _walk(node: Node, path: Sequence[str | int]) -> Node:
    """The node at a path, or the nearest one above it."""
    for step in path:
        if isinstance(node.value, Mapping) and step in node.value:
            node = node.value[str(step)]
        elif isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            break
    return node


def _near(key: str, known: Sequence[str], node: Any) -> str:
    """The known key that a key, or a Chinese label used as one, resembles: ``是否为 project（项目名称）？``."""
    by_title = {_title(node, word): word for word in known}
    close = (by_title[key],) if key in by_title else near(key, known)
    close = close or tuple(by_title[title] for title in near(key, by_title))
    return f"是否为 {_named(close, node)}？" if close else ""


def _named(keys: Sequence[str], node: Any) -> str:
    return "、".join(key if _title(node, key) == key else f"{key}（{_title(node, key)}）" for key in keys)


def _type_names(wanted: Any) -> str:
    names = [wanted] if isinstance(wanted, str) else [name for name in wanted if name != "null"]
    return "或".join(_TYPES.get(name, name) for name in names)


def _innermost(error: Any) -> Any:
    """Of an ``anyOf``, the complaint of the alternative that was meant: the one that reaches deepest, not one about the type."""
    while error.context:
        error = max(error.context, key=lambda cause: (len(cause.absolute_path), cause.validator != "type"))
    return error


def _said(error: Any) -> Iterator[tuple[list[str | int], str, str]]:
    """(path, expectation, hint) of one complaint."""
    path, rule, wanted = list(error.absolute_path), error.validator, error.validator_value
    if rule == "required":
        missing = [key for key in wanted if key not in error.instance]
        yield path, f"缺少 {_named(missing, error.schema)}", ""
    elif rule == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for key in error.instance:
            if key not in known:
                yield [*path, key], "不是可用的键", _near(str(key), known, error.schema) or f"可用的键：{_named(known, error.schema)}。"
    elif rule == "type":
        quote = "（请加引号）" if isinstance(error.instance, int | float | bool) and "string" in wanted else ""
        yield path, f"应为{_type_names(wanted)}{quote}", ""
    elif rule == "enum":
        yield path, "应为以下之一：" + "、".join(map(str, wanted)), _near(str(error.instance), [str(choice) for choice in wanted], {})
    elif rule == "pattern":
        example = "“2026”" if path and path[-1] == "budget_year" else "“50000.00”"
        yield path, f"应写成 {example} 的样式", ""
    elif rule in ("minItems", "uniqueItems"):
        yield path, "应至少有一项" if rule == "minItems" else "各项不应重复", ""
    else:
        yield path, f"不符合表式规定（{rule}）", ""


def _shown(instance: Any) -> str:
    if isinstance(instance, Mapping):
        return "键值对" if instance else "空的键值对"
    if isinstance(instance, list):
        return f"列表（{len(instance)} 项）"
    text = json.dumps(instance, ensure_ascii=False) if instance is not None else "空值"
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def violations(node: Node, data: Any, index: int) -> list[Invalid]:
    """What of a form does not meet the schema, in the order of the file, at most ``MOST`` of it."""
    from jsonschema import Draft202012Validator

    out = []
    for error in map(_innermost, Draft202012Validator(schema()).iter_errors(data)):
        for path, expected, hint in _said(error):
            at = _walk(node, path)
            pointer = at.place.pointer if at.place.pointer is not None else "/" + "/".join(map(str, path))
            out.append(Invalid(pointer, expected, _found(error), at.place, index, label(path, index), hint))
    out.sort(key=lambda violation: (violation.place.line or 0, violation.place.column or 0, violation.pointer))
    return out[:MOST]


def _found(error: Any) -> str:
    return "" if error.validator in ("additionalProperties", "required") else _shown(error.instance)


def no_form(node: Node, path: Sequence[str | int], form_index: int | None) -> Invalid:
    """Something stands where a form (or the list of forms) should."""
    what = "应为列表，每项一张表" if not form_index else "应为键值对（一张表）"
    value = node.value
    shown = "键值对" if isinstance(value, Mapping) else "列表" if isinstance(value, tuple) else _shown(value)
    return Invalid(node.place.pointer or "", what, shown, node.place, form_index, label(path, form_index), "")
