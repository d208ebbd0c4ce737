"""``explain``."""

from __future__ import annotations

from pathlib import Path

from linter.run.pages import explained, own_rules


def explain(selector: str, *, config: str | Path | None = None) -> str:
    """What a rule looks for, why, with examples and its ground, as ``jixiao explain`` prints it: Chinese, Markdown. ``selector``: a code (``JX402``), a
    family (``JX4``) or a slug, also of an own rule of the settings (``config``: this file, else the one that governs the working directory).

    Raises:
        UnknownRule: it names none.
        ConfigError: the settings file cannot be used.
    """
    return explained(selector, own_rules(Path(config) if config is not None else None))
