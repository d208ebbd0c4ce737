"""Words of the user's own (``[[lexicons.NAME]]`` in the settings): entries like ours, without examples. They are checked here, once, for our
lexicons are checked by tests and their readers trust them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from linter.knowledge.near import near
from linter.knowledge.resources import schema_path

_KINDS = {"string": "文本", "boolean": "true 或 false", "array": "列表", "object": "表", "number": "数", "integer": "整数"}


class OwnWordError(ValueError):
    """An entry that is none. The message is Chinese and names lexicon and entry."""


@cache
def _schema() -> dict[str, object]:
    data: dict[str, object] = json.loads(schema_path("lexicon.schema.json").read_text(encoding="utf-8"))
    return data


@cache
def _definitions() -> dict[str, dict[str, dict[str, Mapping[str, object]]]]:
    """Lexicon → the schema of its entries, examples not asked for."""
    definitions = copy.deepcopy(_schema()["$defs"])
    assert isinstance(definitions, dict)
    named = {name: each for name, each in definitions.items() if not name.startswith("_")}
    for each in named.values():
        each["required"] = [key for key in each.get("required", ()) if key not in ("hit", "miss")]
    return named


def check_own_words(lexicons: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Every entry against ``schemas/lexicon.schema.json``.

    Raises:
        OwnWordError: no such lexicon, or an entry that does not meet its schema, or a pattern that is none.
    """
    if not lexicons:
        return
    from jsonschema import Draft202012Validator

    for name, entries in lexicons.items():
        definition = _definitions().get(name)
        if definition is None:
            meant = near(name, _definitions())
            raise OwnWordError(
                f"没有词库“{name}”" + (f"，是否指 {meant[0]}？" if meant else f"；可用：{'、'.join(sorted(_definitions()))}")
            )
        validator = Draft202012Validator({**definition, "$defs": _schema()["$defs"]})
        for number, entry in enumerate(entries, start=1):
            error = next(validator.iter_errors(json.loads(json.dumps(entry, default=str))), None)
            why = _why(error) if error is not None else _no_pattern(entry, definition["properties"])
            if why:
                raise OwnWordError(f"词库 {name} 第 {number} 条{why}")


def _why(error: Any) -> str:
    key = ".".join(map(str, error.absolute_path))
    if error.validator == "required":
        return f"缺少 {'、'.join(name for name in error.validator_value if name not in error.instance)}"
    if error.validator == "additionalProperties":
        known = error.schema["properties"] if isinstance(error.schema, dict) else {}
        return f"有不认识的项“{next(name for name in error.instance if name not in known)}”；可用：{'、'.join(known)}"
    if error.validator == "enum":
        return f"的“{key}”应为 {'、'.join(map(str, error.validator_value))} 之一，现为 {error.instance!r}"
    if error.validator == "type":
        return f"的“{key}”应为{_KINDS.get(str(error.validator_value), error.validator_value)}，现为 {error.instance!r}"
    return f"的“{key}”不符合要求（{error.validator} {error.validator_value}）"


def _no_pattern(entry: Mapping[str, object], properties: Mapping[str, Mapping[str, object]]) -> str:
    """Why a regular expression of the entry is none, ``""`` where all are."""
    for key, value in entry.items():
        if properties[key].get("format") == "regex":
            try:
                re.compile(str(value))
            except re.error as error:
                return f"的“{key}”不是有效的正则表达式（{error}）"
    return ""
