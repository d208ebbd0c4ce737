"""Growth as the narrative states it: 比上年增加X万元，增长Y%; 由X减少到Y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from linter.rules.crosscheck._passages import Quantity
from linter.rules.crosscheck._reading import Reading, Statement, close, sign_of, spread
from linter.rules.crosscheck._words import percent, shown


class _Rate(NamedTuple):
    rate: Decimal
    right: bool
    computation: str


def _from_current(change: Quantity, current: Quantity, sign: int, stated: Quantity) -> _Rate | None:
    """The rate of a change from this year's figure: base = current minus the change. ``None``: no base is left."""
    base = current.number - sign * change.number
    if base < 0:
        return None
    if base == 0:
        return _Rate(stated.number, True, "上年为0")
    rate = change.number / base * 100
    slack = (change.half + (change.half + current.half) * change.number / base) / base * 100
    text = f"{change.printed}÷（{current.printed}{'－' if sign > 0 else '＋'}{change.printed}）＝{percent(rate, stated)}"
    return _Rate(rate, close(rate, stated, slack), text)


def _from_base(change: Quantity, base: Quantity, stated: Quantity) -> _Rate:
    rate = change.number / base.number * 100
    return _Rate(rate, close(rate, stated, spread(change, base)), f"{change.printed}÷{base.printed}＝{percent(rate, stated)}")


def growth(reading: Reading) -> Iterator[Statement]:
    """A change and its rate: right where any amount stated before it gives the rate."""
    for match, first, second in reading.pairs("growth", "rate_first"):
        change, rate = (first, second) if match.group == "growth" else (second, first)
        if any(0 < first - new <= 1 for _, _, new in reading.pairs("from_to")):
            continue  # differences() has both figures at hand
        statement = _judged(reading, change, rate, sign_of(match.text))
        if statement is not None:
            yield statement


def _judged(reading: Reading, change: int, rate: int, sign: int) -> Statement | None:
    quantities = reading.quantities
    c, r = quantities[change], quantities[rate]
    if (c.kind, r.kind) != ("amount", "rate") or sign == 0:
        return None
    candidates = [n for n in reading.amounts(min(change, rate)) if quantities[n].number > 0]
    bases = [n for n in candidates if not reading.is_this_year(n)]
    tried = [(n, _from_current(c, quantities[n], sign, r)) for n in reversed(candidates) if n not in bases]
    known = [(n, judged) for n, judged in tried if judged is not None] + [(n, _from_base(c, quantities[n], r)) for n in reversed(bases)]
    if not known:
        return None
    good = next(((n, judged) for n, judged in known if judged.right), None)
    n, judged = good or _main(reading, known, bases)
    mistaken = good is None and n not in bases and close(c.number / quantities[n].number * 100, r)
    text = f"文中的比率以本年数{quantities[n].printed}为分母" if mistaken else ""
    return Statement("growth", reading.passage, r, percent(judged.rate, r), judged.computation, good is not None, text, (quantities[n],))


def _main(reading: Reading, known: Sequence[tuple[int, _Rate]], bases: Sequence[int]) -> tuple[int, _Rate]:
    """Which figure a statement that fits none is about: a stated base, else the nearest amount; behind a list of parts
    (总计X，其中：A，B，比上年增加…) the whole."""
    stated = next(((n, rate) for n, rate in known if n in bases), None)
    if stated is not None:
        return stated
    before = reading.passage.text[: reading.quantities[known[0][0]].start]
    opened = before.rfind("其中")
    heads = [(n, rate) for n, rate in known if reading.quantities[n].start < opened]
    listed = len(known) - len(heads)
    inside = opened >= 0 and not any(mark in before[opened:] for mark in ";。")
    return heads[0] if inside and heads and listed > 1 else known[0]


def differences(reading: Reading) -> Iterator[Statement]:
    """由X减少到Y，减少Z，下降W%: Z and W follow from X and Y."""
    quantities = reading.quantities
    for _, first, second in reading.pairs("from_to"):
        old, new = quantities[first], quantities[second]
        for n in range(second + 1, min(second + 3, len(quantities))):
            between = reading.passage.between(second, n)
            if "。" in between or ";" in between or sign_of(between) == 0:
                break
            yield from _difference(reading, old, new, quantities[n])


def _difference(reading: Reading, old: Quantity, new: Quantity, stated: Quantity) -> Iterator[Statement]:
    high, low = max(old, new, key=_number), min(old, new, key=_number)
    gap = high.number - low.number
    if stated.kind == "amount":
        text = f"{high.printed}－{low.printed}＝{shown(gap, stated)}"
        yield Statement("difference", reading.passage, stated, shown(gap, stated), text, close(gap, stated, old.half + new.half))
    elif stated.kind == "rate" and old.number > 0:
        rate = gap / old.number * 100
        slack = (old.half + new.half) / old.number * 100 + old.half * gap / old.number / old.number * 100
        text = f"（{high.printed}－{low.printed}）÷{old.printed}＝{percent(rate, stated)}"
        yield Statement("growth", reading.passage, stated, percent(rate, stated), text, close(rate, stated, slack))


def _number(quantity: Quantity) -> Decimal:
    return quantity.number
