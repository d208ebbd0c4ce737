"""Characters that are one and the same to the eye: radicals and compatibility ideographs against the ideographs they look like.

Converters, fonts and printers exchange them (⽬ for 目, ⻋ for 车); nobody who reads the page can tell. The Kangxi radicals and the
compatibility ideographs fold by their decompositions, the supplement radicals and strokes by Equivalent_Unified_Ideograph
(Unicode Character Database; ``lexicons/characters.json``).
"""

from __future__ import annotations

import re
import unicodedata

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries

_TWINS = re.compile("[\u2e80-\u2fd5\u31c0-\u31e5\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Radicals supplement, Kangxi radicals, strokes, compatibility ideographs and their supplement."""


@derived
def _equivalents() -> dict[str, str]:
    return {entry["word"]: entry["to"] for entry in entries("characters") if entry["group"] == "radical"}


@derived
def _unified_char(char: str) -> str:
    unified_ = _equivalents().get(char) or unicodedata.normalize("NFKC", char)
    return unified_ if len(unified_) == 1 else char


def has_twins(text: str) -> bool:
    """Whether a text holds such a character."""
    return not text.isascii() and _TWINS.search(text) is not None


def unified(text: str) -> str:
    """The text with every such character as its unified ideograph, one for one, so that places in it stay true."""
    if text.isascii() or _TWINS.search(text) is None:
        return text
    return _TWINS.sub(lambda match: _unified_char(match[0]), text)


@derived
def sign_fonts() -> dict[str, dict[str, str]]:
    """Fonts whose codes are signs, not letters: font in lower case → code (its low byte) as a character → the sign it shows."""
    fonts: dict[str, dict[str, str]] = {}
    for entry in entries("characters"):
        if entry["group"] != "radical":
            fonts.setdefault(entry["group"], {})[chr(int(entry["word"], 16))] = entry["to"]
    return fonts


RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
"""What stands raised, as the characters that show it so: 10⁵, m²."""
UNDERLINED = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}
"""What a sign with a line of its own under it is meant for."""
_RAISABLE = frozenset("0123456789+-−=()ni")
_LOWERED = {**{ord(sign): str(at) for at, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, ord("⁻"): "-", ord("⁺"): ""}
EXPONENT = "[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"


def raised(text: str) -> str:
    """Raised text as raised characters where there are such for all of it, else as it is."""
    bare = text.strip()
    return text.translate(RAISED) if bare and _RAISABLE.issuperset(bare) else text


def exponent(text: str) -> int:
    """``⁻²`` → -2."""
    return int(text.translate(_LOWERED))
