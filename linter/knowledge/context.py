"""Knowledge is a value: our lexicons with the words the settings add, and every table made from them.

The settings make one immutable ``Knowledge``; the run carries it (``using``). Two runs with different words live side by side, in threads too,
because nothing derived from words is kept anywhere but with the knowledge it was derived from::

    @derived
    def _verbs() -> re.Pattern[str]: ...          # made once for each Knowledge

A function that reads lexicons, directly or through others, must be ``derived`` and never ``functools.cache``d (``tests/meta`` looks).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast, overload
from weakref import WeakSet

P = ParamSpec("P")
R = TypeVar("R")

Entry = dict[str, Any]
"""Read only: nobody writes into an entry."""

_MOST = 16_384
"""Results a memo holds at most: what is asked again is asked soon, and beyond some thousands of forms memory should no longer grow."""
_RUNS = 8
"""How many sets of own words are remembered at once; with more, tables are made anew."""


class _Tables(dict[Callable[..., Any], Any]):
    """What was derived from one knowledge: builder → its value (a table), or its memo (of a function of texts)."""

    def __missing__(self, builder: Callable[..., Any]) -> Any:
        size = _SIZES[builder]
        made = builder() if size is _TABLE else lru_cache(maxsize=size if size is None else min(size, _MOST))(builder)
        return self.setdefault(builder, made)


class Knowledge:
    """The user's own entries by lexicon; ours come from the files. Equal texts give the same object, so that tables are shared."""

    __slots__ = ("__weakref__", "_tables", "own")

    own: Mapping[str, tuple[Entry, ...]]

    def __init__(self, text: str = "") -> None:
        listed = json.loads(text) if text else {}
        self.own = MappingProxyType({name: tuple(entries) for name, entries in listed.items()})
        self._tables = _Tables()
        _EVERY.add(self)

    @staticmethod
    def of(text: str) -> Knowledge:
        """The knowledge with own entries as JSON text, lexicon → entries (``""``: ours alone)."""
        return SHIPPED if not text else _made(text)


_EVERY: WeakSet[Knowledge] = WeakSet()
SHIPPED = Knowledge()
_made = lru_cache(maxsize=_RUNS)(Knowledge)
_current: ContextVar[Knowledge] = ContextVar("knowledge", default=SHIPPED)
_tables: ContextVar[_Tables] = ContextVar("tables", default=SHIPPED._tables)
"""Those of the current knowledge: what the hot path asks for."""
_SIZES: dict[Callable[..., Any], Any] = {}
_TABLE = object()


def current() -> Knowledge:
    """The knowledge this run works by."""
    return _current.get()


def forget() -> None:
    """Empty every memo; tables stay. For processes that work on inputs without end."""
    for knowledge in _EVERY:
        for made in knowledge._tables.values():
            clear = getattr(made, "cache_clear", None)
            if clear is not None:
                clear()


@contextmanager
def using(knowledge: Knowledge) -> Iterator[None]:
    """Work by this knowledge, here and in what is called from here."""
    outer, tables = _current.set(knowledge), _tables.set(knowledge._tables)
    try:
        yield
    finally:
        _tables.reset(tables)
        _current.reset(outer)


@overload
def derived(builder: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def derived(*, size: int) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def derived(builder: Any = None, /, *, size: int | None = None) -> Any:
    """Remember what a function gives, for each knowledge by itself. ``size``: how many results at most (default: all)."""
    if builder is None:
        return lambda each: _derived(each, size)
    return _derived(builder, None)


def _derived(builder: Callable[P, R], size: int | None) -> Callable[P, R]:
    tables = _tables.get
    parameters = inspect.signature(builder).parameters.values()
    plain = all(each.default is each.empty for each in parameters)
    _SIZES[builder] = size if parameters else _TABLE

    def table() -> Any:
        return tables()[builder]

    def of_one(text: Any) -> Any:
        return tables()[builder](text)

    def of_some(*given: Any, **named: Any) -> Any:
        return tables()[builder](*given, **named)

    made: Any = table if not parameters else of_one if len(parameters) == 1 and plain else of_some
    update_wrapper(made, builder)
    made.derived = True
    return cast("Callable[P, R]", made)
