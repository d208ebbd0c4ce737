"""Dates, deadlines, periods and frequencies in normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import phrase, words
from linter.knowledge.patterns import deferred
from linter.values.lexicons import alternation, value_words
from linter.values.numerals import arabic_dates, chinese_number
from linter.values.types import WhenKind

Date = tuple[int | None, int | None, int | None]

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_AFTER_DIGITS = r"(?=$|[,，。;；、()~至到前之以止底末初上中下完起-])"
"""What may follow a date written in digits only: 2026.06 is a month, 2026.06元 an amount."""
_ATOM = (
    rf"(?:(?P<y1>{_YEAR})(?:年|[./-])(?P<m1>{_MONTH})(?:月|[./-])(?P<d1>{_DAY})[日号]?(?![0-9%])"
    rf"|(?P<y2>{_YEAR})(?:年|[./-])(?P<m2>{_MONTH})(?:月份?|{_AFTER_DIGITS})(?P<e2>底|末|初|[上中下]旬)?"
    rf"|(?P<m3>{_MONTH})月(?P<d3>{_DAY})[日号]"
    rf"|(?P<m4>{_MONTH})月份?(?P<e4>底|末|初|[上中下]旬)?"
    rf"|(?P<y5>{_YEAR})年(?:年?度|全年|年(?=[底末初]))?(?P<e5>底|末|初|内)?"
    r"|(?P<ye>(?:本|当|次)?(?<!每)年度?(?:底|末))|(?P<q>(?:第?[一二三四1-4]|每)季度?(?:末|底)?)|(?P<h>[上下]半年(?:末|底)?))"
)
_PLAIN = re.sub(r"\?P<\w+>", "?:", _ATOM)


@cache
def _period_pattern() -> re.Pattern[str]:
    """From one date to another. Compiled, like its kin, only where a text may hold one: together they cost a start 15 ms."""
    return re.compile(
        rf"(?<![0-9×*])(?P<a>{_PLAIN}|{_YEAR}(?=(?:-{{1,2}}|~|至|到){_YEAR})|{_MONTH}(?![0-9]))(?:-{{1,2}}|~|至|到)(?P<b>{_PLAIN})"
    )


_DEADLINE = re.compile(
    rf"(?<![×*0-9])(?P<rec>每(?:年|月|个月|季度?|周|学期|学年|半年)度?(?:首月|末月|第[一二三1-3]个?月)?|次月|当月|本月)?"
    rf"(?P<pre>截至|截止到?|于|在|不晚于|不迟于)?(?P<atom>{_PLAIN}|(?<=月){_DAY}[日号]|(?<=[月年季度期周])[底末])"
    r"(?P<suf>之?前|以前|止|内|完成|(?=$|[,，。;；、)(]))?"
)


@cache
def _frequency_pattern() -> re.Pattern[str]:
    """How often: 每季度, 2次/年, 按月发放, 实时."""
    return re.compile(
        r"(?:每(?:年|月|个月|季度?|周|天|日|晚|早|晨|半年|学期|学年|两年|[0-9一二三四五六七八九十]+(?:年|个月|天|周)(?!以[上下内]|前|后))(?:度)?(?:上|间)?(?:[一二三四五六七八九十]{1,3}[点时](?:半|整|[一二三四五六七八九十]{1,3}分)?(?:之?[前后])?|[0-9一二两三四五六七八九十]*(?:次|期|批|轮)?)"
        r"|[0-9一二两三四五六七八九十]+(?:次|期)(?:/|每)(?:年|月|季|季度|周)"
        r"|(?:按(?:年|月|季度?|周|日|学期|学年|批次?(?![件复文准示]))|分(?:年|月|季|批次?|期|阶段))(?:度)?(?:足额|及时|按时)?(?:发放|支付|拨付|缴纳|执行|结算|报送|完成|支出)?|(?:[一二两三四]|[1-4])年[0-9一二两三四]+次|实时|即时)"
    )


_WHOLE = re.compile(
    r"(?<![×*第])(?:(?:本|当)?年度?(?:内|之内|以内|期间)(?:完成)?|全年度?|本年度?|当年|(?<![0-9十])(?:一|1)个?(?:年|年度)(?![0-9一二两三四]+次)(?:内|之内|以内)?(?:完成)?|(?:12|十二)个月|12月内|项目(?:期|周期)内)"
)
_RELATIVE = re.compile(
    r"(?<![A-Za-z])[TD]\+[0-9]+(?:个?(?:工作日|交易日|日|天))?(?![0-9A-Za-z])|[一-鿿]{2,14}后(?:的)?[0-9一二三四五六七八九十]+个?(?:工作日|自然日|日|天|小时|分钟|月|周|年)(?:之?内|以内)?"
)
_STAMP = re.compile(rf"(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?:[0-2][0-9][0-5][0-9][0-5][0-9])?{_AFTER_DIGITS}")
_ATOM_RE = re.compile(_ATOM)
_MONTH_END = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_RANGE_MARKS, _FREQUENCY_MARKS = frozenset("-~至到"), frozenset("每按分次期时")
"""A period holds one of the first, a frequency one of the second."""
_TEN_DAYS = {"上": 10, "中": 20}
_TRIGGER = re.compile("[年月季日底末周天后前期]|每[晚早晨]|T\\+|D\\+|即时|分[批阶]|20[0-9]{2}[./-]|(?:19|20)[0-9]{6}|按|实时")


class FoundWhen(NamedTuple):
    """One statement of time: spans in normalised text."""

    kind: WhenKind
    start: int
    end: int
    first: Date | None
    last: Date | None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


@derived
def _event() -> re.Pattern[str]:
    """Before or after something everybody knows the date of: 春节前, 2026年汛期前, 开学后."""
    return re.compile(rf"(?P<year>(?:{_YEAR}|本|当|次)年度?)?(?:{alternation(value_words('event'))})(?:之?前|以前|后|之?后)(?:完成)?")


def _date(text: str) -> Date | None:
    match = _ATOM_RE.fullmatch(text)
    if match is None:
        if text in ("底", "末"):
            return None, None, None
        if re.fullmatch(_YEAR, text):
            return int(text), None, None
        if re.fullmatch(_MONTH, text):
            return None, int(text), None
        day = re.fullmatch(rf"({_DAY})[日号]", text)
        return (None, None, int(day[1])) if day else None
    group = match.groupdict()
    if group["ye"]:
        return None, 12, 31
    if group["q"]:
        number = next((i + 1 for i, c in enumerate("一二三四") if c in group["q"]), None) or next(
            (int(c) for c in group["q"] if c.isdigit()), None
        )
        return _closed(None, number * 3 if number else None, group["q"])
    if group["h"]:
        return _closed(None, 6 if group["h"][0] == "上" else 12, group["h"])
    year, month = _number(group["y1"] or group["y2"] or group["y5"]), _number(group["m1"] or group["m2"] or group["m3"] or group["m4"])
    day_number = _number(group["d1"] or group["d3"])
    end = group["e2"] or group["e4"] or group["e5"] or ""
    if end in ("底", "末", "内"):
        return _closed(year, month or 12, "末")
    return year, month, day_number or _TEN_DAYS.get(end[:1] if month else "")


def _closed(year: int | None, month: int | None, text: str) -> Date:
    """The last day of a month, where the text says 末 or 底."""
    return year, month, _MONTH_END[month] if month and text[-1] in "底末" else None


def find_whens(text: str) -> list[FoundWhen]:
    """Every statement of time in normalised text, non-overlapping, in reading order."""
    if not _TRIGGER.search(text):
        return []
    spelled = arabic_dates(text)
    if spelled is not None:
        plain, offsets = spelled
        return [when._replace(start=offsets[when.start], end=offsets[when.end - 1] + 1) for when in _whens(plain)]
    return _whens(text)


def _whens(text: str) -> list[FoundWhen]:
    """In the order of trust: what was found first keeps its characters."""
    taken: list[FoundWhen] = []
    for find in (_stamps, _periods, _relatives, _deadlines, _repeated):
        for when in find(text):
            if not any(when.start < other.end and other.start < when.end for other in taken):
                taken.append(when)
    return sorted(taken, key=lambda when: when.start)


def _stamps(text: str) -> Iterator[FoundWhen]:
    for match in _STAMP.finditer(text):
        date = int(match["y"]), int(match["m"]), int(match["d"])
        yield FoundWhen(WhenKind.POINT, *match.span(), date, date)


def _periods(text: str) -> Iterator[FoundWhen]:
    for match in _period_pattern().finditer(text) if not _RANGE_MARKS.isdisjoint(text) else ():
        first, last = _date(match["a"]), _date(match["b"])
        if last is not None:
            if first is not None and last[0] is None:
                last = (first[0], *last[1:])
            yield FoundWhen(WhenKind.PERIOD, *match.span(), first, last)


def _relatives(text: str) -> Iterator[FoundWhen]:
    for pattern in (_event(), _RELATIVE):
        for match in pattern.finditer(text):
            yield FoundWhen(WhenKind.RELATIVE, *match.span(), None, None)


def _deadlines(text: str) -> Iterator[FoundWhen]:
    yield from (when for match in _DEADLINE.finditer(text) if (when := _deadline(match)) is not None)


def _repeated(text: str) -> Iterator[FoundWhen]:
    """The whole of a year, and frequencies."""
    frequencies = _frequency_pattern().finditer(text) if not _FREQUENCY_MARKS.isdisjoint(text) else iter(())
    for matches, kind in ((_WHOLE.finditer(text), WhenKind.WHOLE), (frequencies, WhenKind.FREQUENCY)):
        for match in matches:
            if match.end() > match.start():
                yield FoundWhen(kind, *match.span(), None, None)


def _deadline(match: re.Match[str]) -> FoundWhen | None:
    atom, suffix = match["atom"], match["suf"] or ""
    date = _date(atom)
    if date is None:
        return None
    if date == (None, None, None) and not match["rec"] and not atom.startswith("每"):
        return None
    if match["rec"] or atom.startswith("每"):
        if not (suffix or match["rec"] or atom[-1] in "底末"):
            return None
        return FoundWhen(WhenKind.RECURRING, *match.span(), None, date)
    closing = (
        bool(match["pre"] and match["pre"] not in ("于", "在")) or suffix in ("前", "之前", "以前", "止", "内") or atom[-1] in "底末内"
    )
    return FoundWhen(WhenKind.DEADLINE if closing else WhenKind.POINT, *match.span(), None if closing else date, date)


_YEARS_STATED = re.compile(r"(?<![0-9])([0-9]{1,2}|[一二三四五六七八九十两])(?:个)?(?:年|周年|年度|年期|自然年)(?!度?第|[0-9]|月|初|底|末)")
_MONTHS_STATED = deferred(r"(?<![0-9年])([0-9]{1,2})个月")
_CALENDAR = re.compile(r"20[0-9]{2}")


def stated_years(duration: str) -> int | None:
    """How many years a 项目期 states: ``1年`` and ``2026年1月-12月`` are 1, ``2025-2027年`` is 3, ``长期`` 99; ``None`` where it says none."""
    if duration in words("phrases", "this_year"):
        return 1
    if phrase("standing").search(duration):
        return 99
    calendar = [int(year) for year in _CALENDAR.findall(duration)]
    if calendar:
        return max(calendar) - min(calendar) + 1
    if (years := _YEARS_STATED.search(duration)) is not None:
        number = chinese_number(years[1].replace("两", "二")) or Decimal(years[1])
        return int(number)
    months = _MONTHS_STATED.search(duration)
    return max(1, -(-int(months[1]) // 12)) if months is not None else None
