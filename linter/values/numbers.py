"""Numbers, units and comparators in normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple

from linter.values.lexicons import unit_alternation, unit_of
from linter.values.types import Comparator, Unit

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"

PREFIXES = {
    "大于等于": Comparator.GE,
    "大于或等于": Comparator.GE,
    "不低于": Comparator.GE,
    "不少于": Comparator.GE,
    "不小于": Comparator.GE,
    "不得低于": Comparator.GE,
    "不得少于": Comparator.GE,
    "至少": Comparator.GE,
    "达到": Comparator.GE,
    "最少": Comparator.GE,
    "≥": Comparator.GE,
    ">=": Comparator.GE,
    "=>": Comparator.GE,
    "超过": Comparator.GT,
    "高于": Comparator.GT,
    "多于": Comparator.GT,
    "大于": Comparator.GT,
    ">": Comparator.GT,
    "小于等于": Comparator.LE,
    "小于或等于": Comparator.LE,
    "不高于": Comparator.LE,
    "不超过": Comparator.LE,
    "不超": Comparator.LE,
    "不多于": Comparator.LE,
    "不大于": Comparator.LE,
    "不得超过": Comparator.LE,
    "不得高于": Comparator.LE,
    "控制在": Comparator.LE,
    "最多": Comparator.LE,
    "至多": Comparator.LE,
    "≤": Comparator.LE,
    "<=": Comparator.LE,
    "=<": Comparator.LE,
    "低于": Comparator.LT,
    "少于": Comparator.LT,
    "小于": Comparator.LT,
    "<": Comparator.LT,
    "等于": Comparator.EQ,
    "=": Comparator.EQ,
    "±": Comparator.WITHIN,
    "正负": Comparator.WITHIN,
    "+-": Comparator.WITHIN,
}
SUFFIXES = {
    "及以上": Comparator.GE,
    "(含)以上": Comparator.GE,
    "以上": Comparator.GE,
    "及以下": Comparator.LE,
    "以内": Comparator.LE,
    "以下": Comparator.LE,
    "之内": Comparator.LE,
    "内": Comparator.LE,
}
COLUMN_WORDS = {
    **PREFIXES,
    "正向": Comparator.GE,
    "正向指标": Comparator.GE,
    "反向": Comparator.LE,
    "逆向": Comparator.LE,
    "负向": Comparator.LE,
    "反向指标": Comparator.LE,
}


def comparator_word(text: str | None) -> Comparator | None:
    """The comparator a column of its own states (``大于等于``, ``正向``, ``≥``), ``None`` for 定性 and anything else."""
    return COLUMN_WORDS.get(text) if text else None


def chinese_number(text: str) -> Decimal | None:
    """一百二十万 → 1200000, 九十五 → 95, 二〇二六 → 2026. ``None`` if it is no number."""
    if not text or any(c not in _DIGITS and c not in _PLACES for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        place = _PLACES[char]
        if place >= 10_000:
            total = (total + section + digit) * place if place > 10_000 or not total else total + (section + digit) * place
            section = digit = 0
        else:
            section += (digit or (1 if place == 10 and not section else digit)) * place
            digit = 0
    return Decimal(total + section + digit)


def arabic_number(text: str) -> Decimal:
    """``1,000.5`` → 1000.5."""
    return Decimal(text.replace(",", "").replace("，", ""))


def parse_number(text: str) -> Decimal | None:
    """A bare number, Arabic (with thousands separators) or Chinese; ``None`` if the text is anything else."""
    from linter.values.normalise import normalise

    folded = normalise(text).text
    if re.fullmatch("-?" + _ARABIC, folded):
        try:
            return Decimal(folded.replace(",", ""))
        except InvalidOperation:
            return None
    return chinese_number(folded)


class Found(NamedTuple):
    """One number in normalised text: spans in that text."""

    start: int
    end: int
    number: Decimal
    number_start: int
    number_end: int
    comparator: Comparator | None
    comparator_span: tuple[int, int] | None
    high: Decimal | None
    unit: Unit | None
    unit_span: tuple[int, int] | None
    approximate: bool


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    units = unit_alternation()
    prefixes = "|".join(re.escape(word) for word in sorted(PREFIXES, key=len, reverse=True))
    suffixes = "|".join(re.escape(word) for word in sorted(SUFFIXES, key=len, reverse=True))
    per = rf"(?P<per>(?:[/·每](?:{units}|[一-鿿]{{1,2}}))*)"
    # 个月/个工作日 are units of time, so 个 alone must not win: the alternation is longest first.
    arabic = re.compile(
        rf"(?P<cmp>(?:{prefixes})+)?(?P<about>约|大约|近)?(?P<num>{_ARABIC})(?P<u1>%|‰)?"
        rf"(?:(?:-{{1,2}}|~{{1,2}}|至|到)(?P<high>{_ARABIC}))?(?P<mul>[万亿百千]*)"
        rf"(?:(?P<unit>{units})(?P<fill>\([^)]*\))?{per})?(?P<about2>左右)?(?P<suf>{suffixes})?"
    )
    chinese = re.compile(
        rf"(?P<cmp>(?:{prefixes})+)?(?:百分之(?P<pct>{_CHINESE}(?:点{_CHINESE})?|{_ARABIC})|千分之(?P<pml>{_CHINESE}|{_ARABIC})"
        rf"|(?P<ten>[一二三四五六七八九])成(?P<half>[一二三四五六七八九半])?"
        rf"|(?P<den>{_CHINESE})分之(?P<nom>{_CHINESE})"
        rf"|(?P<num>{_CHINESE})(?P<unit>{units}))(?P<suf>{suffixes})?(?=$|[,，。;；、)(/·每之前后左右起])"
    )
    return arabic, chinese, re.compile(_CHINESE)


def _compared(match: re.Match[str]) -> tuple[Comparator | None, tuple[int, int] | None]:
    text = match["cmp"]
    if text:
        found = PREFIXES.get(text)
        if found is None:  # 控制在≤, 达到≥: the last one speaks
            found = next((PREFIXES[text[i:]] for i in range(len(text)) if text[i:] in PREFIXES), None)
        return found, match.span("cmp")
    if match["suf"]:
        return SUFFIXES[match["suf"]], match.span("suf")
    return None, None


def _arabic(match: re.Match[str]) -> Found:
    number, high = arabic_number(match["num"]), arabic_number(match["high"]) if match["high"] else None
    multiplier, symbol = match["mul"], match["unit"]
    unit = None
    unit_span = None
    percent = match["u1"]
    if symbol == "元" and multiplier:
        symbol, multiplier = multiplier + "元", ""
        unit_span = (match.start("mul"), match.end("unit"))
    if multiplier:
        scale = chinese_number("一" + multiplier) or Decimal(1)
        number, high = number * scale, high * scale if high is not None else None
    if percent and not symbol:
        symbol, unit_span = percent, match.span("u1")
    if symbol:
        per = tuple(p for p in re.split(r"[/·每]", match["per"] or "") if p)
        unit_span = unit_span or (match.start("unit"), match.end("per") if match["per"] else match.end("unit"))
        unit = unit_of(symbol, match.string[unit_span[0] : unit_span[1]], per)
    comparator, comparator_span = _compared(match)
    return Found(
        match.start(),
        match.end(),
        number,
        match.start("num"),
        match.end("num"),
        comparator,
        comparator_span,
        high,
        unit,
        unit_span,
        bool(match["about"] or match["about2"]),
    )


def _chinese(match: re.Match[str]) -> Found | None:
    unit_span = None
    if match["pct"]:
        whole, _, part = match["pct"].partition("点")
        number = chinese_number(whole) if not whole[0].isdigit() else arabic_number(whole)
        if number is not None and part:
            number += (chinese_number(part) or Decimal(0)) / (10 ** len(part))
        unit, inner = unit_of("%", "百分之"), match.span("pct")
    elif match["pml"]:
        number = chinese_number(match["pml"]) if not match["pml"][0].isdigit() else arabic_number(match["pml"])
        unit, inner = unit_of("‰", "千分之"), match.span("pml")
    elif match["ten"]:
        half = match["half"]
        number = chinese_number(match["ten"])
        number = number * 10 + (5 if half == "半" else chinese_number(half) or 0 if half else 0) if number is not None else None
        unit, inner = unit_of("%", "成"), (match.start("ten"), match.end("half") if half else match.end("ten") + 1)
    elif match["den"]:
        top, bottom = chinese_number(match["nom"]), chinese_number(match["den"])
        number = (top * 100 / bottom).quantize(Decimal("0.01")) if top is not None and bottom else None
        unit, inner = unit_of("%", "分之"), (match.start("den"), match.end("nom"))
    else:
        number, inner, unit_span = chinese_number(match["num"]), match.span("num"), match.span("unit")
        unit = unit_of(match["unit"], match["unit"])
    if number is None:
        return None
    comparator, comparator_span = _compared(match)
    return Found(match.start(), match.end(), number, *inner, comparator, comparator_span, None, unit, unit_span, False)


_ANY_DIGIT = re.compile("[0-9]")
_HAS_CHINESE = frozenset("零〇一二两三四五六七八九十百千分成")


def find_numbers(text: str) -> Iterator[Found]:
    """Every number of normalised text in reading order, with comparator, unit and range."""
    arabic, chinese, _ = _patterns()
    found: list[Found] = []
    if _ANY_DIGIT.search(text):
        found += [_arabic(match) for match in arabic.finditer(text)]
    if _HAS_CHINESE.intersection(text):
        for match in chinese.finditer(text):
            one = _chinese(match)
            if one is not None and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    found.sort(key=lambda one: one.start)
    yield from found
