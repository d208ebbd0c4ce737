"""Every regular expression of the project, and how it is asked: those of modules, those made from lexicons, those written where they are used."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import linter
from linter.knowledge.patterns import Deferred

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
_ANCHORED = frozenset({"match", "fullmatch"})
"""Tried at one place of a text, not at each."""


@dataclass(frozen=True)
class Known:
    """An expression, where it stands, and whether it is asked at each place of a text (``search``) or at one (``match``)."""

    where: str
    pattern: re.Pattern[str]
    how: str


@cache
def modules() -> tuple[ModuleType, ...]:
    found = (one.name for one in pkgutil.walk_packages(linter.__path__, "linter.") if not one.name.endswith("__main__"))
    return tuple(importlib.import_module(name) for name in found)


@cache
def _source(module: ModuleType) -> str:
    return inspect.getsource(module)


def _patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The expressions in a value: itself, or in its tuples, sets and mappings."""
    if isinstance(value, Deferred):
        yield value.compiled()
    elif isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        for one in value:
            yield from _patterns(one, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        yield from _patterns([*value, *value.values()], depth + 1)


def _how(module: ModuleType, name: str, many: bool) -> str:
    """How a name's expressions are asked: by what the sources call on it; of a collection, by what its module calls at all."""
    sources = [_source(module)] if name.startswith("_") else list(map(_source, modules()))
    called: set[str] = set()
    for source in sources:
        looped = re.findall(rf"\bfor ([\w, ]+) in {name}\b", source)
        asked = "|".join([name, *(one.strip() for names in looped for one in names.split(","))])
        called |= set(re.findall(rf"\b(?:{asked})(?:\(\))?\.({'|'.join(_METHODS)})\(", source))
    if not called and many:
        called = set(re.findall(rf"\w\.({'|'.join(_METHODS)})\(", _source(module)))
    return "match" if called and called <= _ANCHORED else "search"


def _made(value: Any) -> Any:
    """What a function that makes its result from lexicons gives, where it needs nothing more."""
    if inspect.isfunction(value) and getattr(value, "derived", False) and not inspect.signature(value).parameters:
        return value()
    return value


def _of_module(module: ModuleType) -> Iterator[Known]:
    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", module.__name__) != module.__name__ and not isinstance(value, re.Pattern | Deferred):
            continue
        held = _made(value)
        for pattern in _patterns(held):
            yield Known(f"{module.__name__}.{name}", pattern, _how(module, name, not isinstance(held, re.Pattern | Deferred)))
    for node in ast.walk(ast.parse(_source(module))):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
        if called and node.func.value.id == "re" and node.func.attr in _METHODS and isinstance(getattr(node.args[0], "value", None), str):  # type: ignore[attr-defined]
            how = "match" if node.func.attr in _ANCHORED else "search"  # type: ignore[attr-defined]
            yield Known(f"{module.__name__}:{node.lineno}", re.compile(node.args[0].value), how)  # type: ignore[attr-defined]


def known() -> list[Known]:
    """Each expression once; one that is searched anywhere is searched."""
    found: dict[tuple[str, int], Known] = {}
    for module in modules():
        for one in _of_module(module):
            key = (one.pattern.pattern, one.pattern.flags)
            if key not in found or (found[key].how == "match" and one.how == "search"):
                found[key] = one
    return list(found.values())
