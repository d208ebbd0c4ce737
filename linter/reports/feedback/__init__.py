"""What a reviewer hands back: one model of remarks, and an output a module. ``report --to NAME`` is the module that declares ``FEEDBACK``."""

from __future__ import annotations

from linter.knowledge.discovery import declared, module_names
from linter.reports.feedback.api import Feedback, FeedbackOptions

__all__ = ["Feedback", "FeedbackOptions", "feedback_named", "names"]

_SHARED = frozenset({"api", "batch", "book", "files", "model", "points", "remarks", "rounds", "scoring", "words"})
"""Modules here that several outputs share. A test holds that every other one declares a ``FEEDBACK``."""


def names() -> list[str]:
    """The names of all outputs, without importing them."""
    return module_names(__path__, _SHARED)


def feedback_named(name: str) -> Feedback:
    """The output of that name.

    Raises:
        LookupError: there is none.
    """
    if name not in names():
        raise LookupError(name)
    return declared(__name__, name, "FEEDBACK", Feedback)
