"""What holds of every text."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.knowledge.lexicons import entries, words
from linter.values import find_numbers, head_entry, normalise, parse_money, parse_name, parse_number, parse_value
from linter.values.lexicons import head_kind, head_of
from linter.values.morphology import measure_tail
from linter.values.types import Dimension, NameKind, Value

_PIECES = sorted(
    {
        *"≥≤<>=±%％‰0123456789.,，、。/·×*-—~～（）()年月日前底末内后天第每约近余多成半百千万亿元人次个级类Ⅲ",
        "  ",
        "\n",
        "\u3000",
        "\u200b",
        "０",
        "９",
    }
    | words("units")
    | words("value-words")
    | words("comparators")
    | words("changes")
    | {"2026年", "12月31日", "22万元", "九成五", "百分之", "三分之二", "较上年", "合同签订后", "GB/T", "T+1"}
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
COLUMNS = st.none() | st.sampled_from(["", "≥", "正向", "定性", "元/人·月", "%", "比例"]) | st.text(max_size=5)
FAST = settings(max_examples=400, deadline=None)


def _spans(value: Value) -> list[tuple[int, int]]:
    spans = list(value.leftovers)
    for quantity in value.quantities:
        spans += [s for s in (quantity.span, quantity.number_span, quantity.comparator_span, quantity.unit_span) if s is not None]
    spans += [one.span for one in (value.change, value.when) if one is not None]
    return spans


_MINUS = "-－﹣−‐‑–—―─负減减"


@FAST
@given(TEXTS, COLUMNS, COLUMNS)
@example("-1", None, None)
@example("≥", "≥", "%")
@example("百分之", None, None)
@example("1亿", None, "亿元")
@example("0分之0", None, None)
def test_reading_a_value_never_raises_and_spans_lie_in_it(text: str, comparator: str | None, unit: str | None) -> None:
    value = parse_value(text, comparator, unit)
    assert value.raw == text
    for start, end in _spans(value):
        assert 0 <= start <= end <= len(text)
    for quantity in value.quantities:
        assert quantity.span[0] <= quantity.number_span[0] <= quantity.number_span[1] <= quantity.span[1]
        assert quantity.number >= 0 or any(sign in text for sign in _MINUS), "a number below zero is written with a sign"


@FAST
@given(TEXTS)
def test_parts_and_leftovers_rebuild_a_value(text: str) -> None:
    """What no part covers is trivial (punctuation, 为, 达, 约 …); parts and leftovers do not overlap."""
    from linter.values.value import _TRIVIAL

    value = parse_value(text)
    if not value.quantities and value.when is None:
        return
    taken = [False] * len(text)
    for start, end in (*(q.span for q in value.quantities), *(c.span for c in (value.change, value.when) if c is not None)):
        taken[start:end] = [True] * (end - start)
    for start, end in value.leftovers:
        assert not any(taken[start:end]), "a leftover is explained by no part"
        taken[start:end] = [True] * (end - start)
    rest = normalise("".join(char for char, held in zip(text, taken, strict=True) if not held)).text
    assert _TRIVIAL.issuperset(rest) or len(find_numbers(normalise(text).text)) > len(value.quantities) or _more_whens(text), rest


def _more_whens(text: str) -> bool:
    from linter.values.dates import find_whens

    folded = normalise(text).text
    return len(find_whens(folded)) > 1 or folded[:1] in "≥≤<>="


@FAST
@given(TEXTS)
def test_normalising_keeps_the_way_back(text: str) -> None:
    norm = normalise(text)
    assert len(norm.offsets) == len(norm.text)
    assert list(norm.offsets) == sorted(norm.offsets)
    assert normalise(norm.text).text == norm.text
    for index in range(len(norm.text)):
        start, end = norm.raw_span(index, index + 1)
        assert norm.text[index] in normalise(text[start:end]).text


@FAST
@given(TEXTS)
def test_reading_a_name_never_raises(text: str) -> None:
    name = parse_name(text)
    if name.head_span is not None:
        start, end = name.head_span
        assert 0 <= start <= end <= len(text)
        assert normalise(text[start:end]).text.endswith(name.head[-1:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("22万元", "220000元"),
        ("≤22万元", "≤220,000.00元"),
        ("1.2亿元", "12000万元"),
        ("1亿2000万元", "1.2亿元"),
        ("一百二十万元", "120万元"),
        ("三千元", "0.3万元"),
        ("九成五", "95%"),
        ("百分之九十五", "95%"),
        ("5‰", "0.5%"),
        ("12/10万", "0.012%"),
        ("3万人", "30000人"),
        ("2小时", "120分钟"),
        ("1天", "24小时"),
        ("1公里", "1000米"),
        ("１２．５万元", "125000元"),
        ("伍万元", "5万元"),
    ],
)
def test_two_ways_to_write_one_amount(one: str, other: str) -> None:
    a, b = parse_value(one).quantity, parse_value(other).quantity
    assert a is not None and b is not None
    assert a.amount == b.amount
    assert a.dimension == b.dimension is not None


@FAST
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["元", "万元", "亿元", "千元"]))
@example(Decimal("2020.01"), "元")
@example(Decimal("20200105.00"), "元")
def test_money_is_read_to_the_cent(amount: Decimal, unit: str) -> None:
    scale = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}[unit]
    for text in (f"{amount}{unit}", f"{amount:,}{unit}", f"≤{amount}{unit}"):
        quantity = parse_value(text).quantity
        assert quantity is not None and quantity.dimension is Dimension.MONEY
        assert quantity.amount == amount * scale
    assert parse_money(f"{amount:,}", unit) == amount * scale
    assert parse_money(f"-{amount}{unit}") == -amount * scale


@FAST
@given(st.integers(min_value=1, max_value=99_999_999), st.booleans())
@example(110, False)
@example(1_100_110, False)
def test_chinese_numerals_round_trip(number: int, financial: bool) -> None:
    written = cn2an.an2cn(str(number), "up" if financial else "low")
    assert parse_number(written) == number
    if not financial:
        assert parse_number(written.replace("二千", "两千").replace("二百", "两百")) == number
    quantity = parse_value(f"{written}元").quantity
    assert quantity is not None and quantity.amount == number


@pytest.mark.parametrize("number", [10**8, 12 * 10**8, 123_456_789_012, 10**11])
def test_large_chinese_numerals(number: int) -> None:
    assert parse_number(cn2an.an2cn(str(number))) == number


_PREFIXES = [
    "",
    "县级",
    "课程数量",
    "项目费用",
    "人员满意度",
    "办理时间",
    "设备金额",
    "就业人数",
    "检查频率",
    "管理意识",
    "2026年度",
    "A区",
    "宣传（线上）",
]


@pytest.mark.parametrize("head", sorted(words("name-heads")))
def test_a_head_decides_the_kind_whatever_precedes_it(head: str) -> None:
    """The longest listed head at the end of the name speaks; no word before it does, unless it makes another word of a morpheme (用款)."""
    for prefix in _PREFIXES:
        name = parse_name(prefix + head)
        speaking = head_of(prefix + head)
        if len(head) == 1 and measure_tail(prefix + head) is None:
            assert speaking is None
            continue
        assert speaking is not None and (prefix + head).endswith(speaking.word) and len(speaking.word) >= len(head)
        if prefix:
            assert name.kind is head_kind(speaking) or (speaking.money_after and name.kind is NameKind.COUNT)
        assert head_entry(name) is speaking


def test_heads_are_listed_once() -> None:
    listed = [e["word"] for e in entries("name-heads")]
    assert len(listed) == len(set(listed))
