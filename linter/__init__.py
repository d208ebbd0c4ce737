"""jixiao: a linter for China's budget performance targets. For Python callers ``import jixiao`` is the same.

The command line loads only what it needs, so nothing is loaded here before somebody asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linter.public import *  # noqa: F403


def __getattr__(name: str) -> object:
    from importlib import import_module
    from importlib.util import find_spec

    hidden = name.startswith("__") and name not in ("__all__", "__version__")
    if hidden or find_spec(f"{__name__}.{name}") is not None:  # a package of ours: ``from linter import rules`` goes on to import it
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("linter.public"), name)
