"""Slips of the pen by mechanism: two characters that make no word, one of which sounds or looks like another that makes a word of the field.

防讯 → 防汛, 灌概 → 灌溉. Nothing is reported where what is printed is a word, where the text is cut otherwise, or where two words would do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.language import Token, bigrams, occurrences, tokens


class Slip(NamedTuple):
    """A likely slip: its span in the text, what is printed and what is meant."""

    start: int
    end: int
    wrong: str
    right: str


@derived
def _alike() -> dict[str, frozenset[str]]:
    """Character → those that sound or look alike."""
    groups: dict[str, set[str]] = defaultdict(set)
    for entry in entries("substitutions"):
        for letter in entry.get("letters", ""):
            groups[letter] |= set(entry["letters"]) - {letter}
    return {letter: frozenset(others) for letter, others in groups.items()}


@derived
def field_words() -> frozenset[str]:
    """Words of two characters that forms of every sector use."""
    return frozenset(word for entry in entries("substitutions") if entry["set"] == "word" for word in entry["words"])


@derived
def _accepted() -> frozenset[str]:
    """Newer words and short forms no dictionary lists: 微信, 绿电."""
    return frozenset(word for entry in entries("substitutions") if entry["set"] == "accepted" for word in entry["words"])


@derived
def _halves() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """First character → the second ones, second → the first ones, of words of the field."""
    after: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for word in field_words():
        first, second = word[0], word[1]
        after[first].add(second)
        before[second].add(first)
    return {k: frozenset(v) for k, v in after.items()}, {k: frozenset(v) for k, v in before.items()}


_PARTICLES = frozenset(
    "较更最很极太特长短轻重快慢强弱旧早晚难易贵贱真假美丑远近深浅宽窄厚薄粗细软硬冷热干湿一二三四五六七八九十百千万一二三四五六七八九十百千万的了和与及于并在对为以等是有无不其各每或也都就将把让使者所个元年月日时次人户家项件条名位处所只第每本该此各全县市区镇乡村省州府内外上下前后中新老大小多少高低好"
)
"""Characters that stand alone by right."""


def _meant(a: str, b: str) -> frozenset[str]:
    """The words of the field one substitution away from two characters."""
    after, before = _halves()
    alike = _alike()
    first = {x + b for x in before.get(b, frozenset()) & alike.get(a, frozenset())}
    second = {a + x for x in after.get(a, frozenset()) & alike.get(b, frozenset())}
    return frozenset(first | second)


def _alone(token: Token) -> bool:
    return len(token.text) == 1 and "一" <= token.text <= "鿿" and token.text not in _PARTICLES


_TAILS = frozenset("数率量额费款价类型级制法力")
"""What follows any noun: 苗数 is no slip for 亩数."""
_NEAR = 4
_NUMBERED = frozenset("〔[［")
"""What follows the short name of an office in a document's number."""


def _rivals(cut: tuple[Token, ...], at: int) -> bool:
    """A neighbour standing alone as well might be the one that is meant otherwise."""
    pairs = [(cut[at - 1], cut[at])] if at else []
    pairs += [(cut[at + 1], cut[at + 2])] if at + 2 < len(cut) else []
    return any(_alone(first) and _alone(second) and _meant(first.text, second.text) for first, second in pairs)


_SINGLE = "单"


@derived
def _measure_words() -> frozenset[str]:
    """What may stand behind 单: 单顶帐篷, 单台设备."""
    return frozenset(entry["word"] for entry in entries("units") if len(entry["word"]) == 1)


def _stands(pair: str) -> bool:
    """Whether two characters mean something though no dictionary lists them: 微信, 单顶."""
    return pair in _accepted() or (pair[0] == _SINGLE and pair[1] in _measure_words())


class _Near(dict[str, bool]):
    """Two neighbouring characters → whether they are a slip wherever each stands alone: one word of the field, and no more, lies one substitution
    away, and neither stands alone by right. Filled as texts ask."""

    def __missing__(self, pair: str) -> bool:
        first, second = pair[0], pair[1]
        own = first in _PARTICLES or second in _PARTICLES or second in _TAILS or _stands(pair)
        return self.setdefault(pair, not own and len(_meant(first, second)) == 1)


@derived
def _near() -> _Near:
    return _Near()


def _within(text: str, at: int) -> bool:
    """Whether one of the two characters at a place makes a word of the field with its other neighbour: 经济效益, 人员满意."""
    words = field_words()
    return text[max(at - 1, 0) : at + 1] in words or text[at + 1 : at + 3] in words


def _may_slip(text: str) -> bool:
    """Whether a text has a place where a slip may be. Most have none, and need not be cut to know that."""
    near = _near()
    met = [pair for pair in bigrams(text) if near[pair]]
    return any(not _within(text, at) for pair in met for at in occurrences(text, pair))


def _slips(text: str) -> Iterator[Slip]:
    if not _may_slip(text):
        return
    cut = tokens(text)
    for at, (first, second) in enumerate(pairwise(cut)):
        if not (_alone(first) and _alone(second)):
            continue
        meant = _meant(first.text, second.text)
        settled = (
            second.text in _TAILS or _stands(first.text + second.text) or not _NUMBERED.isdisjoint(text[second.end : second.end + _NEAR])
        )
        if len(meant) == 1 and not settled and not _rivals(cut, at):
            (right,) = meant
            if _makes_word(text, first.start, second.end, right):
                yield Slip(first.start, second.end, first.text + second.text, right)


_WHOLE, _AROUND = 400, 60
"""A longer text is cut anew around the place only: cut as a whole for every place, its time would grow with the square of its length."""


def _makes_word(text: str, start: int, end: int, right: str) -> bool:
    """Whether what is meant is a word, or begins one, once it stands in its place."""
    first, last = (0, len(text)) if len(text) <= _WHOLE else (max(0, start - _AROUND), end + _AROUND)
    mended = tokens(text[first:start] + right + text[end:last])
    return any(word.start == start - first and word.text.startswith(right) for word in mended)


@derived(size=16384)
def slips(text: str) -> tuple[Slip, ...]:
    """Every likely slip of a text."""
    return tuple(_slips(text))
