"""Numerals: Arabic with thousands separators, Chinese in everyday and in financial characters."""

from __future__ import annotations

import re
from decimal import Decimal

from linter.knowledge.patterns import deferred
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


_MOST = Decimal(10) ** 12
"""No target counts a million million of anything. With 亿元 behind it, and multiplied with another, it still fits a Decimal exactly."""
_SHORT = 9
"""A number of so many characters is neither absurdly large nor absurdly fine."""
_FINEST = Decimal("1e-9")


def _sane(number: Decimal) -> Decimal:
    """The number within what arithmetic keeps exact: absurd ones are cut here, once, so that no rule has to think of them."""
    if number > _MOST:
        return _MOST
    exponent = number.as_tuple().exponent
    return number.quantize(_FINEST) if isinstance(exponent, int) and exponent < -9 else number


def chinese_number(text: str) -> Decimal | None:
    """一百二十万 → 1200000, 九十五 → 95, 二〇二六 → 2026, 百 → 100. ``None`` if it is no number."""
    if not text or any(char not in CHINESE_CHARS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return _sane(Decimal("".join(str(_DIGITS[char]) for char in text)))
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
    return _sane(Decimal(total + section + (digit or 0)))


_DATE_YEAR = re.compile("[一二零〇○OＯ0-9九八七六五四三]{4}(?=年)")
_DATE_PART = deferred("(?<=[年月至到~-])(?:二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])(?=[月日号])")


def arabic_dates(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Dates in Chinese numerals (``二〇二八年十一月``) written in Arabic ones, with the index in ``text`` that each character comes
    from; ``None`` where there are none."""
    if _DATE_YEAR.search(text) is None:
        return None
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, number in _date_numerals(text):
        out += [text[at:start], number]
        offsets += [*range(at, start), *([start] * (len(number) - 1)), end - 1]
        at = end
    return ("".join([*out, text[at:]]), (*offsets, *range(at, len(text)))) if at else None


def _date_numerals(text: str) -> list[tuple[int, int, str]]:
    years = [
        (m.start(), m.end(), year)
        for m in _DATE_YEAR.finditer(text)
        if (year := "".join(str(_DIGITS.get(c, c if c.isdigit() else 0)) for c in m[0]))[:2] in ("19", "20") and not m[0].isdigit()
    ]
    if not years:
        return []
    return sorted([*years, *((m.start(), m.end(), str(chinese_number(m[0]))) for m in _DATE_PART.finditer(text, years[0][1]))])


def arabic_number(text: str) -> Decimal:
    """``1,000.5`` → 1000.5."""
    digits = text.replace(",", "").replace("，", "")
    return Decimal(digits) if len(digits) <= _SHORT else _sane(Decimal(digits))


def numeral(text: str) -> Decimal | None:
    """A numeral of either kind, without sign."""
    return arabic_number(text) if text[:1].isascii() and text[:1].isdigit() else chinese_number(text)


def parse_number(text: str) -> Decimal | None:
    """A bare number, Arabic (with thousands separators) or Chinese; ``None`` if the text is anything else."""
    folded = normalise(text).text
    return arabic_number(folded) if _WHOLE_ARABIC.fullmatch(folded) else chinese_number(folded)
