"""Arithmetic between rows of one form: parts above their whole, and so much for each against the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from linter.knowledge.lexicons import alternation, entries
from linter.language import bigrams
from linter.rules.consistency._between_rows import Contradiction, meet
from linter.rules.consistency._bounds import Bounds, bounds
from linter.rules.consistency._figures import same_kind
from linter.rules.views import FormView, PlacedRow
from linter.values.lexicons import unit_class
from linter.values.types import Dimension, Unit

_PREFIX = 6
"""Characters a qualifier before the whole's name has at most."""
_SHORTEST_WHOLE = 5
"""A shorter name (检查次数) may well stand beside a longer one (联合检查次数) without holding it."""
_OF_WHICH = re.compile(r"^其中[:：]?|^#")


def _unit(placed: PlacedRow) -> Unit | None:
    quantity = placed.row.value.quantity
    return quantity.unit if quantity is not None else None


def _countable(placed: PlacedRow) -> Bounds | None:
    """What a row of a count, an area, an amount allows; ``None`` for shares, unit costs and the like."""
    unit = _unit(placed)
    if unit is None or unit.per or unit.dimension in (Dimension.RATIO, Dimension.TIME, Dimension.SCORE, Dimension.DEGREE, Dimension.OTHER):
        return None
    return bounds(placed.row)


def _qualifier(part: str, whole: str) -> str | None:
    """What a part's name has before the whole's: 女性 of 女性服务人数. A wider one (累计, 全县) makes no part."""
    if not part.endswith(whole) or len(part) == len(whole) or len(whole) < _SHORTEST_WHOLE:
        return None
    before = part.removesuffix(whole)
    wider = alternation("tags", "wider").search(before)
    return None if wider or len(before) > _PREFIX else before


def parts(form: FormView) -> Iterator[Contradiction]:
    """A part above its whole, or exclusive parts that add up above it."""
    rows = [(placed, found) for placed in form.rows if (found := _countable(placed)) is not None]
    for at, (whole, total) in enumerate(rows):
        if (total.high is None and total.low == 0) or _OF_WHICH.match(whole.row.name_text.strip()):
            continue
        mine = list(_parts_of(whole, rows, at))
        top = total.high if total.high is not None else total.low
        for part, bound in mine:
            if bound.low > top:
                yield Contradiction("part", (part, whole), bound.exact and total.exact, {})
        alone = [(part, bound) for part, bound in mine if bound.low <= top]
        for group in _exclusive(whole, alone):
            total_parts = sum((bound.low for _, bound in group), Decimal(0))
            if total_parts > top:
                hard = total.exact and all(bound.exact for _, bound in group)
                data: dict[str, object] = {"sum": f"{total_parts.normalize():f}"}
                yield Contradiction("parts", (whole, *(part for part, _ in group)), hard, data)


def _parts_of(whole: PlacedRow, rows: Sequence[tuple[PlacedRow, Bounds]], at: int) -> Iterator[tuple[PlacedRow, Bounds]]:
    """The rows that name a part of a whole: 其中 rows right below it, or its own name with a qualifier before it."""
    below = True
    for other_at, (part, bound) in enumerate(rows):
        if part.row.category != whole.row.category or not meet(part, whole) or not same_kind(_unit(part), _unit(whole)):
            continue
        of_which = _OF_WHICH.match(part.row.name_text.strip()) is not None
        if other_at > at:
            below = below and of_which
        name = _OF_WHICH.sub("", part.row.name.text)
        if part.index != whole.index and ((other_at > at and below and of_which) or _qualifier(name, whole.row.name.text)):
            yield part, bound


def _exclusive(whole: PlacedRow, mine: Sequence[tuple[PlacedRow, Bounds]]) -> Iterator[list[tuple[PlacedRow, Bounds]]]:
    """Groups of parts that cannot overlap: both of 男 and 女, 城镇 and 农村 …"""
    for one, two in {(e["word"], e["against"]) for e in entries("tags") if e["group"] == "exclusive"}:
        sides = [[entry for entry in mine if side in entry[0].row.name.text.removesuffix(whole.row.name.text)] for side in (one, two)]
        if all(len(side) == 1 for side in sides) and sides[0][0][0].index != sides[1][0][0].index:
            yield [sides[0][0], sides[1][0]]


_FOR_EACH = re.compile(r"每(?P<every>[一-鿿]{1,2}?)(?=[一-鿿]{2})|单(?P<one>[个场次份件台条套户期项批座辆])|(?P<mean>[人户亩])均")
_SAME_PERSON = frozenset({"人", "名", "位"})


def _each(placed: PlacedRow) -> str | None:
    """The unit a row is for each of: 亩 of 100元/亩, 期 of 每期参训人数; ``None`` where it is for none or several (元/人·月)."""
    unit = _unit(placed)
    if unit is None:
        return None
    if unit.per:
        return unit.per[0] if len(unit.per) == 1 else None
    match = _FOR_EACH.search(placed.row.name.text)
    return (match["every"] or match["one"] or match["mean"]) if match else None


def _same_unit(each: str, unit: Unit) -> bool:
    return not unit.per and (unit.symbol == each or (each in _SAME_PERSON and unit.symbol in _SAME_PERSON))


def _akin(a: str, b: str) -> int:
    return len((bigrams(a) & bigrams(b)) - _COMMON)


_COMMON = frozenset({"人数", "数量", "费用", "成本", "标准", "总额", "金额", "次数", "项目", "户数"})


def _nearest(to: str, among: Sequence[PlacedRow]) -> PlacedRow | None:
    """The row whose name shares most with another; the only one where none shares anything; ``None`` where two do alike."""
    ranked = sorted(among, key=lambda placed: -_akin(placed.row.name.text, to))
    if len(ranked) > 1 and _akin(ranked[0].row.name.text, to) == _akin(ranked[1].row.name.text, to):
        return None
    return ranked[0] if ranked else None


def products(form: FormView) -> Iterator[Contradiction]:
    """So much for each, times how many, against the row that names the total."""
    shared = alternation("tags", "shared_cost").search(form.goal) is not None
    for price in form.rows:
        each, price_bounds = _each(price), bounds(price.row)
        if each is None or price_bounds is None:
            continue
        unit = _unit(price)
        counts = [p for p in form.rows if p is not price and (u := _unit(p)) is not None and _same_unit(each, u) and meet(p, price)]
        count = _nearest(price.row.name.text, counts)
        if count is None or unit is None or (count_bounds := bounds(count.row)) is None:
            continue
        total = _total(form, price, count, unit, shared=shared)
        total_bounds = bounds(total.row) if total is not None else None
        if total is None or total_bounds is None:
            continue
        product = price_bounds.times(count_bounds.in_unit(_unit(count)))
        own = _unit(total)
        if own is not None and own.symbol in _SAME_PERSON and product.low > total_bounds.low:
            continue  # the same people may come more than once
        if not product.meets(total_bounds, total_bounds.step):
            hard = price_bounds.exact and count_bounds.exact
            shown = product.low if product.low > 0 or product.high is None else product.high
            yield Contradiction("product", (total, price, count), hard, {"product": _shown(shown, unit)})


def _shown(amount: Decimal, unit: Unit) -> str:
    if unit.dimension is Dimension.MONEY:
        return f"{(amount / 10_000).normalize():f}万元" if amount >= 10_000 else f"{amount.normalize():f}元"
    return f"{(amount / unit.scale).normalize():f}{unit.symbol}"


def _total(form: FormView, price: PlacedRow, count: PlacedRow, unit: Unit, *, shared: bool) -> PlacedRow | None:
    """The one row that names the total of a price and a count."""
    found = []
    for placed in form.rows:
        own = _unit(placed)
        if placed in (price, count) or own is None or own.per or own.dimension is not unit.dimension or not meet(placed, price):
            continue
        name = placed.row.name.text
        if _FOR_EACH.search(name) or placed.row.has("shared_cost"):
            continue
        if unit.dimension is Dimension.MONEY:
            if not shared and placed.row.has("total_cost") and not placed.row.has("saving"):
                found.append(placed)
        elif unit.dimension is Dimension.COUNT and unit_class(own.symbol) == unit_class(unit.symbol) and _akin(name, price.row.name.text):
            found.append(placed)
    return found[0] if len(found) == 1 else None
