"""Forms written as JSON or YAML (``schemas/form.schema.json``), and what ``jixiao parse`` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from linter.layouts.catalogue import by_name
from linter.layouts.labels import category_of
from linter.layouts.schema_errors import no_form, schema, violations
from linter.layouts.written_keys import is_written, listed_forms, speaks_of_forms, translated
from linter.model.blocks import Node, NotChecked, Tree
from linter.model.document import Invalid
from linter.model.form import FIELD_KEYS, HALVES, OPTIONAL_PARTS, Form, Half, Indicator, Kind, Money, Target, Text, Uncertain
from linter.values import parse_money

_FORM_KEYS = frozenset({"indicators", "fields", "halves", "layout"})
_BLANK = Text("")
_NOT_UNDERSTOOD = "像绩效目标表（有“三级指标”“指标值”等键），未能识别其结构，未检查；可用 jixiao new 生成样表对照"
_USUAL_PARTS = frozenset({"name", "value"})


def plain(node: Node) -> Any:
    """The node as plain data. Scalars are text, ``null`` is ``None``; numbers and booleans are given as written so that the schema
    judges text."""
    value = node.value
    if node.scalar_type == "string":
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if node.scalar_type in ("number", "boolean") and value is not None:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _is_form(node: Node) -> bool:
    """Meant as a form: it has rows, or header fields of ours (a misspelt ``indicator`` is then said)."""
    if not isinstance(node.value, Mapping):
        return False
    fields = _mapping(node.value.get("fields"))
    ours = "indicators" in node.value or bool({"goal", "total", *FIELD_KEYS} & set(fields)) or len(_FORM_KEYS & set(node.value)) > 1
    return ours or is_written(node)


def form_nodes(root: Node) -> tuple[list[Node], list[Invalid]]:
    """The form mappings of a tree: ``{"forms": [...]}``, a list of forms, or a single form; and what stands in a form's place."""
    listed = root.value.get("forms") if isinstance(root.value, Mapping) else root
    if listed is None or not isinstance(listed.value, tuple):
        if several := listed_forms(root):
            return list(several), []
        inner = listed if listed is not None and _is_form(listed) else root
        bad = [no_form(listed, ["forms"], None)] if listed is not None and listed is not root else []
        return ([inner] if _is_form(inner) else []), bad
    if listed is root:
        return [item for item in listed.value if _is_form(item)], []
    strays = [no_form(item, [], n) for n, item in enumerate(listed.value, start=1) if not isinstance(item.value, Mapping)]
    return [item for item in listed.value if isinstance(item.value, Mapping)], strays


@cache
def _fast_validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema())


def _text(node: Node | None) -> Text:
    if node is None:
        return _BLANK
    if isinstance(node.value, tuple):  # a list where a text belongs: said by the schema, read as it is
        return Text("、".join(item.value for item in node.value if isinstance(item.value, str)), node.place)
    return Text(node.value if isinstance(node.value, str) else "", node.place)


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _target(node: Node | None) -> Target | None:
    parts = _mapping(node)
    if not parts:
        return None
    thresholds = parts.get("thresholds")
    return Target(
        _text(parts.get("name")),
        _text(parts.get("value")),
        **{key: _text(parts[key]) for key in OPTIONAL_PARTS if key in parts} if not parts.keys() <= _USUAL_PARTS else {},
        thresholds=tuple(_text(item) for item in thresholds.value)
        if thresholds is not None and isinstance(thresholds.value, tuple)
        else (),
    )


def _money(node: Node | None) -> Money | None:
    if node is None:
        return None
    parts = _mapping(node)
    if isinstance(node.value, Mapping) and not parts:
        return Money(Text("", node.place), None)  # printed but blank
    if not parts:
        text = _text(node)
        if not isinstance(node.value, str):  # {}: printed but blank
            return Money(Text("", node.place), None) if isinstance(node.value, Mapping) else None
        return Money(text, parse_money(text.text), "元")
    stated = parts["unit"].value if "unit" in parts else "元"
    unit: Any = "" if stated is None else stated if stated in ("元", "万元", "亿元") else "元"
    text = _text(parts.get("text", parts.get("amount")))
    amount = parse_money(text.text, unit) if "text" in parts else parse_money(text.text)
    return Money(text, amount, unit)


def _indicators(node: Node | None) -> tuple[Indicator, ...]:
    out = []
    for item in node.value if node is not None and isinstance(node.value, tuple) else ():
        parts = _mapping(item)
        level1, level2 = _text(parts.get("level1")).text, _text(parts.get("level2")).text
        period, annual = _target(parts.get("period")), _target(parts.get("annual"))
        if period is None and annual is None and ("name" in parts or "value" in parts):
            annual = _target(item)
        out.append(Indicator(level1, level2, category_of(level2, level1), period, annual))
    return tuple(out)


def _halves(parts: Mapping[str, Node]) -> tuple[Half, ...]:
    listed = parts.get("halves")
    if listed is not None and isinstance(listed.value, tuple):
        wanted = [item.value for item in listed.value]
        return tuple(half for half in HALVES if half in wanted) or ("annual",)
    rows = parts.get("indicators")
    two_sided = rows is not None and isinstance(rows.value, tuple) and any("period" in _mapping(row) for row in rows.value)
    return HALVES if two_sided else ("annual",)


def _uncertain(node: Node | None) -> tuple[Uncertain, ...]:
    if node is None or not isinstance(node.value, tuple):
        return ()
    return tuple(
        Uncertain(_text(_mapping(item).get("path")).text, _text(_mapping(item).get("why")).text, item.place) for item in node.value
    )


def _unread_cells(node: Node | None) -> Iterator[Uncertain]:
    """A record for each half of a row that lacks its name or value and has a key nobody knows: the text may stand there."""
    for number, row in enumerate(_items(node)):
        for half in HALVES:
            parts = _mapping(_mapping(row).get(half))
            strange = [key for key in parts if key not in ("name", "value", "thresholds", *OPTIONAL_PARTS)]
            for part in ("name", "value"):
                if strange and part not in parts:
                    why = f"“{strange[0]}”不是可用的键，其内容未读取"
                    yield Uncertain(f"indicators[{number}].{half}.{part}", why, parts[strange[0]].place)


def _form(node: Node, index: int, year: int | None) -> Form:
    parts = _mapping(node)
    fields = _mapping(parts.get("fields"))
    stated = _text(parts.get("budget_year")).text
    kind: Any = _text(parts.get("kind")).text
    if kind not in get_args(Kind):  # mistyped: said by the schema; the rules are not stopped by it
        kind = next(iter(get_close_matches(kind, get_args(Kind), 1)), "project")
    halves = _halves(parts)
    goal_node, total_node = fields.get("goal"), fields.get("total")
    goal: dict[Half, Text] = {half: _text(_mapping(goal_node)[half]) for half in HALVES if half in _mapping(goal_node)}
    if goal_node is not None and isinstance(goal_node.value, str):
        goal = {"annual": _text(goal_node)}
    total = {half: money for half in HALVES if (money := _money(_mapping(total_node).get(half))) is not None}
    funding: dict[Half, dict[str, Money]] = {}
    for half in HALVES:
        for label, child in _mapping(_mapping(fields.get("funding")).get(half)).items():
            if (money := _money(child)) is not None:
                funding.setdefault(half, {})[label] = money
    layout = _text(parts.get("layout")).text
    known = by_name().get(layout)
    plain_fields = {key: _text(fields[key]) for key in FIELD_KEYS if key in fields}
    printed = {"goal"} if goal else set()
    printed |= {f"total_{half}" for half in total} | set(plain_fields)
    title = parts.get("title")
    doubts = (*_uncertain(parts.get("uncertain")), *_unread_cells(parts.get("indicators")))
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
        extras={label: _text(child) for label, child in _mapping(parts.get("extras")).items()},
        truncated=_text(parts.get("truncated")).text == "true",
        doubt=_text(parts.get("doubt")).text or None,
        unread=tuple(_text(each).text for each in _items(parts.get("unread"))),
    )


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.value if node is not None and isinstance(node.value, tuple) else ()


def _doubted(indicators: tuple[Indicator, ...], doubts: tuple[Uncertain, ...]) -> tuple[Indicator, ...]:
    """Put the doubts ``parse`` wrote back on the cells they speak of."""
    import re

    from msgspec.structs import replace

    out = list(indicators)
    for doubt in doubts:
        match = re.fullmatch(r"indicators\[(\d+)\]\.(period|annual)\.(name|value)", doubt.path)
        if match and int(match[1]) < len(out):
            target = out[int(match[1])].half(match[2])  # type: ignore[arg-type]
            if target is not None:
                text = getattr(target, match[3])
                doubted = Text(text.text, text.place, doubt.why)
                target = replace(target, name=doubted) if match[3] == "name" else replace(target, value=doubted)
                out[int(match[1])] = replace(out[int(match[1])], **{match[2]: target})
    return tuple(out)


def read(tree: Tree, offset: int, year: int | None) -> tuple[list[Form], list[Invalid], list[NotChecked]]:
    """The forms of a structured file, what does not meet the schema, and remarks. A form that does not meet the schema is still
    read as far as it goes."""
    forms: list[Form] = []
    nodes, invalid = form_nodes(tree.root)
    for node in nodes:
        data = plain(node)
        index = offset + len(forms) + 1
        if not _fast_validator().is_valid(data) and isinstance(node.value, Mapping):
            node = translated(node)
            data = plain(node)
            invalid += violations(node, data, index) if not _fast_validator().is_valid(data) else []
        forms.append(_form(node, index, year))
    notes = _remarks(tree.root)
    if not forms and not invalid and speaks_of_forms(tree.root):
        notes.append(NotChecked(tree.place.member or tree.place.file, _NOT_UNDERSTOOD, tree.place, fatal=True))
    return forms, invalid, notes


def _remarks(root: Node) -> list[NotChecked]:
    """The ``not_checked`` records a ``parse`` output carries on."""
    listed = (_mapping(each) for each in _items(_mapping(root).get("not_checked")))
    return [NotChecked(_text(each.get("what")).text, _text(each.get("why")).text) for each in listed]
