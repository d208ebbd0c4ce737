"""One segmentation for everything, and small measures of likeness between texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple


class Token(NamedTuple):
    """A word with its span in code points of the text it was cut from."""

    text: str
    start: int
    end: int


def _jieba_cut(text: str) -> list[str]:
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return list(jieba.cut(text, HMM=False))


@cache
def _cutter() -> Callable[[str], list[str]]:
    """rjieba (jieba's dictionary, in Rust); jieba where it is not installed. HMM is off in both, so they agree word for word."""
    try:
        import rjieba
    except ImportError:
        return _jieba_cut

    def cut(text: str) -> list[str]:
        return list(rjieba.cut(text, hmm=False))

    return cut


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; their spans rebuild it."""
    out = []
    at = 0
    for word in _cutter()(text):
        out.append(Token(word, at, at + len(word)))
        at += len(word)
    return tuple(out)


@lru_cache(maxsize=512)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(map(add, text, text[1:]))


def occurrences(text: str, part: str) -> Iterator[int]:
    """Where a part stands in a text, from left to right; places do not overlap."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def likeness(a: str, b: str) -> float:
    """0–1: how alike two texts are, by edits."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    from rapidfuzz.fuzz import ratio

    return float(ratio(a, b)) / 100


def alike(a: str, b: str, share: float) -> bool:
    """Whether two texts are alike by at least a share. The pairs of characters only one of them has, at most three an edit, decide most
    without comparing."""
    edits = (1 - share) * (len(a) + len(b))
    return len(bigrams(a) ^ bigrams(b)) <= 4 * edits and likeness(a, b) >= share
