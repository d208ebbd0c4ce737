"""Cells that list several indicators beside as many values (①…②… | ①…②…): each number is a row of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from linter.model.form import OPTIONAL_PARTS, Target, Text
from linter.values import normalise

_NUMBER = re.compile(
    r"(?:(?<=[\s;；,，、。])|^)\s{0,8}(?:[(（]([0-9]{1,2})[)）]|([0-9]{1,2})[.、．](?![0-9])|指标([0-9]{1,2})[:：.、]?)|([①-⑳])"
)
_MARKS = " \t\u3000\n;；,，、。"
_FIRST = "①"
_UNMATCHED = "一格中列有多项指标，与指标值未能一一对应，未拆开，请核对原文"


def _items(text: str) -> list[tuple[int, int]]:
    """Where the items of a numbered list stand, without their numbers; empty where a text is no list from 1 on."""
    matches = list(_NUMBER.finditer(text))
    numbers = [ord(m[4]) - ord(_FIRST) + 1 if m[4] else int(m[1] or m[2] or m[3]) for m in matches]
    if len(matches) < 2 or numbers != list(range(1, len(matches) + 1)) or text[: matches[0].start()].strip(_MARKS):
        return []
    return list(zip((m.end() for m in matches), [*(m.start() for m in matches[1:]), len(text)], strict=True))


def _stripped(text: Text, start: int, end: int) -> Text:
    """The code points ``[start, end)`` without the marks and blanks around them."""
    own = text.text[start:end]
    first = start + len(own) - len(own.lstrip(_MARKS))
    last = first + len(own.strip(_MARKS))
    place = text.place.within(first, last, text.text) if text.place is not None else None
    return Text(text.text[first:last], place, text.doubt)


def _pieces(text: Text, count: int) -> list[Text] | None:
    """A text as so many pieces: by its numbers, else by the marks between; ``None`` where they are not so many."""
    spans = _items(text.text)
    if not spans:
        marks = [match.span() for match in re.finditer(r"\s{0,40}[;；\n]\s*", text.text.rstrip(_MARKS))]
        spans = [(before[1], after[0]) for before, after in pairwise([(0, 0), *marks, (len(text.text), len(text.text))])]
    pieces = [_stripped(text, start, end) for start, end in spans]
    return pieces if len(pieces) == count and all(pieces) else None


def _narrows(text: Text) -> bool:
    """Whether a part of the text has a place of its own: a part of a cell of a sheet has none."""
    return text.place is not None and text.place.line is not None and "\n" not in text.text


def targets(target: Target) -> Iterator[Target]:
    """The targets of a row: one for each item where name and value are lists of as many; what else the row prints is each one's own where
    it is a list too, else everyone's. Where the names are a list and the values are not, the row is doubtful."""
    count = len(_items(target.name.text))
    if count < 2 or not target.value or not (_narrows(target.name) and _narrows(target.value)):
        yield target
        return
    names, values = _pieces(target.name, count), _pieces(target.value, count)
    if names is None or values is None:
        doubt = target.name.doubt or _UNMATCHED
        yield replace(target, name=target.name._replace(doubt=doubt), value=target.value._replace(doubt=doubt))
        return
    parts = {part: _shared(text, count) for part in OPTIONAL_PARTS if (text := getattr(target, part)) is not None}
    for n, (name, value) in enumerate(zip(names, values, strict=True)):
        own: dict[str, Any] = {part: texts[n] for part, texts in parts.items()}
        yield replace(target, name=name, value=value, **own)


def _shared(text: Text, count: int) -> list[Text]:
    listed = _items(normalise(text.text).text) and _narrows(text)
    return (_pieces(text, count) if listed else None) or [text] * count
