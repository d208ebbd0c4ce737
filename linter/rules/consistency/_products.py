"""So much for each, times how many, against the row that names the total: 每期人数 × 期数 and 参训总人次, 标准 × 面积 and 补贴总成本."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import alternation, phrase, words
from linter.language import bigrams
from linter.rules.consistency._between_rows import Contradiction, meet, unit_of
from linter.rules.consistency._bounds import Bounds, bounds, bounds_of
from linter.rules.views import FormView, PlacedRow
from linter.values.amounts import yuan
from linter.values.lexicons import unit_class
from linter.values.morphology import object_class
from linter.values.types import Dimension, Shape, Unit
from linter.values.value import is_summed

_WHO = frozenset({"person", "people"})


class _Factor(NamedTuple):
    """A row of an amount for each of something (``each``: 亩 of 100元/亩, 期 of 每期参训人数), or of how many there are."""

    indicator: PlacedRow
    unit: Unit
    bounds: Bounds
    each: str | None
    summed: bool = False
    """The cell says that it is the total of its other figures: 共120人."""

    @property
    def name(self) -> str:
        return self.indicator.row.name.text


def products(form: FormView) -> Iterator[Contradiction]:
    """Every amount for each that, times how many there are, is not the total the form names."""
    rows = [factor for indicator in form.rows for factor in _factors(indicator)]
    for price in rows:
        count = _count(price, rows) if price.each is not None else None
        if count is None:
            continue
        product = price.bounds.times(count.bounds.in_unit(count.unit))
        total = _total(form, price, count, product, rows)
        if total is None or product.meets(total.bounds, total.bounds.step) or _may_come_again(product, total):
            continue
        shown = product.low if product.low > 0 or product.high is None else product.high
        hard = price.bounds.exact and count.bounds.exact
        cells = dict.fromkeys((total.indicator, price.indicator, count.indicator))
        yield Contradiction(_VARIANTS[len(cells)], tuple(cells), hard, {"product": _shown(shown, price.unit)})


_VARIANTS = {3: "product", 2: "product_of_cell", 1: "product_in_cell"}
"""By the number of rows the three figures stand in."""


def _factors(indicator: PlacedRow) -> Iterator[_Factor]:
    """The amounts of a row: its one, or those of its cell that stand apart (3期，每期40人，共120人)."""
    value = indicator.row.value
    if value.shape is not Shape.MANY:
        unit, allowed = unit_of(indicator), bounds(indicator.row)
        if unit is not None and allowed is not None:
            yield _Factor(indicator, unit, allowed, _each(indicator, unit))
        return
    for quantity in value.apart:
        allowed = bounds_of(quantity)
        if quantity.unit is not None and allowed is not None:
            each = quantity.unit.per[0] if len(quantity.unit.per) == 1 else None
            yield _Factor(indicator, quantity.unit, allowed, each, is_summed(value, quantity))


def _each(indicator: PlacedRow, unit: Unit) -> str | None:
    """What a row's amount is for each of; ``None`` where it is for none or for several (元/人·月)."""
    if unit.per:
        return unit.per[0] if len(unit.per) == 1 else None
    match = phrase("for_each").search(indicator.row.name.text)
    return next(group for group in match.groups() if group) if match else None


def _count(price: _Factor, rows: Sequence[_Factor]) -> _Factor | None:
    """The row that says how many there are of what the price is for: the one whose name shares most with it, ``None`` where two do alike."""
    alike = [
        factor for factor in rows if factor is not price and _counts(factor.unit, price.each) and meet(factor.indicator, price.indicator)
    ]
    ranked = sorted(alike, key=lambda factor: -_akin(factor.name, price.name))
    if len(ranked) > 1 and _akin(ranked[0].name, price.name) == _akin(ranked[1].name, price.name):
        return None
    return ranked[0] if ranked else None


def _counts(unit: Unit, each: str | None) -> bool:
    persons = words("phrases", "one_person")
    return not unit.per and (unit.symbol == each or (unit.symbol in persons and each in persons))


def _total(form: FormView, price: _Factor, count: _Factor, product: Bounds, rows: Sequence[_Factor]) -> _Factor | None:
    """The one row that names the total of a price and a count. A row of another name that agrees with the product is the total itself: then
    none is wrong."""
    alike = [
        factor
        for factor in rows
        if factor not in (price, count)
        and not factor.unit.per
        and factor.unit.dimension is price.unit.dimension
        and factor.each is None
        and not factor.indicator.row.has("shared_cost")
        and meet(factor.indicator, price.indicator)
    ]
    named = [factor for factor in alike if _names_total(form, factor, price, count)]
    agreed = any(factor.bounds.exact and product.meets(factor.bounds, factor.bounds.step) for factor in alike)
    return named[0] if len(named) == 1 and not agreed else None


def _names_total(form: FormView, total: _Factor, price: _Factor, count: _Factor) -> bool:
    """Of money, the row that says 总成本; of what is counted, a name that says nothing the two others do not (普及培训人次 is another training
    than 每期培训人数), but for who comes (青少年参训人次) and what the project is called after."""
    if total.indicator in (price.indicator, count.indicator):
        return total.summed
    if price.unit.dimension is Dimension.MONEY:
        shared = alternation("tags", "shared_cost").search(form.goal) is not None
        return not shared and total.indicator.row.has("total_cost") and not total.indicator.row.has("saving")
    if price.unit.dimension is not Dimension.COUNT or unit_class(total.unit.symbol) != unit_class(price.unit.symbol):
        return False
    own = phrase("total_filler").sub(" ", total.name)
    said = set(price.name + count.name)
    rest = "".join(" " if char in said else char for char in own).split()
    return _akin(total.name, price.name) > 0 and all(words in form.project or object_class(words) in _WHO for words in rest)


def _akin(a: str, b: str) -> int:
    return len((bigrams(a) & bigrams(b)) - _common())


@derived
def _common() -> frozenset[str]:
    """Words any count or cost has: they tell nothing of the thing."""
    return words("phrases", "common_count")


def _may_come_again(product: Bounds, total: _Factor) -> bool:
    """The total counts people, all of whom may come several times: 600 comings of 300 people, not 300 of 260."""
    if total.unit.symbol not in words("phrases", "one_person") or product.low <= total.bounds.low:
        return False
    return total.bounds.low == 0 or product.low % total.bounds.low == 0


def _shown(amount: Decimal, unit: Unit) -> str:
    if unit.dimension is Dimension.MONEY:
        return yuan(amount)
    return f"{(amount / unit.scale).normalize():f}{unit.symbol}"
