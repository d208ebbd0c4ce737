"""Quantities in normalised text: numbers with their comparator, unit, range and denominators.

A number is found by its digits; what stands before it (``每人每月`` ``不超过`` ``约`` ``¥``) is read backwards from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.values.characters import EXPONENT, exponent
from linter.values.lexicons import alternation, comparators, unit_alternation, unit_of, unit_table, value_words
from linter.values.numerals import ARABIC, CHINESE, CHINESE_CHARS, CHINESE_COUNT, MULTIPLIERS, arabic_number, chinese_number, numeral
from linter.values.types import Comparator, Dimension, Unit

_RANGE_SIGNS = frozenset(("-", "--", "~", "~~", "至", "到"))
_PERSON_TIMES = {"人天": ("人", "天"), "人日": ("人", "日"), "人月": ("人", "月"), "人年": ("人", "年")}


def comparator_word(text: str | None) -> Comparator | None:
    """The comparator a column of its own states (``大于等于``, ``正向``, ``≥``), ``None`` for 定性 and anything else."""
    return (comparators("prefix").get(text) or comparators("column").get(text)) if text else None


class FoundNumber(NamedTuple):
    """One number in normalised text: spans in that text."""

    start: int
    end: int
    number: Decimal
    number_start: int
    number_end: int
    comparator: Comparator | None = None
    comparator_span: tuple[int, int] | None = None
    high: Decimal | None = None
    unit: Unit | None = None
    unit_span: tuple[int, int] | None = None
    approximate: bool = False
    scaled: bool = False
    """万, 千 or 百 stands between the number and its unit."""
    period: str | None = None
    """The period a duration is stated for: 周 of 每周5天."""


class _Before(NamedTuple):
    """What stands before a number, and where it begins."""

    start: int
    comparator: Comparator | None = None
    comparator_span: tuple[int, int] | None = None
    approximate: bool = False
    money: bool = False
    per: tuple[str, ...] = ()


@derived
def _unit_part() -> str:
    """A unit and its denominators: ``元/人·月``, ``元每人``, ``次/季度``."""
    units = unit_alternation()
    written = rf"(?:人[天日月年]|{units}|[一-鿿]{{1,2}})"
    return rf"(?:(?P<unit>{units})(?P<per>(?:(?=[/每])(?:[·/每]{written})+(?:、[月年天日次](?![0-9一-鿿]))?)?))"


@derived
def _arabic_pattern() -> re.Pattern[str]:
    scaled = alternation(word for word in unit_table() if word[0] in MULTIPLIERS)
    suffixes = alternation(comparators("suffix"))
    return re.compile(
        rf"(?:(?P<yi>[0-9]+(?:\.[0-9]+)?)亿(?=[0-9]))?(?P<num>{ARABIC})(?:[×x*·]10(?:(?P<exp>{EXPONENT})|\^(?P<exp2>-?[0-9]{{1,2}}))|(?<=10)(?P<exp3>{EXPONENT}))?(?P<u1>[%‰])?"
        rf"(?:(?:-{{1,2}}|(?:~{{1,2}}|至|到)(?P<minus>-)?\+?)(?P<high>{ARABIC}))?(?P<odd>[余多](?=[^0-9]))?(?P<mul>(?:(?!{scaled})[{MULTIPLIERS}])*)(?P<odd2>[余多](?=[一-鿿]))?"
        rf"(?:(?P<open>\()?{_unit_part()}(?(open)\)))?(?P<about>左右)?(?:(?P<suf>{suffixes})(?:[/每](?P<each>年度?|季度?|月|周|天|日)(?![一-鿿]))?)?"
    )


@derived
def _chinese_pattern() -> re.Pattern[str]:
    suffixes = alternation(comparators("suffix"))
    return re.compile(
        rf"(?:百分之(?P<pct>{CHINESE}(?:点{CHINESE})?|{ARABIC})|千分之(?P<pml>{CHINESE}|{ARABIC})"
        rf"|(?<![0-9./])(?P<top>[1-9][0-9]?)/(?P<below>[1-9][0-9]?)$"
        rf"|(?P<ten>[一二三四五六七八九])成(?P<tenth>[一二三四五六七八九半])?|(?P<den>{CHINESE})分之(?P<nom>{CHINESE})"
        rf"|(?:(?<!最后)(?P<num>{CHINESE_COUNT})|(?<![每上下两])(?P<half>半(?=个?(?:小时|月|年|天|日|学期))))(?P<odd>[余多])?{_unit_part()})"
        # Behind 七个工作日内 anything may follow (接收, 办结); behind a bare 一个 only what ends a number.
        rf"(?P<about>左右)?(?:(?P<suf>{suffixes})(?![容部外涵陆科])|(?=$|[,，。;；、)(/·每之前后左右起*×]))"
    )


@derived
def _before_pattern() -> re.Pattern[str]:
    """The text before a number up to it."""
    guards = value_words("not-about")
    about = "|".join(
        "".join(f"(?<!{guard[: -len(word)]})" for guard in sorted(guards) if guard.endswith(word)) + re.escape(word)
        for word in sorted(value_words("about") - {"左右"}, key=len, reverse=True)
    )
    prefixes = alternation(comparators("prefix"))
    units, grants = unit_alternation(), alternation(value_words("grant"))
    return re.compile(
        rf"(?P<per>(?:每(?:{units})){{1,3}})?(?:{grants})?(?P<cmp>(?:{prefixes}){{1,4}})?(?P<about>{about})?(?P<money>¥|人民币)?$"
    )


@derived
def _sign_follows() -> re.Pattern[str]:
    """What a sign of a number may stand after: the head of the text, a comparator, the sign of a range, 每期."""
    return re.compile(rf"(?:^|(?:{alternation(comparators('prefix'))})|(?:~|至|到)|每(?:{unit_alternation()}))$")


def _signed(text: str, floor: int, at: int) -> int:
    """Where a number at ``at`` begins with its sign. A dash between two figures is the sign of a range and none of a number."""
    if at == 0 or at - 1 < floor or text[at - 1] not in "-+":
        return at
    before = text[floor : at - 1]
    return at - 1 if (before or floor == 0) and _sign_follows().search(before) else at


def _before(text: str, floor: int, at: int) -> _Before:
    if floor >= at:
        return _Before(at)
    sign = comparators("prefix").get(text[floor:at])
    if sign is not None:
        return _Before(floor, sign, (floor, at))
    match = _before_pattern().search(text, floor, at)
    if match is None or match.start() == at:
        return _Before(at)
    words = match["cmp"]
    comparator = comparators("prefix").get(words) if words else None
    if words and comparator is None:  # 控制在≤, 达到≥: the last one speaks
        comparator = next(comparators("prefix")[words[i:]] for i in range(len(words)) if words[i:] in comparators("prefix"))
    per = tuple(part for part in (match["per"] or "").split("每") if part)
    return _Before(match.start(), comparator, match.span("cmp") if words else None, bool(match["about"]), bool(match["money"]), per)


def _denominators(text: str | None) -> tuple[str, ...]:
    if not text:
        return ()
    parts = (part for part in re.split(r"[/·每、]", text) if part)
    return tuple(unit for part in parts for unit in _PERSON_TIMES.get(part, (part,)))


def _suffix(match: re.Match[str]) -> tuple[Comparator | None, tuple[int, int] | None]:
    return (comparators("suffix")[match["suf"]], match.span("suf")) if match["suf"] else (None, None)


def _joined(
    before: _Before,
    match: re.Match[str],
    number: Decimal,
    inner: tuple[int, int],
    unit: Unit | None,
    span: tuple[int, int] | None,
    high: Decimal | None = None,
    scaled: bool = False,
) -> FoundNumber:
    """The number with what stands before and after it."""
    comparator, comparator_span = (before.comparator, before.comparator_span) if before.comparator else _suffix(match)
    if unit is not None and before.per and (unit.dimension is not Dimension.TIME):
        unit = Unit(unit.symbol, unit.text, unit.dimension, unit.scale, (*before.per, *unit.per))
    if unit is None and before.money:
        unit = unit_of("元", "元")
    each = match["each"] if "each" in match.re.groupindex else None  # 380天以上/年
    if each and unit is not None and not unit.per:
        unit = Unit(unit.symbol, unit.text, unit.dimension, unit.scale, (each,))
    rough = before.approximate or bool(match["about"] or match["odd"] or ("odd2" in match.re.groupindex and match["odd2"]))
    period = before.per[-1] if before.per and unit is not None and unit.dimension is Dimension.TIME else None
    return FoundNumber(before.start, match.end(), number, *inner, comparator, comparator_span, high, unit, span, rough, scaled, period)


def _arabic(match: re.Match[str], floor: int) -> FoundNumber:
    number, high = arabic_number(match["num"]), arabic_number(match["high"]) if match["high"] else None
    multiplier, symbol, percent = match["mul"], match["unit"], match["u1"]
    unit, span = None, None
    if raised := match["exp"] or match["exp2"] or match["exp3"]:  # 3.2×10⁵, 10⁵
        number = number * Decimal(10) ** (exponent(raised) - bool(match["exp3"]))
    if symbol == "元" and multiplier:  # 5十万元: no such unit word
        symbol, multiplier, span = multiplier + "元", "", (match.start("mul"), match.end("unit"))
    if multiplier:
        scale = chinese_number("一" + multiplier) or Decimal(1)
        number, high = number * scale, high * scale if high is not None else None
    if percent and not symbol:
        symbol, span = percent, match.span("u1")
    if symbol:
        span = span or (match.start("unit"), match.end("per"))
        unit = unit_of(symbol, match.string[slice(*span)], _denominators(match["per"]))
    if match["yi"]:
        number += arabic_number(match["yi"]) * 100_000_000 / (unit.scale if unit is not None and unit.dimension is Dimension.MONEY else 1)
    first = match.start("yi") if match["yi"] else match.start("num")
    start = _signed(match.string, floor, first)
    if match.string[start] == "-" and start < first:
        number = -number
    if match["minus"] and high is not None:
        high = -high
    return _joined(_before(match.string, floor, start), match, number, (start, match.end("num")), unit, span, high, bool(match["mul"]))


def _percentage(match: re.Match[str]) -> tuple[Decimal | None, str, tuple[int, int]] | None:
    """百分之九十五点五, 千分之三, 九成五, 三分之二 as number, unit word and the span of the number."""
    if match["pct"]:
        whole, _, part = match["pct"].partition("点")
        number = numeral(whole)
        if number is not None and part:
            number += (chinese_number(part) or Decimal(0)) / (10 ** len(part))
        return number, "%", match.span("pct")
    if match["pml"]:
        return numeral(match["pml"]), "‰", match.span("pml")
    if match["ten"]:
        tenth = match["tenth"]
        ones = Decimal(5) if tenth == "半" else chinese_number(tenth) if tenth else None
        number = (chinese_number(match["ten"]) or Decimal(0)) * 10 + (ones or Decimal(0))
        return number, "%", (match.start("ten"), match.end("tenth") if tenth else match.end("ten") + 1)
    if match["top"]:
        part, whole_of = Decimal(match["top"]), Decimal(match["below"])
        share = (part * 100 / whole_of).quantize(Decimal("0.01")) if part < whole_of else None
        return share, "%", (match.start("top"), match.end("below"))
    if match["den"]:
        top, bottom = chinese_number(match["nom"]), chinese_number(match["den"])
        return (
            ((top * 100 / bottom).quantize(Decimal("0.01")) if top is not None and bottom else None),
            "%",
            (match.start("den"), match.end("nom")),
        )
    return None


def _chinese(match: re.Match[str], floor: int) -> FoundNumber | None:
    percentage = _percentage(match)
    if percentage is not None:
        number, symbol, inner = percentage
        unit, span = unit_of(symbol, match.string[slice(*inner)]), None
    else:
        part = "half" if match["half"] else "num"
        number, inner = Decimal("0.5") if match["half"] else chinese_number(match["num"]), match.span(part)
        span = (match.start("unit"), match.end("per"))
        unit = unit_of(match["unit"], match.string[slice(*span)], _denominators(match["per"]))
    return None if number is None else _joined(_before(match.string, floor, match.start()), match, number, inner, unit, span)


def _scan(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str], int], FoundNumber | None]) -> Iterator[FoundNumber]:
    floor = 0
    for match in pattern.finditer(text):
        number = read(match, floor)
        if number is not None:
            yield number
            floor = number.end


def _merged(text: str, numbers: list[FoundNumber]) -> Iterator[FoundNumber]:
    """``5万元-10万元`` is one range, as ``5-10万元`` is."""
    held: FoundNumber | None = None
    pair = len(numbers) == 2  # three or more may be the thresholds of grades
    for number in numbers:
        if held is not None and (pair or held.number < number.number) and _one_range(text, held, number):
            held = held._replace(end=number.end, high=number.number, comparator=held.comparator or number.comparator)
            continue
        if held is not None:
            yield held
        held = number
    if held is not None:
        yield held


def _one_range(text: str, low: FoundNumber, high: FoundNumber) -> bool:
    if low.high is not None or high.high is not None or low.unit is None or high.unit is None or low.number == high.number:
        return False
    return low.unit.symbol == high.unit.symbol and text[low.end : high.start] in _RANGE_SIGNS


_ANY_DIGIT = re.compile("[0-9]")
_CHINESE_TRIGGER = CHINESE_CHARS | {"成", "半", "/"}


def _without(numbers: Iterable[FoundNumber], taken: list[FoundNumber]) -> Iterator[FoundNumber]:
    return (number for number in numbers if not any(number.start < other.end and other.start < number.end for other in taken))


@derived(size=16384)
def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Every number of normalised text in reading order, with comparator, unit and range. Both halves of a form print the same goals and amounts,
    and several rules read the same clause."""
    numbers: list[FoundNumber] = []
    worded = list(_scan(_chinese_pattern(), text, _chinese)) if not _CHINESE_TRIGGER.isdisjoint(text) else []
    if _ANY_DIGIT.search(text):
        numbers += _without(
            _scan(_arabic_pattern(), text, _arabic),
            [
                number
                for number in worded
                if "分之" in text[number.start : number.number_start] or "/" in text[number.number_start : number.number_end]
            ],
        )
    if worded:
        numbers += list(_without(worded, numbers))
        numbers.sort(key=lambda number: number.start)
    if not numbers and (whole := whole_numeral(text)) is not None:
        numbers.append(FoundNumber(0, len(text), whole, 0, len(text)))
    return tuple(_merged(text, numbers)) if len(numbers) > 1 else tuple(numbers)


def whole_numeral(text: str) -> Decimal | None:
    """The number where the whole text is a Chinese numeral of two characters or more (一百二十万; not 万千)."""
    if len(text) < 2 or text[0] in "百千万亿零〇":
        return None
    return chinese_number(text)
