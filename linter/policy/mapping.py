"""``[layouts.mapping]``: headings of a system nobody has seen, each with the heading we know that it means.

``"达成目标" = "指标值"``: a heading of ours in Chinese, or a key of the form (``value``, ``fields.unit``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from linter.knowledge.lexicons import entries

_SETS = ("role", "field", "funding")
_NEAR = 0.5


class MappingError(ValueError):
    """A heading mapped to nothing we know. The message is Chinese."""


def _meanings(wanted: str) -> list[tuple[str, str]]:
    """(set, group) of every reading of a heading of ours, or of a key: ``unit`` is the unit of measure, ``fields.unit`` who spends."""
    listed = [(each["set"], each["word"], each["group"]) for each in entries("labels") if each["set"] in _SETS]
    by_word = list(dict.fromkeys((kind, group) for kind, word, group in listed if word == wanted))
    if by_word:
        return by_word
    prefix, _, key = wanted.rpartition(".")
    by_key = list(dict.fromkeys((kind, group) for kind, _, group in listed if group == key))
    if prefix == "fields":
        return [each for each in by_key if each[0] == "field"]
    return [each for each in by_key if each[0] == "role"] or by_key


def labels_of(mapping: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The entries of the lexicon ``labels`` that a mapping stands for.

    Raises:
        MappingError: a heading or key of ours that is none.
    """
    for heading, wanted in mapping.items():
        meanings = _meanings(wanted)
        if not meanings:
            known = [each["word"] for each in entries("labels") if each["set"] in _SETS]
            near = difflib.get_close_matches(wanted, known, n=10, cutoff=_NEAR)
            near.sort(key=lambda word: len(word) != len(wanted))
            hint = f"，是否指 {near[0]}？" if near else "；应为已知的栏目名称，如 三级指标、指标值、项目编码"
            raise MappingError(f"“{heading}”对应的“{wanted}”不是已知的栏目{hint}")
        for kind, group in meanings:
            yield {"set": kind, "word": heading, "group": group}
        if ("role", "name") in meanings:
            yield {"set": "strong_name", "word": heading, "group": "name"}
