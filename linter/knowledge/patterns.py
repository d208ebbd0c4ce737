"""Expressions that are compiled when first used: most forms never ask for some of them, and compiling is a third of a cold start."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class Deferred:
    """An expression that is not compiled yet, or was: then its methods are those of the compiled one, and asking costs nothing more."""

    __slots__ = ("_flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled now if it was not."""
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        compiled = self.compiled()
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def deferred(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A module's expression for what few forms hold, used like a compiled one."""
    return cast("re.Pattern[str]", Deferred(pattern, flags))
