"""Findings and documents in, bytes out. ``check --format NAME`` is the module of that name here that declares ``OUTPUT``."""

from __future__ import annotations

from linter.knowledge.discovery import declared, module_names
from linter.reports.api import Output, RenderOptions

__all__ = ["Output", "RenderOptions", "names", "output_named"]

_NOT_OUTPUTS = frozenset({"api", "reading", "result", "serial", "tables", "visible", "wording"})
"""Modules here that several outputs share. A test holds that every other one declares an ``OUTPUT``."""


def names() -> list[str]:
    """The names of all outputs, without importing them; ``text`` first."""
    return sorted(module_names(__path__, _NOT_OUTPUTS), key=lambda name: (name != "text", name))


def output_named(name: str) -> Output:
    """The output of that name.

    Raises:
        LookupError: there is none.
    """
    if name not in names():
        raise LookupError(name)
    return declared(__name__, name, "OUTPUT", Output)
