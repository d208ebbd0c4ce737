"""Where JSON pointers stand in a text: a scanner that keeps positions, run only for what is reported."""

from __future__ import annotations

import bisect
import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def locate(text: str, wanted: set[str]) -> dict[str, tuple[int, int, int]]:
    """Pointer → (line, column, end column), 1-based code points. The text must be valid JSON."""
    starts = [0, *[match.end() for match in re.finditer("\n", text)]]
    found: dict[str, tuple[int, int, int]] = {}
    stack: list[list[object]] = []  # [kind, key or index]
    expect_key = False

    def pointer() -> str:
        return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for _, key in stack)

    def note(start: int, end: int) -> None:
        where = pointer()
        if where in wanted:
            line = bisect.bisect_right(starts, start)
            column = start - starts[line - 1] + 1
            found[where] = (line, column, column + end - start)

    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in "{[":
            note(match.start(), match.start() + 1)
            stack.append([token, 0 if token == "[" else ""])
            expect_key = token == "{"
        elif token in "}]":
            stack.pop()
            expect_key = False
        elif token == ",":
            if stack and stack[-1][0] == "[":
                stack[-1][1] = int(str(stack[-1][1])) + 1
            expect_key = bool(stack) and stack[-1][0] == "{"
        elif token == ":":
            expect_key = False
        elif expect_key and stack and stack[-1][0] == "{":
            stack[-1][1] = json.loads(token)
        else:
            inner = 1 if token.startswith('"') else 0
            note(match.start() + inner, match.end() - inner)
    return found
