"""Numerals: Arabic with thousands separators, Chinese in everyday and in financial characters."""

from __future__ import annotations

import re
from decimal import Decimal

from linter.values.normalise import normalise

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_LEADING = f"[{''.join(_DIGITS)}十拾]"
MULTIPLIERS = "万亿百千"

ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
CHINESE = f"[{''.join(_DIGITS)}{''.join(_PLACES)}]{{1,32}}"
"""Nobody writes a longer one, and without an end a page of 一 would be read once for each of its characters."""
CHINESE_COUNT = f"(?={_LEADING}){CHINESE}"
"""A Chinese numeral that starts as one (not 万 of 万元)."""
CHINESE_CHARS = frozenset((*_DIGITS, *_PLACES))
_WHOLE_ARABIC = re.compile("-?" + ARABIC)


def chinese_number(text: str) -> Decimal | None:
    """一百二十万 → 1200000, 九十五 → 95, 二〇二六 → 2026, 百 → 100. ``None`` if it is no number."""
    if not text or any(char not in CHINESE_CHARS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        place = _PLACES[char]
        if place < 10_000:
            section += (1 if digit is None else digit) * place
        elif place > 10_000 and total:  # 一万亿, 二十万零三百亿
            total = (total + section + (digit or 0)) * place
            section = 0
        else:
            total += (section + (digit or 0) or 1) * place
            section = 0
        digit = None
    return Decimal(total + section + (digit or 0))


def arabic_number(text: str) -> Decimal:
    """``1,000.5`` → 1000.5."""
    return Decimal(text.replace(",", "").replace("，", ""))


def numeral(text: str) -> Decimal | None:
    """A numeral of either kind, without sign."""
    return arabic_number(text) if text[:1].isascii() and text[:1].isdigit() else chinese_number(text)


def parse_number(text: str) -> Decimal | None:
    """A bare number, Arabic (with thousands separators) or Chinese; ``None`` if the text is anything else."""
    folded = normalise(text).text
    return arabic_number(folded) if _WHOLE_ARABIC.fullmatch(folded) else chinese_number(folded)
