"""Lexicons: knowledge as data. One file a lexicon, read once, on need.

Every file is JSON ``{"title": …, "source": …, "entries": [...]}`` (``schemas/lexicon.schema.json``); each entry carries its own
``hit`` and ``miss`` examples, which tests run. Nothing is validated at run time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from linter.knowledge.context import Entry, current, derived
from linter.knowledge.resources import lexicon_path


@cache
def load(name: str) -> dict[str, Any]:
    """The whole file ``lexicons/NAME.json``."""
    data: dict[str, Any] = json.loads(lexicon_path(f"{name}.json").read_text(encoding="utf-8"))
    return data


@derived
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of ``lexicons/NAME.json``, then the user's own."""
    return (*load(name)["entries"], *current().own.get(name, ()))


@derived
def words(name: str, group: str | None = None) -> frozenset[str]:
    """The ``word`` of every entry (of one ``group``, where given)."""
    return frozenset(e["word"] for e in entries(name) if group is None or e.get("group") == group)


@derived
def alternation(name: str, group: str | None = None) -> re.Pattern[str]:
    """A pattern that finds any of ``words(name, group)``, the longest first."""
    return re.compile(one_of(words(name, group)))


@derived
def phrase(group: str) -> re.Pattern[str]:
    """What answers one question of ``lexicons/phrases.json``: its words and patterns, searched together.

    Raises:
        KeyError: no such question.
    """
    listed = [e for e in entries("phrases") if e["group"] == group]
    if not listed:
        raise KeyError(group)
    literal = [e["word"] for e in listed if "word" in e]
    return re.compile("|".join([*([one_of(literal)] if literal else []), *(e["pattern"] for e in listed if "pattern" in e)]))


def one_of(listed: Iterable[str]) -> str:
    """A regular expression of literal words, the longest first at any place: a tree of prefixes, which compiles and runs far faster than a row of words."""
    return _prefixes(frozenset(listed))


@lru_cache(maxsize=256)
def _prefixes(listed: frozenset[str]) -> str:
    """Own words change few of the lists: knowledge made from settings makes the others no second time."""
    tree: dict[str, Any] = {}
    for word in listed:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree) or "(?!)"


def _branches(tree: dict[str, Any]) -> str:
    ends = "" in tree
    inner = {char: below for char, below in tree.items() if char}
    leaves = sorted(char for char, below in inner.items() if set(below) == {""})
    parts = [re.escape(char) + _branches(below) for char, below in sorted(inner.items()) if char not in leaves]
    if leaves:
        parts.append(re.escape(leaves[0]) if len(leaves) == 1 else f"[{''.join(map(re.escape, leaves))}]")
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if ends else "")
