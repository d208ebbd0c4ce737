"""What is made from words is remembered with the knowledge it was made from: no plain cache, no module constant holds any of it."""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from linter.knowledge.context import derived

PACKAGE = Path(__file__).parents[2] / "linter"
OPTIONAL = ("linter.formats._paged", "linter.reports.feedback")
"""Rooms whose libraries may be missing; they know no words."""


def _modules() -> Iterator[types.ModuleType]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if not name.startswith(OPTIONAL) and name != "linter.__main__":
            yield importlib.import_module(name)


def _code(function: Any) -> types.CodeType | None:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return getattr(function, "__code__", None)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _calls(function: Any) -> list[Any]:
    """The functions of ours that a function names."""
    code = _code(function)
    module = importlib.import_module(function.__module__)
    names = set(_names(code)) if code is not None else set()
    named = [getattr(module, name, None) for name in names]
    named += [getattr(each, name, None) for each in named if isinstance(each, types.ModuleType) for name in names]
    return [each for each in named if callable(each) and str(getattr(each, "__module__", "")).startswith("linter")]


def _is_cache(function: Any) -> bool:
    return hasattr(function, "cache_info")


def rests_on_words(function: Callable[..., Any], seen: frozenset[int] = frozenset()) -> bool:
    """Whether a function reads derived knowledge, itself or through what it names."""
    if getattr(function, "derived", False):
        return True
    if id(function) in seen or isinstance(function, type):
        return False
    return any(rests_on_words(each, seen | {id(function)}) for each in _calls(function))


def _cached() -> list[Any]:
    return [each for module in _modules() for each in vars(module).values() if _is_cache(each) and each.__module__ == module.__name__]


ALLOWED = {
    "linter.rules.crosscheck._statements.read",
    "linter.rules.crosscheck._projects._match",
    "linter.policy.plan._plan",
    "linter.rules.own.rules_of",
}
"""Remembered by the identity of a document's view, which lives within one run; and rules themselves, which ask for words when they run."""


def test_no_plain_cache_holds_what_words_decide() -> None:
    wrong = {f"{each.__module__}.{each.__qualname__}" for each in _cached() if rests_on_words(each)}
    assert wrong - ALLOWED == set()


def test_the_look_out_works() -> None:
    assert len(_cached()) > 10
    table = derived(lambda: 7)
    assert rests_on_words(table)
    from linter.values import parse_value

    assert rests_on_words(parse_value)
