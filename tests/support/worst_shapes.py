"""Texts made to hurt a regular expression, from its own parse tree: what repeats is repeated, behind what may stand before it and before what
must not follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 120
"""Shapes tried for one expression."""
_MANY = 8
"""A repeat that may go on for longer than this is a pump."""
_CATEGORY = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_NOT_DIGIT: "甲",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "甲",
    codes.CATEGORY_WORD: "甲",
    codes.CATEGORY_NOT_WORD: "。",
}
_PROBES = "甲7 a.,，、;；:：。(（)）[]【】《》“”\"'-—~%‰/\\|_#*@&<>=≥≤年月日元万个\t\n"
_TAILS = ("\x01", "", "\n\x01")


def _in_set(items: Sequence[Any]) -> Iterator[str]:
    """Some characters of a set."""
    negated = any(op is codes.NEGATE for op, _ in items)
    if negated:
        yield from (char for char in _PROBES if not _matches(items, char))
        return
    for op, value in items:
        if op is codes.LITERAL:
            yield chr(value)
        elif op is codes.RANGE:
            yield chr(value[0])
        elif op is codes.CATEGORY and value in _CATEGORY:
            yield _CATEGORY[value]


def _matches(items: Sequence[Any], char: str) -> bool:
    """Whether a set names a character."""
    for op, value in items:
        if op is codes.LITERAL and ord(char) == value:
            return True
        if op is codes.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if op is codes.CATEGORY and _CATEGORY.get(value) == char:
            return True
    return False


def _samples(tree: Any, most: int = 3) -> list[str]:
    """Some short texts a part of the tree matches."""
    texts = [""]
    for node in tree:
        ways = list(dict.fromkeys(_of(node, most)))[:most] or [""]
        texts = [text + way for way in ways for text in texts][: most * 2]
    return texts[:most]


def _of(node: Any, most: int) -> Iterator[str]:
    op, value = node
    if op is codes.LITERAL:
        yield chr(value)
    elif op is codes.NOT_LITERAL:
        yield next(char for char in _PROBES if ord(char) != value)
    elif op is codes.ANY:
        yield from ("甲", '"')
    elif op is codes.ASSERT and value[0] < 0:
        yield from _samples(value[1], most)
    elif op is codes.IN:
        yield from list(_in_set(value))[:most]
    elif op is codes.BRANCH:
        for way in value[1][: most * 2]:
            yield from _samples(way, 2)
    elif op is codes.SUBPATTERN:
        yield from _samples(value[3], most)
    elif op is codes.ATOMIC_GROUP:
        yield from _samples(value, most)
    elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        for text in _samples(value[2], most):
            yield text * max(1, min(value[0], 3))
    else:
        yield ""


def _inner(op: Any, value: Any) -> Sequence[Any]:
    """The trees inside a node."""
    if op is codes.BRANCH:
        return value[1]  # type: ignore[no-any-return]
    if op is codes.SUBPATTERN:
        return [value[3]]
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is codes.ATOMIC_GROUP:
        return [value]
    if op in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return []


def _pumps(tree: Any, head: str) -> Iterator[tuple[str, str]]:
    """(what stands before, what is repeated) of every endless repeat."""
    for node in tree:
        op, value = node
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and (value[1] is codes.MAXREPEAT or value[1] >= _MANY):
            for text in _samples(value[2], 4):
                if text:
                    yield head, text
        for inner in _inner(op, value):
            yield from _pumps(inner, head)
        head = (head + (_samples([node], 1) or [""])[0])[-60:]


def shapes(pattern: str, flags: int) -> list[tuple[str, str, str]]:
    """(head, pump, tail) of the texts that may hurt: for each repeat with and without what stands before it; for the whole, itself."""
    tree = _parser.parse(pattern, flags)
    found: dict[tuple[str, str, str], None] = {}
    for head, pump in _pumps(tree, ""):
        for before in dict.fromkeys(("", head)):
            for tail in _TAILS:
                found[before, pump, tail] = None
        if head:
            found["", head + pump, "\x01"] = None
            found["", head, "\x01"] = None
    whole = (_samples(tree, 1) or [""])[0]
    if whole:
        found["", whole[:-1] or whole, "\x01"] = None
    return list(found)[:_MOST]
