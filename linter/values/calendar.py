"""What the calendar holds: dates and times as printed that no calendar has, and how much of a unit of time a period has room for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from linter.knowledge.patterns import deferred
from linter.values.normalise import Normalised
from linter.values.numerals import numeral
from linter.values.types import MissingDate

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_ALONE = r"(?<![0-9.一二三四五六七八九十])"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_LEAP_YEAR, _COMMON_YEAR = 2024, 2025
_TRIGGER = re.compile("[月季时点:]|[0-9][./-][0-9]{1,2}[./-]")
_LUNAR = re.compile("农历|阴历|旧历|腊月|正月")
_TO = "(?:-{1,2}|~|至|到)"


@cache
def _days() -> tuple[re.Pattern[str], ...]:
    """Days and months: 2026年4月31日, 2026.06.31, 14月20日, 13月底, 2月1日至30日. Compiled where a text may hold one."""
    return (
        re.compile(rf"{_ALONE}(?:{_YEAR}年度?)?(?P<month>{_N})月(?P<day>{_N})[日号]"),
        re.compile(rf"{_ALONE}{_YEAR}(?P<sep>[./-])(?P<month>[0-9]{{1,2}})(?P=sep)(?P<day>[0-9]{{1,2}})(?![0-9.%A-Za-z])"),
        re.compile(rf"{_ALONE}{_YEAR}年(?P<month>{_N})月(?!{_N}[日号])"),
        re.compile(rf"{_ALONE}(?<!前)(?P<month>{_N})月(?:份(?!数)|(?=底|末|初|[上中下]旬|之?前|以前))"),
        re.compile(rf"(?<=每月|次月|当月|本月)(?P<day>{_N})[日号]"),
        re.compile(rf"(?P<month>{_N})月{_N}[日号]{_TO}(?P<day>{_N})[日号]"),
    )


@cache
def _quarters() -> re.Pattern[str]:
    """第五季度, 五季度末. 次季度 and 前三个季度 are no ordinals."""
    return re.compile(rf"(?:第(?P<first>{_N})季度|{_ALONE}(?P<second>{_N})季度(?=末|底|初|之?前))")


_DAY_WORD = r"(?:[每当次同][日天晚早]|[早晚午夜晨]上?|上午|下午|凌晨|周[一二三四五六日末]|日)"
_CLOCK = re.compile(
    rf"(?P<word>{_DAY_WORD}[^0-9,，。;；]{{0,3}})?(?<![0-9:.])(?P<hour>[0-9]{{1,2}})(?:[:时点](?P<minute>[0-9]{{2}})(?![0-9])分?|[时点](?![0-9击位]))"
    rf"(?=(?P<after>之?前|以前|止|开始|开放)|{_TO}(?:次日|当日)?(?P<next>[0-9]{{1,2}})[:时点])?"
)
"""A time of day, told from a ratio (1:60) by a word for the day before it, or by what follows."""
_SPAN = deferred(rf"(?P<hour>[0-9]{{1,2}})[:时点][0-9]{{2}}分?{_TO}(?:次日|当日)?$")


def _month_has(month: int, day: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _number(text: str | None) -> int | None:
    number = numeral(text) if text else None
    return int(number) if number is not None else None


def _day_missing(match: re.Match[str]) -> bool | None:
    """``True`` no calendar has it, ``None`` only leap years have it, ``False`` it exists."""
    group = match.groupdict()
    year, month, day = (_number(group.get(part)) for part in ("year", "month", "day"))
    month, day = 1 if month is None else month, 1 if day is None else day
    if _month_has(month, day, year or _COMMON_YEAR):
        return False
    return None if year is None and _month_has(month, day, _LEAP_YEAR) else True


def _clock_missing(match: re.Match[str]) -> bool:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    before = _SPAN.search(match.string, 0, match.start())
    others = [other for other in (match["next"], before["hour"] if before else None) if other is not None]
    span = match["minute"] and any(int(other) != hour for other in others)  # 1:60-1:80 is a span of ratios
    return bool(match["word"] or match["after"] or span) and (minute > 59 or hour * 60 + minute > 24 * 60)


class _Missing(NamedTuple):
    start: int
    end: int
    leap: bool = False
    month_end: str | None = None


def _month_end(match: re.Match[str]) -> str | None:
    """The date with the last day of its month, where the printed day is at most 31."""
    group = match.groupdict()
    month, day = _number(group.get("month")), _number(group.get("day"))
    if month is None or day is None or not 1 <= month <= 12 or not 28 < day <= 31:
        return None
    last = monthrange(_number(group.get("year")) or _COMMON_YEAR, month)[1]
    start, end = (at - match.start() for at in match.span("day"))
    return match.group()[:start] + str(last) + match.group()[end:]


def _missing(text: str) -> Iterator[_Missing]:
    if "月" in text or re.search("[./-]", text):
        for pattern in _days():
            for match in pattern.finditer(text):
                missing = _day_missing(match)
                if missing is not False:
                    yield _Missing(*match.span(), missing is None, _month_end(match))
    if "季" in text:
        for match in _quarters().finditer(text):
            if (_number(match["first"] or match["second"]) or 0) not in range(1, 5):
                yield _Missing(*match.span())
    for match in _CLOCK.finditer(text) if re.search("[:时点]", text) else ():
        if _clock_missing(match):
            yield _Missing(match.start("hour"), match.end("minute") if match["minute"] else match.end("hour") + 1)


def missing_dates(norm: Normalised) -> tuple[MissingDate, ...]:
    """The dates and times of a normalised text that no calendar has, in reading order, none inside another."""
    text = norm.text
    if _TRIGGER.search(text) is None or _LUNAR.search(text) is not None:
        return ()
    days_off: list[_Missing] = []
    for missing_date in sorted(_missing(text), key=lambda missing_date: (missing_date.start, -missing_date.end)):
        if not any(missing_date.start < taken.end and taken.start < missing_date.end for taken in days_off):
            days_off.append(missing_date)
    return tuple(
        MissingDate(
            norm.raw_span(missing_date.start, missing_date.end),
            text[missing_date.start : missing_date.end],
            missing_date.leap,
            missing_date.month_end,
        )
        for missing_date in days_off
    )


_ROOM: dict[str, dict[str, int]] = {
    "年": {"天": 366, "月": 12, "周": 53, "小时": 8784, "分钟": 8784 * 60, "季度": 4},
    "月": {"天": 31, "周": 5, "小时": 744, "分钟": 744 * 60},
    "旬": {"天": 11, "小时": 264},
    "周": {"天": 7, "小时": 168, "分钟": 168 * 60},
    "日": {"小时": 24, "分钟": 1440},
}
_SAME = {
    "日": "天", "日历天": "天", "自然日": "天", "个自然日": "天", "工作日": "天", "个工作日": "天", "个月": "月", "个小时": "小时", "h": "小时",
    "个星期": "周", "星期": "周", "个季度": "季度",
}  # fmt: skip
_PERIODS = {"天": "日", "年度": "年", "周年": "年", "个月": "月", "星期": "周"}


def room(period: str, unit: str) -> int | None:
    """How many of a unit of time a period holds at most: 366 for 天 of 年, ``None`` where the pair says nothing."""
    return _ROOM.get(_PERIODS.get(period, period), {}).get(_SAME.get(unit, unit))


_VERB = r"(?=均?(?:运行|运营|运转|开放|开馆|开园|营业|供|工作|作业|服务|利用|使用|生产|值守|值班|巡|发电|执勤|在岗|累积))"
_NOT_A_SPAN = r"(?<![0-9一二三四五六七八九十两多几半同上去历近按个])"
_NOT_AN_AGE = r"(?<![青少老中成壮童学])"
_STATED = (
    ("日", re.compile(rf"每[日天]|日均|单日|(?<![作假全节]){_NOT_A_SPAN}日{_VERB}")),
    ("周", re.compile(rf"每周|{_NOT_A_SPAN}周{_VERB}")),
    ("月", re.compile(rf"每个?月|月度|{_NOT_A_SPAN}月{_VERB}")),
    (
        "年",
        re.compile(
            rf"全年|本年度?|当年|每年|年度|{_NOT_AN_AGE}{_NOT_A_SPAN}年(?:{_VERB}|(?![限度内底末初终均])(?=[一-鿿]{{2,4}}(?:天数|小时数|时长)$))"
        ),
    ),
)
"""The periods a name or a value may state, the shortest first."""
_SEVERAL = re.compile(
    r"[0-9一二三四五六七八九十两多各几]个?(?:[座处台所家名支组条艘辆点站村]|社区|场馆)|各|总|全部|所有|人[·*]?[天日次]|人均"
)


def stated_periods(text: str) -> tuple[str, ...]:
    """The periods a normalised text counts in, the shortest first: 全年每周开放天数 → 周, 年."""
    return tuple(period for period, pattern in _STATED if pattern.search(text))


def of_several(text: str) -> bool:
    """A normalised text speaks of several subjects, whose days add up to more than the calendar's."""
    return _SEVERAL.search(text) is not None
