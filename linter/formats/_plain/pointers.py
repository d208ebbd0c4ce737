"""Where JSON pointers stand in a text: a scanner that keeps positions, run only for what is reported."""

from __future__ import annotations

import bisect
import json
import re

from linter.knowledge.patterns import deferred

_TOKEN = deferred(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{},:]|[^\s\[\]{},:"]+')


_COMMENT = deferred(r'(?P<string>"(?:[^"\\]|\\.)*+")|//[^\n]*+|/\*.*?(?:\*/|\Z)', re.DOTALL)
_MARK = deferred(r"[^\n]")


def without_comments(text: str) -> str:
    """JSON with its comments (settings of editors and tools hold them) blanked, so that every place stays. Strings stay as they are."""
    if "//" not in text and "/*" not in text:
        return text
    return _COMMENT.sub(lambda match: match["string"] or _MARK.sub(" ", match[0]), text)


def _step(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _key(token: str) -> str:
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def locate(text: str, wanted: set[str]) -> dict[str, tuple[int, int, int]]:
    """Pointer → (line, column, end column), 1-based code points. The text must be valid JSON, comments aside."""
    spans: dict[str, tuple[int, int]] = {}
    stack: list[tuple[str, int]] = []  # pointer of each open container, index of its next item (-1: an object)
    here = ""  # pointer of the value that comes next
    expect_key = False
    for match in _TOKEN.finditer(without_comments(text)):
        token = match.group()
        if token == ":":
            expect_key = False
        elif token == ",":
            base, index = stack[-1]
            if index >= 0:
                stack[-1] = base, index + 1
                here = f"{base}/{index + 1}"
            expect_key = index < 0
        elif token in "{[":
            if here in wanted:
                spans[here] = match.start(), match.start() + 1
            stack.append((here, -1 if token == "{" else 0))
            expect_key = token == "{"
            here = here if expect_key else f"{here}/0"
        elif token in "}]":
            stack.pop()
            expect_key = False
        elif expect_key:
            here = stack[-1][0] + _step(_key(token))
        elif here in wanted:
            inner = 1 if token[0] == '"' else 0
            spans[here] = match.start() + inner, match.end() - inner
    return _lines(text, spans)


def _lines(text: str, spans: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int, int]]:
    starts = [0, *[match.end() for match in re.finditer("\n", text)]]
    places = {}
    for pointer, (start, end) in spans.items():
        line = bisect.bisect_right(starts, start)
        column = start - starts[line - 1] + 1
        places[pointer] = line, column, column + end - start
    return places
