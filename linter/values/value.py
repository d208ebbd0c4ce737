"""From the text of a value to its typed reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from linter.knowledge.context import derived
from linter.knowledge.patterns import deferred
from linter.values.calendar import missing_dates
from linter.values.changes import bare_direction, based_direction, numeric_change
from linter.values.dates import FoundWhen, find_whens
from linter.values.lexicons import comparators, unit_class, value_pattern, value_words
from linter.values.normalise import Normalised, chosen, normalise
from linter.values.numbers import FoundNumber, comparator_word, find_numbers
from linter.values.types import Change, Comparator, Dimension, Quantity, Shape, Span, Unit, Value, When, WhenKind
from linter.values.units import column_unit, is_unit
from linter.values.wordy import leading_comparator, strip_degree, wordy_shape

_TRIVIAL = frozenset(",，。;；、()（）'\"“”‘’:：/×*和及与且并而同时均为是的达完成于在约个左右日期整")
_DATED = frozenset((WhenKind.DEADLINE, WhenKind.RECURRING, WhenKind.PERIOD, WhenKind.POINT))
_STANDING = re.compile("[类级甲ⅠⅡⅢⅣⅤⅥ]|标准|空气|[A-Z]")
"""What every statutory grade or standard number contains."""


def _raw(norm: Normalised, span: tuple[int, int] | None) -> Span | None:
    return norm.raw_span(*span) if span is not None else None


def _fraction(unit: Unit | None, number: Decimal) -> Unit | None:
    """0.95 with the unit word 比例 or 百分比 means 95 %."""
    if unit is not None and number <= 1 and unit_class(unit.text) == "fraction":
        return replace(unit, scale=Decimal(100))
    return unit


def _quantity(number: FoundNumber, norm: Normalised, comparator: Comparator | None, unit_text: str | None) -> Quantity:
    own = _fraction(number.unit or column_unit(unit_text), number.number)
    return Quantity(
        number=number.number,
        span=norm.raw_span(number.start, number.end),
        number_span=norm.raw_span(number.number_start, number.number_end),
        comparator=number.comparator or comparator,
        comparator_span=_raw(norm, number.comparator_span),
        high=number.high,
        unit=own,
        unit_span=_raw(norm, number.unit_span),
        approximate=number.approximate,
        scaled=number.scaled,
        period=number.period or _period(own),
    )


def _period(unit: Unit | None) -> str | None:
    return unit.per[-1] if unit is not None and unit.dimension is Dimension.TIME and unit.per else None


def _leftovers(text: str, taken: list[tuple[int, int]], norm: Normalised) -> tuple[Span, ...]:
    spans = []
    at = 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        if start > at and not _TRIVIAL.issuperset(text[at:start]):
            spans.append(norm.raw_span(at, start))
        at = max(at, end)
    return tuple(spans)


def _compared(text: str, when: FoundWhen) -> tuple[FoundWhen, Comparator | None]:
    """A date with the comparator before it: ≤12月31日 is a deadline."""
    signs = comparators("prefix")
    length = next((n for n in range(min(5, when.start), 0, -1) if text[when.start - n : when.start] in signs), 0)
    if not length or when.kind not in _DATED:
        return when, None
    comparator = signs[text[when.start - length : when.start]]
    when = when._replace(start=when.start - length)
    if comparator.cap and when.kind is WhenKind.POINT:
        when = when._replace(kind=WhenKind.DEADLINE, first=None)
    return when, comparator


def _numeric_shape(
    text: str, numbers: tuple[FoundNumber, ...], quantities: tuple[Quantity, ...], change: Change | None, whens: list[FoundWhen]
) -> Shape:
    if change is not None:
        return Shape.CHANGE
    if whens and (
        not quantities
        or all(q.dimension is Dimension.TIME for q in quantities)
        or (whens[0].start == 0 and whens[0].end == len(text) and numbers[0].number_start > 0)
    ):
        return Shape.WHEN
    if len(quantities) == 1:
        quantity = quantities[0]
        return Shape.RANGE if quantity.high is not None or quantity.comparator is Comparator.WITHIN else Shape.NUMBER
    return Shape.MANY if quantities else Shape.WHEN


_MARKS = frozenset(",，、;；。:：()（）\n")
"""What parts the figures of one cell."""


@derived
def _leads() -> tuple[str, ...]:
    """What may stand before a figure that stands by itself: 共120人, 力争101%."""
    return tuple(value_words("summed") | value_words("lead"))


def is_summed(value: Value, quantity: Quantity) -> bool:
    """The cell says that a figure is the total of its others: 共150人, 合计150人."""
    return value.raw[: quantity.span[0]].rstrip().endswith(tuple(value_words("summed")))


def _apart(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Quantity]:
    for quantity in quantities if len(quantities) > 1 else ():
        before, after = text[: quantity.span[0]].rstrip(), text[quantity.span[1] :].lstrip()
        parted = not before or before[-1] in _MARKS or before.endswith(_leads())
        if parted and (not after or after[0] in _MARKS):
            yield quantity


def _doubled(text: str) -> bool:
    half = text[: len(text) // 2]
    return bool(half) and half * 2 == text and not half.isdigit() and not half.isascii()


def parse_value(text: str, comparator: str | None = None, unit: str | None = None) -> Value:
    """Read a value, with its comparator and unit columns where the layout has them (``None`` where it has not).

    Never raises, whatever the text. Spans are code points of ``text``.
    """
    return _parse(text, comparator, unit)


@derived(size=131072)
def _parse(text: str, comparator: str | None, unit: str | None) -> Value:
    norm = chosen(normalise(_parted(text)))
    own = comparator_word(normalise(comparator).text) if comparator else None
    if own is None:
        norm = _undashed(text, norm)
    folded = norm.text
    if not folded:
        return Value(text, Shape.EMPTY, "", comparator=own)
    if value_pattern("placeholder").fullmatch(folded):
        return Value(text, Shape.PLACEHOLDER, folded, comparator=own)
    whens = find_whens(folded)
    numbers = tuple(_undated(find_numbers(folded), whens, folded))
    if (not numbers and not whens) or _statutory(folded) or _PAIRWISE.fullmatch(folded):
        value = _wordless(text, folded, norm, own)
    else:
        value = _numeric(text, norm, numbers, whens, own, unit)
    missing = missing_dates(norm)
    return replace(value, missing_dates=missing) if missing else value


_NEXT_LINE = deferred(r"(?<=[0-9%])(\s*)\n(?=\s*[≥≤><=＞＜＝]?[0-9])")


def _parted(text: str) -> str:
    """A line break between two figures keeps them apart: 102 above 120 is not 102120, and one target a line is no target typed twice."""
    return _NEXT_LINE.sub(r"\1;", text) if "\n" in text else text


_DASHES = frozenset("—―─")


def _undashed(text: str, norm: Normalised) -> Normalised:
    """Without the long dash before a number at the head of a cell: a mark of punctuation, no minus (behind a comparator it is one)."""
    dashed = norm.text[:1] == "-" and norm.text[1:2].isdigit() and text[norm.offsets[0]] in _DASHES
    return Normalised(norm.text[1:], norm.offsets[1:], norm.raw_length) if dashed else norm


def _undated(numbers: Iterable[FoundNumber], whens: list[FoundWhen], folded: str) -> Iterator[FoundNumber]:
    """The numbers that are not part of a date, a calendar year or ``T+1``."""
    dated = [(when.start, when.end) for when in whens if when.kind in _DATED or folded[when.start] in "TD"]
    for number in numbers:
        year = number.unit is not None and number.unit.symbol in ("年", "年度") and 1900 < number.number < 2100
        if not year and not any(start <= number.number_start and number.number_end <= end for start, end in dated):
            yield number


_PAIRWISE = re.compile("一(?![年月季周日天旬期次])(?:(?![零一二三四五六七八九十百千万亿])[一-鿿]){1,2}一(?![次期回趟])[一-鿿]{1,3}")
"""One of this for each of that: 一项一卷 is no number of items, 一百一十元 is one."""


def _statutory(folded: str) -> bool:
    """A graded scale or a standard's number (等保三级, GB/T 19001): its digits are no target."""
    return _STANDING.search(folded) is not None and value_pattern("statutory").fullmatch(leading_comparator(folded)[1]) is not None


def _numeric(
    text: str, norm: Normalised, numbers: tuple[FoundNumber, ...], whens: list[FoundWhen], own: Comparator | None, unit: str | None
) -> Value:
    """A value with a number or a date."""
    folded = norm.text
    taken = [(f.start, f.end) for f in numbers]
    if whens:
        whens[0], own_sign = _compared(folded, whens[0])
        own = own_sign or own
        taken += [(w.start, w.end) for w in whens]
    quantities = tuple(_quantity(f, norm, own, unit) for f in numbers)
    changed = numeric_change(folded, numbers, quantities, norm)
    if changed is not None:  # a year within it is the base's
        taken.append(changed[1:])
        whens = [w for w in whens if not (changed[1] <= w.start and w.end <= changed[2])]
    first = quantities[0] if quantities else None
    leading = comparators("prefix").get(folded[0]) if first is not None and first.comparator is None and folded[0] in "≥≤<>=" else None
    if leading is not None and first is not None:
        first = replace(first, comparator=leading)
        quantities = (first, *quantities[1:])
        taken.append((0, 1))
    change = changed[0] if changed else None
    return Value(
        text,
        _numeric_shape(folded, numbers, quantities, change, whens),
        strip_degree(text),
        quantity=first,
        quantities=quantities,
        comparator=first.comparator if first else own,
        change=change,
        when=When(whens[0].kind, norm.raw_span(whens[0].start, whens[0].end), whens[0].first, whens[0].last) if whens else None,
        leftovers=_leftovers(folded, taken, norm),
        doubled=_doubled(folded),
        apart=tuple(_apart(text, quantities)),
    )


def _wordless(text: str, folded: str, norm: Normalised, own: Comparator | None) -> Value:
    """A value with neither number nor date of its own."""
    zero = value_pattern("zero").fullmatch(folded)
    if zero is not None:
        quantity = Quantity(Decimal(0), norm.raw_span(*zero.span()), norm.raw_span(*zero.span("zero")), Comparator.EQ)
        return Value(text, Shape.NUMBER, folded, quantity, (quantity,), Comparator.EQ)
    leading, bare = leading_comparator(folded)
    if leading is not None and is_unit(bare) and value_pattern("checkable").fullmatch(folded):
        leading, bare = None, folded  # 不超支 is no 不超 with the measure word 支
    shape = wordy_shape(bare.strip("。.,，;；'\"“”") or bare)
    change = based_direction(bare, norm) if shape is Shape.TEXT else None
    if change is not None:
        shape = Shape.DIRECTION
    elif shape is Shape.DIRECTION:
        change = bare_direction(bare, value_words("direction"), norm)
    return Value(text, shape, strip_degree(bare), comparator=leading or own, change=change, doubled=_doubled(folded))


def whole_target(text: str, value: Value, *, unit: bool) -> str:
    """A target as one reads it, with what stands in columns of its own: ``≥80%`` of ≥ | 80 | %. ``unit``: there is a column of units."""
    quantity, shown = value.quantity, "".join(text.split())
    if quantity is None:
        return shown
    sign = quantity.comparator.value if quantity.comparator is not None and quantity.comparator_span is None else ""
    return sign + shown + (quantity.unit.text if quantity.unit is not None and quantity.unit_span is None and unit else "")
