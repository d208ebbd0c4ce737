"""One normalisation for every reading of text, with the way back to the raw cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from linter.knowledge.lexicons import load
from linter.knowledge.patterns import deferred

_FOLD = {
    "　": " ",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "═": "=",
    "﹦": "=",
    "∶": ":",
    "﹪": "%",
    "〜": "~",
    "∼": "~",
    "－": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "─": "-",
    "﹣": "-",
    "−": "-",
    "·": "·",
    "•": "·",
    "‧": "·",
    "⋅": "·",
    "㎡": "平方米",
    "㎞": "公里",
    "℅": "%",
    "﹤": "<",
    "﹥": ">",
    "￥": "¥",
    "⁄": "/",
    "∕": "/",
    "✕": "×",
    "✖": "×",
    "╳": "×",
    "〖": "【",
    "〗": "】",
}
_PRESENTED = "\ufe10-\ufe1f\ufe30-\ufe6f\u3371-\u33df"
"""Brackets and signs of vertical lines, small forms, units in a square: ︵ ︶ ﹪ ㎏ ㎥."""


def _presented(char: str) -> str:
    """What a presentation form presents."""
    plain = unicodedata.normalize("NFKC", char)
    return _FOLD.get(plain, plain) if len(plain) == 1 else plain


class Normalised(NamedTuple):
    """``text`` folded, without white space and invisible characters; ``offsets[i]`` is the raw index of ``text[i]``."""

    text: str
    offsets: Sequence[int]
    raw_length: int

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points that ``text[start:end]`` came from. An empty span stays empty."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else self.raw_length
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


_OPTION = deferred("[☑☒✓✔√☐□○][^☑☒✓✔√☐□○]*")
_OPEN_BOXES = "☐□○"


def chosen(norm: Normalised) -> Normalised:
    """Of options with boxes (``☐3月底前 ☑6月底前``) those that are ticked; everything where none is or none is left open."""
    options = list(_OPTION.finditer(norm.text)) if any(box in norm.text for box in _OPEN_BOXES) else []
    ticked = [match for match in options if match[0][0] not in _OPEN_BOXES]
    if not ticked or len(ticked) == len(options):
        return norm
    kept = [*range(options[0].start()), *(at for match in ticked for at in range(match.start() + 1, match.end()))]
    return Normalised("".join(norm.text[at] for at in kept), tuple(norm.offsets[at] for at in kept), norm.raw_length)


_SAME_LENGTH: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(char): to for char, to in _FOLD.items() if len(to) == 1 and to != " "},
}
_LONGER = frozenset(char for char, to in _FOLD.items() if len(to) > 1)
_FOLDED = re.compile(f"[ {_PRESENTED}{re.escape(''.join((*map(chr, _SAME_LENGTH), *_LONGER)))}]")
_ANY_PRESENTED = re.compile(f"[{_PRESENTED}]")


_READING = deferred("[(（\\[［][a-zü\u00e0-\u00fc\u0101-\u01dc]{1,6}[)）\\]］]")
"""The reading some converters print behind a traditional character: 務(wù)."""


@cache
def _simplified() -> dict[str, str]:
    return {entry["word"]: entry["group"] for entry in load("traditional")["entries"]}


def _is_plain(text: str) -> bool:
    """Whether a text has no character outside the simplified set."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return not any("\u4e00" <= char <= "\u9fff" and char in _simplified() for char in text)
    return True


def _folded(text: str) -> Normalised:
    """Character by character: traditional ones simplified, the readings in brackets behind them dropped."""
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        char = text[at]
        simple = _simplified().get(char) if "\u4e00" <= char <= "\u9fff" else None
        folded = simple or _fold_char(char)
        out.append(folded)
        offsets += [at] * len(folded)
        reading = _READING.match(text, at + 1) if simple else None
        at = reading.end() if reading else at + 1
    return Normalised("".join(out), tuple(offsets), len(text))


def _fold_char(char: str) -> str:
    code = ord(char)
    if 0x21 <= code <= 0x7E or 0x4E00 <= code <= 0x9FFF:
        return char
    if char in _FOLD:
        char = _FOLD[char]
        return "" if char == " " else char
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if _ANY_PRESENTED.match(char):
        return _presented(char)
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cf"):
        return ""
    return char


@lru_cache(maxsize=65536)
def normalise(text: str) -> Normalised:
    """Fold widths and look-alike signs, drop white space and invisible characters, keep the way back.

    ≥ and ≤ stay, ≧ becomes ≥, every dash becomes ``-``, full-width letters, digits and ``％`` become ASCII, traditional characters simplified
    ones (for matching: what is printed is the raw text).
    """
    if not text.isascii() and not _is_plain(text):
        return _folded(text)
    if text.isprintable():  # else some characters are dropped
        if _FOLDED.search(text) is None:  # most cells
            return Normalised(text, range(len(text)), len(text))
        if " " not in text and _LONGER.isdisjoint(text) and _ANY_PRESENTED.search(text) is None:  # nothing is dropped and nothing grows
            return Normalised(text.translate(_SAME_LENGTH), range(len(text)), len(text))
    out: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        folded = _fold_char(char)
        out.append(folded)
        offsets += [index] * len(folded)
    return Normalised("".join(out), tuple(offsets), len(text))
