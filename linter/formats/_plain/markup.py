"""Page source before it is parsed: refuse what would blow up the parser, and write line numbers into the tags."""

from __future__ import annotations

import re
from bisect import bisect_right

from linter.formats._plain.lines import line_starts
from linter.formats.api import Unreadable

MARK = "data-jixiao-line"
"""The attribute that carries a tag's source line; the parser keeps no positions."""
MAX_DEPTH = 200
_MARKED = [
    "td",
    "th",
    "tr",
    "table",
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "span",
    "br",
    "caption",
    "section",
    "article",
    "body",
    "b",
    "strong",
    "font",
    "a",
    "input",
]
_NESTING = frozenset(
    [
        "div",
        "section",
        "article",
        "center",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "form",
        "fieldset",
        "nav",
        "main",
        "aside",
        "header",
        "footer",
        "details",
        "figure",
        "menu",
        "address",
    ]
)
_FORMATTING = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s>/])")
_MAX_CARRIED = 2_000_000
_MAX_ATTRIBUTES = 2_000
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
_LONG = 8_000
"""Characters: a shorter tag cannot hold that many attributes. The text of a style sheet or a script is no part of its tag."""


def refuse_hostile(text: str) -> None:
    """Three things make an HTML5 parser quadratic: blocks nested without end (each looks for an open paragraph above it), formatting left
    open, which every later block repeats, and attributes without end on one tag (each is compared with those before it).

    Raises:
        Unreadable: any of them.
    """
    long = (match[0] for match in _WHOLE_TAG.finditer(text) if match.end() - match.start() > _LONG)
    if any(tag.count("=") > _MAX_ATTRIBUTES or len(tag.split()) > _MAX_ATTRIBUTES for tag in long):
        raise Unreadable(f"网页中一个标记的属性超过 {_MAX_ATTRIBUTES} 个，未读取")
    nested = formatting = deepest = most = tags = 0
    for match in _TAG.finditer(text):
        tags += 1
        name = match[2].lower()
        step = -1 if match[1] else 1
        if name in _NESTING:
            nested = max(0, nested + step)
            deepest = max(deepest, nested)
        elif name in _FORMATTING:
            formatting = max(0, formatting + step)
            most = max(most, formatting)
    if deepest > 10 * MAX_DEPTH:
        raise Unreadable(f"网页嵌套超过 {MAX_DEPTH} 层，未读取")
    if most > 100 and most * tags > _MAX_CARRIED:
        raise Unreadable("网页中未闭合的标记过多，未读取")


def with_lines(text: str) -> str:
    """The source with line numbers in its tags."""
    starts = line_starts(text)
    wanted = frozenset(_MARKED)

    def mark(match: re.Match[str]) -> str:
        if match[1] or match[2].lower() not in wanted:
            return match[0]
        return f'{match[0]} {MARK}="{bisect_right(starts, match.start())}"'

    return _TAG.sub(mark, text)
