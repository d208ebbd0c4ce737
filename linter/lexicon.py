"""Lexicons: knowledge as data. One file a lexicon, read once, on need.

Every file is JSON ``{"title": …, "source": …, "entries": [...]}`` (``schemas/lexicon.schema.json``); each entry carries its own
``hit`` and ``miss`` examples, which tests run. Nothing is validated at run time.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from linter.resources import lexicon_path


@cache
def load(name: str) -> dict[str, Any]:
    """The whole file ``lexicons/NAME.json``."""
    data: dict[str, Any] = json.loads(lexicon_path(f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def entries(name: str) -> tuple[dict[str, Any], ...]:
    """The entries of ``lexicons/NAME.json``."""
    return tuple(load(name)["entries"])


@cache
def words(name: str, group: str | None = None) -> frozenset[str]:
    """The ``word`` of every entry (of one ``group``, where given)."""
    return frozenset(e["word"] for e in entries(name) if group is None or e.get("group") == group)


@cache
def alternation(name: str, group: str | None = None) -> re.Pattern[str]:
    """A pattern that finds any of ``words(name, group)``, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words(name, group), key=lambda w: (-len(w), w))))
