"""Forms written as JSON or YAML (``schemas/form.schema.json``), and what ``jixiao parse`` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from linter.layouts.catalogue import by_name
from linter.layouts.labels import category_of
from linter.model.blocks import Node, NotChecked, Tree
from linter.model.document import Invalid
from linter.model.form import FIELD_KEYS, HALVES, OPTIONAL_PARTS, Form, Half, Indicator, Money, Target, Text, Uncertain
from linter.resources import schema_path
from linter.values import parse_money

_FORM_KEYS = frozenset({"indicators", "fields", "halves", "layout"})
_BLANK = Text("")


def plain(node: Node) -> Any:
    """The node as plain data. Scalars are text, ``null`` is ``None``; numbers and booleans are given as written so that the schema
    judges text."""
    value = node.value
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if node.scalar_type in ("number", "boolean") and value is not None:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _is_form(node: Node) -> bool:
    return isinstance(node.value, Mapping) and len(_FORM_KEYS & set(node.value)) >= 1 and "indicators" in node.value


def form_nodes(root: Node) -> list[Node]:
    """The form mappings of a tree: ``{"forms": [...]}``, a list of forms, or a single form."""
    if isinstance(root.value, Mapping):
        forms = root.value.get("forms")
        if forms is not None and isinstance(forms.value, tuple):
            return [one for one in forms.value if isinstance(one.value, Mapping)]
        return [root] if _is_form(root) else []
    if isinstance(root.value, tuple):
        return [one for one in root.value if _is_form(one)]
    return []


@cache
def _fast_validator() -> Any:
    import jsonschema_rs

    schema = json.loads(schema_path("form.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for({**schema["$defs"]["form"], "$defs": schema["$defs"], "$schema": schema["$schema"]})


def _walk(node: Node, path: list[Any]) -> Node:
    for step in path:
        if (isinstance(node.value, Mapping) and step in node.value) or (
            isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value)
        ):
            node = node.value[step]
        else:
            break
    return node


_TYPES = {
    "string": "文本",
    "array": "列表",
    "object": "对象（键值对）",
    "number": "数字",
    "integer": "整数",
    "null": "空值",
    "boolean": "是/否",
}


def _expected(error: Any) -> str:
    """What the schema expects, in Chinese."""
    rule, wanted = error.validator, error.validator_value
    if rule == "type":
        names = [wanted] if isinstance(wanted, str) else list(wanted)
        return "应为" + "或".join(_TYPES.get(name, name) for name in names)
    if rule == "required":
        missing = [key for key in wanted if not isinstance(error.instance, Mapping) or key not in error.instance]
        return "缺少 " + "、".join(missing)
    if rule == "enum":
        return "应为以下之一：" + "、".join(map(str, wanted))
    if rule in ("additionalProperties", "unevaluatedProperties"):
        known = error.schema.get("properties", {})
        return "不认识的键；可用：" + "、".join(known)
    if rule == "pattern":
        return f"应符合格式 {wanted}"
    return f"应满足 {rule}"


def _invalid(node: Node, data: Any, index: int) -> list[Invalid]:
    from jsonschema import Draft202012Validator

    schema = json.loads(schema_path("form.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator({**schema["$defs"]["form"], "$defs": schema["$defs"]})
    out = []
    for error in sorted(validator.iter_errors(data), key=lambda e: list(map(str, e.absolute_path))):
        at = _walk(node, list(error.absolute_path))
        found = json.dumps(error.instance, ensure_ascii=False)
        pointer = "/".join(["", *map(str, error.absolute_path)])
        out.append(Invalid(pointer, _expected(error), found if len(found) <= 40 else found[:40] + "…", at.place, index))
    return out[:20]


def _text(node: Node | None) -> Text:
    if node is None or not isinstance(node.value, str):
        return _BLANK if node is None else Text("", node.place)
    return Text(node.value, node.place)


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, Mapping) else {}


def _target(node: Node | None) -> Target | None:
    parts = _mapping(node)
    if not parts:
        return None
    thresholds = parts.get("thresholds")
    return Target(
        _text(parts.get("name")),
        _text(parts.get("value")),
        **{key: _text(parts[key]) for key in OPTIONAL_PARTS if key in parts},
        thresholds=tuple(_text(one) for one in thresholds.value) if thresholds is not None and isinstance(thresholds.value, tuple) else (),
    )


def _money(node: Node | None) -> Money | None:
    if node is None:
        return None
    parts = _mapping(node)
    if not parts:
        text = _text(node)
        if not isinstance(node.value, str):  # {}: printed but blank
            return Money(Text("", node.place), None) if isinstance(node.value, Mapping) else None
        return Money(text, parse_money(text.text), "元")
    unit: Any = str(parts["unit"].value) if "unit" in parts else "元"
    unit = unit if unit in ("元", "万元", "亿元") else "元"
    text = _text(parts.get("text", parts.get("amount")))
    amount = parse_money(text.text, unit) if "text" in parts else parse_money(text.text)
    return Money(text, amount, unit)


def _indicators(node: Node | None) -> tuple[Indicator, ...]:
    out = []
    for one in node.value if node is not None and isinstance(node.value, tuple) else ():
        parts = _mapping(one)
        level1, level2 = _text(parts.get("level1")).text, _text(parts.get("level2")).text
        period, annual = _target(parts.get("period")), _target(parts.get("annual"))
        if period is None and annual is None and ("name" in parts or "value" in parts):
            annual = _target(one)
        out.append(Indicator(level1, level2, category_of(level2, level1), period, annual))
    return tuple(out)


def _halves(parts: Mapping[str, Node]) -> tuple[Half, ...]:
    listed = parts.get("halves")
    if listed is not None and isinstance(listed.value, tuple):
        wanted = {one.value for one in listed.value}
        return tuple(half for half in HALVES if half in wanted) or ("annual",)
    rows = parts.get("indicators")
    two = rows is not None and isinstance(rows.value, tuple) and any("period" in _mapping(row) for row in rows.value)
    return HALVES if two else ("annual",)


def _uncertain(node: Node | None) -> tuple[Uncertain, ...]:
    if node is None or not isinstance(node.value, tuple):
        return ()
    return tuple(Uncertain(_text(_mapping(one).get("path")).text, _text(_mapping(one).get("why")).text, one.place) for one in node.value)


def _form(node: Node, index: int, year: int | None) -> Form:
    parts = _mapping(node)
    fields = _mapping(parts.get("fields"))
    stated = _text(parts.get("budget_year")).text
    kind: Any = _text(parts.get("kind")).text or "project"
    halves = _halves(parts)
    goal_node, total_node = fields.get("goal"), fields.get("total")
    goal: dict[Half, Text] = {half: _text(_mapping(goal_node)[half]) for half in HALVES if half in _mapping(goal_node)}
    if goal_node is not None and isinstance(goal_node.value, str):
        goal = {"annual": _text(goal_node)}
    total = {half: money for half in HALVES if (money := _money(_mapping(total_node).get(half))) is not None}
    funding: dict[Half, dict[str, Money]] = {}
    for half in HALVES:
        for label, one in _mapping(_mapping(fields.get("funding")).get(half)).items():
            if (money := _money(one)) is not None:
                funding.setdefault(half, {})[label] = money
    layout = _text(parts.get("layout")).text
    known = by_name().get(layout)
    plain_fields = {key: _text(fields[key]) for key in FIELD_KEYS if key in fields}
    printed = {"goal"} if goal else set()
    printed |= {f"total_{half}" for half in total} | set(plain_fields)
    title = parts.get("title")
    doubts = _uncertain(parts.get("uncertain"))
    return Form(
        index=index,
        kind=kind,
        layout=layout or "unknown",
        halves=halves,
        fields=plain_fields,
        goal=goal,
        total=total,
        funding=funding,
        indicators=_doubted(_indicators(parts.get("indicators")), doubts),
        budget_year=int(stated) if stated.isdigit() else year,
        year_source="form" if stated.isdigit() else "option" if year else None,
        title=_text(title) if title is not None else None,
        place=node.place,
        required=tuple(key for key in (known.required if known else ()) if key in printed),
        uncertain=doubts,
        truncated=_text(parts.get("truncated")).text == "true",
    )


def _doubted(indicators: tuple[Indicator, ...], doubts: tuple[Uncertain, ...]) -> tuple[Indicator, ...]:
    """Put the doubts ``parse`` wrote back on the cells they speak of."""
    import re
    from dataclasses import replace

    out = list(indicators)
    for doubt in doubts:
        match = re.fullmatch(r"indicators\[(\d+)\]\.(period|annual)\.(name|value)", doubt.path)
        if match and int(match[1]) < len(out):
            target = out[int(match[1])].half(match[2])  # type: ignore[arg-type]
            if target is not None:
                text = getattr(target, match[3])
                doubted = Text(text.text, text.place, doubt.why)
                target = replace(target, name=doubted) if match[3] == "name" else replace(target, value=doubted)
                out[int(match[1])] = replace(out[int(match[1])], **{match[2]: target})  # type: ignore[arg-type]
    return tuple(out)


def read(tree: Tree, offset: int, year: int | None) -> tuple[list[Form], list[Invalid], list[NotChecked]]:
    """The forms of a structured file, what does not meet the schema, and remarks. A form that does not meet the schema is still
    read as far as it goes."""
    forms: list[Form] = []
    invalid: list[Invalid] = []
    for node in form_nodes(tree.root):
        data = plain(node)
        index = offset + len(forms) + 1
        if not _fast_validator().is_valid(data):
            invalid += _invalid(node, data, index)
        if isinstance(node.value, Mapping):
            forms.append(_form(node, index, year))
    return forms, invalid, _remarks(tree.root)


def _remarks(root: Node) -> list[NotChecked]:
    """The ``not_checked`` records a ``parse`` output carries on."""
    listed = _mapping(root).get("not_checked")
    if listed is None or not isinstance(listed.value, tuple):
        return []
    return [NotChecked(_text(_mapping(one).get("what")).text, _text(_mapping(one).get("why")).text) for one in listed.value]
