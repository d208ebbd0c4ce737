"""From the text of a value to its typed reading."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from linter.values.dates import FoundWhen, find_whens
from linter.values.lexicons import unit_of, unit_table, value_words
from linter.values.normalise import Normalised, normalise
from linter.values.numbers import PREFIXES, Found, comparator_word, find_numbers
from linter.values.types import Change, Comparator, Dimension, Direction, Quantity, Shape, Span, Value, When, WhenKind

_PLACEHOLDER = re.compile(
    r"(?:[≥≤<>=]*(?:\*+|[Xx×]{2,}|_{2,}|…+|\.{3,}|〇〇|○○|□+|-{2,})[一-鿿%]{0,3}|\(?(?:请)?(?:填写|填列|输入|此处填).*|待定|待填|待补充|同上|\?+|？+)"
)
_STARS_AS_FACTOR = re.compile(r"[0-9一-鿿]\*+[0-9]")
_CHANGE = re.compile(
    r"(?P<base>(?:同比|环比|(?:较|比|与|在)[^提增上降减下缩节压]{0,14}?(?:相比|基础上)?))?,?(?P<adv>逐年|逐步|持续|稳步|显著|明显|进一步|大幅|平均|年均|每年|不断)*"
    r"(?P<verb>提高|提升|增加|增长|上升|增强|扩大|改善|上涨|升高|降低|下降|减少|缩短|压减|压缩|节约|节省|减轻|下调|减排|节支|控减)(?P<to>到|至|为)?(?P<rate>率|幅度)?$"
)
_UP = frozenset({"提高", "提升", "增加", "增长", "上升", "增强", "扩大", "改善", "上涨", "升高"})
_REFERENCE = re.compile(
    r"(?:(?:严格|全部|均|应|须|需)?(?:按照?|依照?|依据|根据|遵照|参照|以|执行|符合|满足|达到|完成)"
    r"[^0-9,，。;；]{0,14}?(?:标准|规定|合同|协议|文件|计划|要求|约定|方案|制度|办法|规范|政策|进度|序时进度|相关|有关|实际|预算|任务|目标)"
    r"[^0-9,，。;；]{0,6}?(?:执行|约定|规定|办理|实施|进行|支付|发放|完成|要求|标准|内容|确定|为准|落实|推进|开展|兑付|拨付|内|的?要求|情况)?"
    r"|(?:不超|不超过|控制在)(?:年度|年初)?预算(?:范围|数|批复)?(?:之?内)?|(?:年初)?预算(?:范围)?(?:之)?内|达到?(?:年度|预期|既定|计划|规定|预定)?(?:目标|标准|要求)|完成(?:年度|既定|预期|全部|计划|全年|本年)?(?:目标|任务|计划|工作)+)"
)
_STATUTORY = re.compile(
    r".*?(?:[ⅠⅡⅢⅣⅤⅥIV]{1,3}(?:类|级)|[一二三四五1-5][类级](?:标准|以上|及以上|水质)?|等保[一二三四1-4]级|(?:[A-D]|AAA?|A{2,5})级(?:以上|及以上)?|空气质量(?:优良|良好|达标)|(?:国家|行业|地方|省|GB)[^0-9]{0,6}标准)"
)
_TRIVIAL = re.compile(r"[,，。;；、()（）'\"“”‘’:：和及与均为是的达完成于在约个左右日期]+")
_SUBJECT_HEAD = re.compile(r"[一-鿿A-Za-z()（）]{2,20}(?=$)")


def _raw(norm: Normalised, span: tuple[int, int] | None) -> Span | None:
    return norm.raw_span(*span) if span is not None else None


def _quantity(found: Found, norm: Normalised, comparator: Comparator | None, unit_text: str | None) -> Quantity:
    unit = found.unit
    if unit is None and unit_text:
        unit = _column_unit(unit_text)
    return Quantity(
        number=found.number,
        span=norm.raw_span(found.start, found.end),
        number_span=norm.raw_span(found.number_start, found.number_end),
        comparator=found.comparator or comparator,
        comparator_span=_raw(norm, found.comparator_span),
        high=found.high,
        unit=unit,
        unit_span=_raw(norm, found.unit_span),
        approximate=found.approximate,
    )


@lru_cache(maxsize=4096)
def _column_unit(text: str):  # type: ignore[no-untyped-def]  # returns Unit | None
    """The unit a unit column states: ``人``, ``万元``, ``元/人·月``; ``None`` for blank and dashes."""
    folded = normalise(text).text.strip("-/()（）")
    if not folded or folded in ("无", "不适用"):
        return None
    symbol, *per = re.split(r"[/·每]", folded) if folded not in unit_table() else [folded]
    return unit_of(symbol, text, tuple(p for p in per if p))


def column_unit(text: str | None):  # type: ignore[no-untyped-def]  # returns Unit | None
    """See ``_column_unit``; ``None`` in, ``None`` out."""
    return _column_unit(text) if text else None


@cache
def _degree() -> re.Pattern[str]:
    words = sorted(
        (
            "显著",
            "持续",
            "逐步",
            "稳步",
            "进一步",
            "明显",
            "不断",
            "逐渐",
            "大幅度",
            "大幅",
            "切实",
            "全面",
            "有效",
            "较",
            "有所",
            "得到",
            "逐年",
            "很",
            "更加",
            "更",
        ),
        key=len,
        reverse=True,
    )
    return re.compile("|".join(f"(?<!可){re.escape(word)}" for word in words))


_TAIL = re.compile(r"(?:情况|程度|效果|影响|状况)+$")


def strip_degree(text: str) -> str:
    """The text without degree adverbs (显著 持续 逐步 稳步 进一步 …) and without 情况/程度/效果/影响 at its end."""
    folded = normalise(text).text
    core = _TAIL.sub("", _degree().sub("", folded)).strip(",，。;；、")
    return core or folded


@cache
def _cover_sets() -> dict[str, frozenset[str]]:
    return {group: value_words(group) for group in ("evaluative", "degree", "suffix", "direction")}


def covered(text: str, groups: tuple[str, ...], needs: str) -> bool:
    """Whether words of ``groups`` cover the whole text, at least one of them from ``needs``."""
    sets = _cover_sets()
    reach: list[int] = [0] * (len(text) + 1)  # bit 1: reachable, bit 2: reachable with a needed word
    reach[0] = 1
    for start in range(len(text)):
        if not reach[start]:
            continue
        for length in range(1, min(8, len(text) - start) + 1):
            piece = text[start : start + length]
            for group in groups:
                if piece in sets[group]:
                    reach[start + length] |= reach[start] | (2 if group == needs else 0)
    return bool(reach[-1] & 2)


def _bare(text: str) -> bool:
    return text in unit_table() or text in PREFIXES or text.rstrip("%") in PREFIXES


def _wordy_shape(text: str) -> Shape:
    """The shape of a value without number or date."""
    if _bare(text):
        return Shape.BARE
    for shape, group in (
        (Shape.NEGATION, "negation"),
        (Shape.YESNO, "yesno"),
        (Shape.SCALE, "scale"),
        (Shape.GRADE, "grade"),
    ):
        if text in value_words(group):
            return shape
    half = text[: len(text) // 2]
    if half and half * 2 == text:
        inner = _wordy_shape(half)
        return inner if inner is not Shape.TEXT else Shape.TEXT
    if covered(text, ("direction", "degree"), "direction"):
        return Shape.DIRECTION
    if covered(text, ("evaluative", "degree", "suffix"), "evaluative"):
        return Shape.FILLER
    if _STATUTORY.fullmatch(text):
        return Shape.STATUTORY
    return Shape.REFERENCE if _REFERENCE.fullmatch(text) else Shape.TEXT


def _change(text: str, quantities: tuple[Quantity, ...], found: tuple[Found, ...], norm: Normalised) -> Change | None:
    """A change with a number: what stands before the first number ends in a verb of change."""
    for one, quantity in zip(found, quantities, strict=True):
        before = text[: one.start]
        match = _CHANGE.search(before)
        if match is None:
            continue
        if match["rate"]:
            return None
        direction = Direction.UP if match["verb"] in _UP else Direction.DOWN
        points = quantity.unit is not None and "百分点" in quantity.unit.text
        base = match["base"] or (before[: match.start()] if "基础上" in before else None)
        to_level = bool(match["to"]) or (
            one.comparator in (Comparator.GE, Comparator.LE) and text[one.start : one.end].startswith(("达到",))
        )
        return Change(direction, norm.raw_span(match.start(), one.end), match["verb"], base or None, quantity, to_level, points)
    return None


def _leftovers(text: str, taken: list[tuple[int, int]], norm: Normalised) -> tuple[Span, ...]:
    spans = []
    at = 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        if start > at:
            piece = text[at:start]
            if _TRIVIAL.sub("", piece):
                spans.append(norm.raw_span(at, start))
        at = max(at, end)
    return tuple(spans)


def _when(found: FoundWhen, norm: Normalised) -> When:
    return When(found.kind, norm.raw_span(found.start, found.end), found.first, found.last)


def _numeric_shape(text: str, quantities: tuple[Quantity, ...], when: When | None, change: Change | None, whens: list[FoundWhen]) -> Shape:
    if change is not None:
        return Shape.CHANGE
    if when is not None and (
        not quantities or all(q.dimension is Dimension.TIME for q in quantities) or (whens[0].start == 0 and whens[0].end == len(text))
    ):
        return Shape.WHEN
    if len(quantities) == 1:
        quantity = quantities[0]
        return Shape.RANGE if quantity.high is not None or quantity.comparator is Comparator.WITHIN else Shape.NUMBER
    return Shape.MANY if quantities else Shape.WHEN


_ZERO_FAULT = re.compile(
    r"(?P<zero>零|无|未发生|没有)(?P<what>[一-鿿]{0,6}(?:事故|投诉|差错|失误|伤亡|违规|违纪|事件|故障|上访|信访|发生|死亡|案件|缺陷|泄露|欠薪))"
)


@lru_cache(maxsize=131072)
def parse_value(text: str, comparator: str | None = None, unit: str | None = None) -> Value:
    """Read a value, with its comparator and unit columns where the layout has them (``None`` where it has not).

    Never raises, whatever the text. Spans are code points of ``text``.
    """
    norm = normalise(text)
    folded = norm.text
    own = comparator_word(normalise(comparator).text) if comparator else None
    if not folded:
        return Value(text, Shape.EMPTY, "", comparator=own)
    if _PLACEHOLDER.fullmatch(folded):
        return Value(text, Shape.PLACEHOLDER, folded, comparator=own)
    half = folded[: len(folded) // 2]
    doubled = bool(half) and half * 2 == folded and not half.isdigit() and not half.isascii()
    whens = find_whens(folded)
    dated = [
        one for one in whens if one.kind is not WhenKind.FREQUENCY and one.kind is not WhenKind.WHOLE and one.kind is not WhenKind.RELATIVE
    ]
    found = tuple(f for f in find_numbers(folded) if not any(d.start <= f.number_start and f.number_end <= d.end for d in dated))
    if not found and not whens:
        return _wordless(text, folded, norm, own, doubled)
    quantities = tuple(_quantity(f, norm, own, unit) for f in found)
    change = _change(folded, quantities, found, norm)
    when = _when(whens[0], norm) if whens else None
    shape = _numeric_shape(folded, quantities, when, change, whens)
    taken = [(f.start, f.end) for f in found] + [(w.start, w.end) for w in whens]
    first = quantities[0] if quantities else None
    leading = folded[0] in "≥≤<>=" and first is not None and first.comparator is None and PREFIXES.get(folded[0])
    if leading and first is not None:
        first = replace(first, comparator=leading)
        quantities = (first, *quantities[1:])
    return Value(
        text,
        shape,
        strip_degree(text),
        quantity=first,
        quantities=quantities,
        comparator=first.comparator if first else own,
        change=change,
        when=when,
        leftovers=_leftovers(folded, taken, norm),
        doubled=doubled,
    )


def _wordless(text: str, folded: str, norm: Normalised, own: Comparator | None, doubled: bool) -> Value:
    """A value with neither number nor date."""
    zero = _ZERO_FAULT.fullmatch(folded)
    if zero is not None:
        from decimal import Decimal

        quantity = Quantity(Decimal(0), norm.raw_span(*zero.span()), norm.raw_span(*zero.span("zero")), Comparator.EQ)
        return Value(text, Shape.NUMBER, folded, quantity, (quantity,), Comparator.EQ)
    bare = folded
    leading = None
    while not _REFERENCE.fullmatch(bare) and bare and (bare[:2] in PREFIXES or bare[0] in PREFIXES) and not _bare(bare):
        cut = 2 if bare[:2] in PREFIXES else 1
        leading, bare = PREFIXES[bare[:cut]], bare[cut:]
    shape = _wordy_shape(bare.strip("。.,，;；'\"“”") or bare)
    change = None
    if shape is Shape.DIRECTION:
        verb = next((w for w in sorted(value_words("direction"), key=len, reverse=True) if w in bare), bare)
        direction = (
            Direction.DOWN if verb in ("降低", "下降", "减少", "减轻", "缩短", "减小", "节省", "控制", "遏制", "缓解") else Direction.UP
        )
        change = Change(direction, norm.raw_span(0, len(folded)), verb)
    return Value(text, shape, strip_degree(bare), comparator=leading or own, change=change, doubled=doubled)
