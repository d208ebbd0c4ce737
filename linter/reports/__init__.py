"""Findings and documents in, bytes out. ``check --format NAME`` is the module of that name here that declares ``OUTPUT``."""

from __future__ import annotations

import importlib
import pkgutil

from linter.reports.api import Output, RenderOptions

__all__ = ["Output", "RenderOptions", "names", "output_named"]

_NOT_OUTPUTS = frozenset({"api", "result", "serial", "wording"})
"""Modules here that several outputs share. A test holds that every other one declares an ``OUTPUT``."""


def names() -> list[str]:
    """The names of all outputs, without importing them; ``text`` first."""
    found = [m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg and m.name not in _NOT_OUTPUTS and not m.name.startswith("_")]
    return sorted(found, key=lambda name: (name != "text", name))


def output_named(name: str) -> Output:
    """The output of that name.

    Raises:
        LookupError: there is none.
    """
    if name not in names():
        raise LookupError(name)
    output = importlib.import_module(f"{__name__}.{name}").OUTPUT
    if not isinstance(output, Output):
        raise LookupError(name)
    return output
