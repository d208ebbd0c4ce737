"""Keys of hand-written forms: Chinese labels (项目名称, 资金总额（万元）, 三级指标) become ours before the form is read, mixed with ours or not.

Every node keeps its own place, so findings point at what the author wrote. A key nobody knows stays as it is: the schema names it. One
that is a slip of a known key is named by the schema and read as what was meant, so that nothing else is said of the same slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.knowledge.patterns import deferred
from linter.layouts.columns import half_named
from linter.layouts.labels import clean, field_of, is_known, level1_of, level2_of, money_unit, role_of
from linter.layouts.schema_errors import schema
from linter.layouts.titles import kind_of
from linter.model.blocks import Node
from linter.model.form import FIELD_KEYS, HALVES, OPTIONAL_PARTS

_TOTALS = {"total_annual": "annual", "total_period": "period", "funding_block": "annual"}
_GOALS = {"goal": "annual", "goal_annual": "annual", "goal_period": "period"}
_TARGET = ("name", "value", *OPTIONAL_PARTS, "thresholds")
_LEVELS = ("level1", "level2")
_TOP = ("indicators", "fields", "kind", "layout", "halves", "title", "extras")
_UNIT = deferred(r"[（(](?:单位[:：])?(?:亿元|万元|元)[)）]$")
_NEAR = 0.72
_SHORTEST = 3
_Pairs = dict[str, Node]


@derived
def _written() -> Mapping[str, str]:
    """Chinese keys nobody prints but people write (``lexicons/labels.json``, set ``key``)."""
    return {clean(entry["word"]): entry["group"] for entry in entries("labels") if entry["set"] == "key"}


@derived
def _titles(part: str) -> Mapping[str, str]:
    """Chinese title → key of a part of the schema (``form`` or ``target``)."""
    part_schema = schema() if part == "form" else schema()["$defs"][part]
    return {
        clean(str(property_schema.get("title", "")).partition("（")[0]): key
        for key, property_schema in part_schema["properties"].items()
        if property_schema.get("title")
    }


def _object(pairs: _Pairs, at: Node) -> Node:
    return Node(pairs, at.place, "object")


def _mapping(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, Mapping) else {}


def _near(key: str, known: Iterable[str]) -> str | None:
    """The known key a key is a slip of, ``None`` where it is none or resembles several."""
    close = get_close_matches(key.lower(), list(known), 2, _NEAR)
    return close[0] if close else None


def _lost(written: str, known: str) -> bool:
    """One is the other with a character lost: 项目名 for 项目名称."""
    long, short = sorted((written, known), key=len, reverse=True)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _mistyped(written: str, known: str) -> bool:
    """One character is another: 指标直 for 指标值."""
    return len(written) == len(known) and sum(a != b for a, b in zip(written, known, strict=True)) == 1


def _slip(key: str, *tables: Mapping[str, str]) -> str | None:
    """What a Chinese key one character off means: the first table, and the likelier slip, in which it can only mean one thing."""
    word = clean(key)
    for known in tables if len(word) >= _SHORTEST else ():
        for alike in (_lost, _mistyped):
            meant = {group for label, group in known.items() if len(label) >= _SHORTEST and alike(word, label)}
            if meant:
                return meant.pop() if len(meant) == 1 else None
    return None


@derived
def _labels(kind: str) -> Mapping[str, str]:
    return {clean(entry["word"]): entry["group"] for entry in entries("labels") if entry["set"] == kind}


# -- rows --------------------------------------------------------------------------------------------------------------------------


def _part_of(key: str) -> str | None:
    """The part of a row a Chinese key names: ``level1``, ``name``, ``value``, ``unit`` …"""
    named = _written().get(clean(key)) or role_of(key) or _titles("target").get(clean(key))
    return {"threshold1": "thresholds"}.get(named or "", named)


def _target(node: Node) -> Node:
    """One half with our keys."""
    pairs: _Pairs = {}
    for key, child in _mapping(node).items():
        part = key if key in _TARGET else _part_of(key)
        pairs.setdefault(part if part in _TARGET else key, child)
    return _object(_meant(pairs, _TARGET), node)


def _meant(pairs: _Pairs, known: tuple[str, ...]) -> _Pairs:
    """With what a slip stands for beside the slip, so that it is read as meant; the slip itself stays for the schema to name."""
    out = dict(pairs)
    for key, child in pairs.items():
        if key not in known and (near := _near(key, known)) is not None:
            out.setdefault(near, child)
    return out


def _sorted_keys(node: Node) -> tuple[_Pairs, dict[str, _Pairs]]:
    """The keys of a row: what belongs to the row itself, and what to each half."""
    pairs: _Pairs = {}
    halves: dict[str, _Pairs] = {half: {} for half in HALVES}
    for key, child in _mapping(node).items():
        part, half = (key if key in _TARGET else _part_of(key)), half_named(key)
        if key in HALVES or (half is not None and isinstance(child.value, Mapping)):
            pairs[key if key in HALVES else str(half)] = _target(child)
        elif key in _LEVELS or part in _LEVELS:
            pairs.setdefault(key if key in _LEVELS else str(part), child)
        elif part in _TARGET:
            halves[half or "annual"].setdefault(str(part), child)
        elif "annual" not in _mapping(node) and (meant := _near(key, _TARGET) or _slip(key, _titles("target"), _labels("role"))) in _TARGET:
            halves["annual"][key] = child
            halves["annual"].setdefault(str(meant), child)
        else:
            pairs[key] = child
    return pairs, halves


def _is_name_and_value(pairs: _Pairs, halves: dict[str, _Pairs]) -> bool:
    """``巡查次数: ≥24次`` alone in a row."""
    return not any(halves.values()) and len(pairs) == 1 and not {*HALVES, *_LEVELS} & set(pairs)


def _row(node: Node) -> Node:
    """One row: ``{二级指标, 三级指标, 指标值}`` flat, with 实施期 and 年度 apart, or ours."""
    pairs, halves = _sorted_keys(node)
    if _is_name_and_value(pairs, halves):
        ((name, value),) = pairs.items()
        if isinstance(value.value, str):
            return _object({"annual": _object({"name": Node(name, node.place), "value": value}, node)}, node)
    named = next((parts["name"] for parts in halves.values() if "name" in parts), None)
    for half, parts in halves.items():
        if parts:
            shared = {"name": named} if named is not None else {}
            pairs[half] = _object({**shared, **_mapping(pairs[half] if half in pairs else _object({}, node)), **parts}, node)
    return _object(pairs, node)


def _with_levels(row: Node, levels: Mapping[str, Node]) -> Node:
    return _object({**levels, **_mapping(row)}, row)


def _rows(node: Node, levels: Mapping[str, Node]) -> Iterator[Node]:
    """The rows of a list, or of a tree whose keys are the levels (产出指标 › 数量指标 › 名称: 值)."""
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from _rows(item, levels) if _is_tree(item) else [_with_levels(_row(item), levels) if _mapping(item) else item]
        return
    for key, child in _mapping(node).items():
        level = (
            "level2" if levels.get("level1") and level2_of(key) else "level1" if level1_of(key) else "level2" if level2_of(key) else None
        )
        if level is not None and not isinstance(child.value, str):
            yield from _rows(child, {**levels, level: Node(key, child.place)})
        elif isinstance(child.value, Mapping):
            yield _with_levels(_row(_object({"name": Node(key, child.place), **_mapping(child)}, child)), levels)
        else:
            yield _object({**levels, "annual": _object({"name": Node(key, child.place), "value": child}, child)}, child)


def _is_tree(node: Node) -> bool:
    """A mapping whose keys are levels."""
    return bool(_mapping(node)) and all(level1_of(key) or level2_of(key) for key in _mapping(node))


def _indicators(node: Node) -> Node:
    if not isinstance(node.value, (tuple, Mapping)) or not node.value:
        return node
    rows = tuple(_rows(node, {}))
    unlevelled = [row for row in rows if _mapping(row) and "level2" not in _mapping(row)]
    if isinstance(node.value, Mapping) and len(unlevelled) == len(rows) and _mapping(node).keys() <= {*_TARGET, *_LEVELS, *HALVES}:
        return node  # a single row where a list belongs: the schema says so
    return Node(rows, node.place, "array")


# -- fields ------------------------------------------------------------------------------------------------------------------------


def _money(key: str, node: Node) -> Node:
    """An amount with the unit its key states: ``资金总额（万元）: 120``."""
    unit = money_unit(key)
    if isinstance(node.value, str):
        return _object({"text": node, **({"unit": Node(unit, node.place)} if unit else {})}, node)
    names = {"文本": "text", "金额": "text", "数额": "text", "单位": "unit"}
    return _object({names.get(name, name): value for name, value in _mapping(node).items()}, node) if _mapping(node) else node


def _halved(key: str, half: str, node: Node, made: Callable[[str, Node], Node]) -> _Pairs:
    """One value, or one for each half: ``总体目标: {实施期: …, 年度: …}``."""
    inner = {(name if name in HALVES else half_named(name)): made(f"{key}{name}", value) for name, value in _mapping(node).items()}
    return {str(half_name): value for half_name, value in inner.items()} if inner and None not in inner else {half: made(key, node)}


def _sources(key: str, node: Node) -> Iterator[tuple[str, str, Node]]:
    """(``total`` or ``funding``, label, amount) of a block of money."""
    for label, child in _mapping(node).items():
        kind = "total" if field_of(label) in ("total_annual", "total_period", "funding_block") else "funding"
        yield kind, label, _money(label if money_unit(label) else f"{label}{key}", child)


def _kind(node: Node) -> Node:
    """The kind in Chinese words (自评表, 部门整体) as ours; a Latin word is left to the schema."""
    if not isinstance(node.value, str) or node.value.isascii():
        return node
    return node._replace(value=kind_of(node.value, frozenset()))


class _Form:
    """A form's mapping as it is rewritten."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.pairs: _Pairs = {}
        self.fields: _Pairs = {}
        self.groups: dict[str, _Pairs] = {"goal": {}, "total": {}, "funding": {}}
        self.extras: _Pairs = {}

    def field(self, key: str, node: Node) -> bool:
        """Take a header field by whatever label. Whether it is one."""
        kind = key if key in FIELD_KEYS else field_of(key)
        if kind in FIELD_KEYS:
            self.fields.setdefault(str(kind), node)
        elif kind in _GOALS:
            self.groups["goal"].update(_halved(key, _GOALS[kind], node, lambda _, child: child))
        elif kind == "funding_block" and _mapping(node):
            for group, label, amount in _sources(key, node):
                if group == "total":
                    self.groups["total"].setdefault(_TOTALS.get(field_of(label) or "", "annual"), amount)
                else:
                    self._source(label, amount)
        elif kind in _TOTALS:
            self.groups["total"].update(_halved(key, _TOTALS[str(kind)], node, _money))
        elif kind == "funding":
            self._source(clean(key), _money(key, node))
        elif kind == "remark" and isinstance(node.value, str):
            self.extras.setdefault(key, node)
        else:
            return False
        return True

    def _source(self, label: str, amount: Node) -> None:
        half = self.groups["funding"].setdefault("annual", _object({}, amount))
        self.groups["funding"]["annual"] = _object({**_mapping(half), _UNIT.sub("", label): amount}, half)

    def inside(self, node: Node) -> None:
        """Take what stands under ``fields``: ours and labels, mixed."""
        for key, child in _mapping(node).items():
            if key in self.groups:
                self.groups[key].update(_halved(key, "annual", child, lambda _, each: each) if not _mapping(child) else _mapping(child))
            elif not (is_known(key) and self.field(key, child)):
                self.fields.setdefault(key, child)
                near = (_near(key, FIELD_KEYS) or _slip(key, _labels("field"))) if key not in FIELD_KEYS else None
                if near in FIELD_KEYS:
                    self.fields.setdefault(str(near), child)

    def top(self, key: str, node: Node) -> None:
        """Take a key of the form itself."""
        ours = key if key in schema()["properties"] else _titles("form").get(clean(key))
        if field_of(key) == "year":
            self.pairs["budget_year"] = node
        elif ours == "fields":
            self.inside(node)
        elif ours == "indicators" or (
            isinstance(node.value, (tuple, Mapping)) and (field_of(key) == "indicator_block" or role_of(key) == "name")
        ):
            self.pairs["indicators"] = _indicators(node)
        elif ours == "extras":
            self.extras.update(_mapping(node))
        elif ours is not None:
            self.pairs[ours] = _kind(node) if ours == "kind" else node
        elif self.field(key, node):
            return
        elif (meant := _slip(key, _labels("field"))) in FIELD_KEYS:
            self.fields[key] = node
            self.fields.setdefault(str(meant), node)
        else:
            self.pairs[key] = node
            near = _near(key, [known for known in _TOP if known not in self.node.value])  # type: ignore[operator]
            if near is not None:
                self.top(near, node)

    def done(self) -> Node:
        """The form with our keys."""
        for key, child in _mapping(self.node).items():
            self.top(key, child)
        for key, pairs in self.groups.items():
            if pairs:
                self.fields[key] = _object(pairs, next(iter(pairs.values())))
        if self.fields:
            self.pairs["fields"] = _object(self.fields, self.node)
        if self.extras:
            self.pairs["extras"] = _object(self.extras, self.node)
        return _object(self.pairs, self.node)


def translated(node: Node) -> Node:
    """A form's mapping with our keys wherever a Chinese label stood."""
    return _Form(node).done()


def is_written(node: Node) -> bool:
    """Whether a mapping is meant as a form by its Chinese keys: indicators, or at least two fields."""
    keys = [key for key in _mapping(node) if not key.isascii()]
    listed = any(
        isinstance(_mapping(node)[key].value, (tuple, Mapping)) and (field_of(key) == "indicator_block" or role_of(key) == "name")
        for key in keys
    )
    return listed or sum(field_of(key) is not None for key in keys) >= 2


def listed_forms(node: Node) -> tuple[Node, ...]:
    """The forms under a Chinese key of the root: ``绩效目标表: [{项目名称: …}, …]``."""
    for child in _mapping(node).values():
        if isinstance(child.value, tuple) and child.value and all(is_written(each) for each in child.value):
            return child.value
    return ()


def speaks_of_forms(node: Node, depth: int = 4) -> bool:
    """Whether the keys of a tree are words of a form, understood or not: at least two labels, one of them of the indicators."""
    words = set(_known_words(node, depth))
    return len(words) >= 2 and bool(words & {"name", "value", "level1", "level2", "indicator_block"})


def _known_words(node: Node, depth: int) -> Iterator[str]:
    if depth and isinstance(node.value, tuple):
        for item in node.value[:50]:
            yield from _known_words(item, depth - 1)
    for key, child in _mapping(node).items() if depth else ():
        word = role_of(key) or field_of(key) or ("level2" if level2_of(key) else "level1" if level1_of(key) else None)
        if word is not None and not key.isascii():
            yield word
        yield from _known_words(child, depth - 1)
