"""JX519: a number that cannot be: a count below zero or in fractions, more days than the calendar holds, a range with nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain, several_years
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.calendar import of_several, room, stated_periods
from linter.values.lexicons import indivisible, unit_class
from linter.values.types import Comparator, Dimension, NameKind, Quantity, Shape

RULE = Rule(
    code="JX519",
    slug="impossible-number",
    title="不可能的数值",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX404", "JX405", "JX501", "JX502", "JX503", "JX505", "JX508", "JX509", "JX701", "JX702"),
    messages={
        "sign": "“{name}”不会小于0，指标值为“{value}”。",
        "fraction": "“{name}”以“{unit}”计，应为整数，指标值为“{value}”。",
        "calendar": "“{name}”的指标值“{value}”超过日历上限，一{period}最多{room}{unit}。",
        "inverted": "“{name}”的指标值“{value}”前大后小，起止数可能写反。",
        "empty": "“{name}”的指标值“{value}”下限高于上限，没有能达到的数。",
    },
)
_FROM_NOUGHT = frozenset(
    {Dimension.COUNT, Dimension.TIME, Dimension.MONEY, Dimension.AREA, Dimension.VOLUME, Dimension.MASS, Dimension.DATA, Dimension.ENERGY}
)
_KINDS_FROM_NOUGHT = frozenset({NameKind.COUNT, NameKind.MONEY, NameKind.AMOUNT, NameKind.TIME})
_SUM_OF_SEVERAL = 2
"""A year's figure beyond so many years is a sum over channels, machines or people, whatever the name says."""
_PLAIN = frozenset({Shape.NUMBER, Shape.RANGE})
_KNOWN_THINGS = frozenset({"person", "household", "thing", "document", "building", "living"})


def _below_nought(row: Row, quantity: Quantity) -> bool:
    """A minus on what starts at nought. Temperatures, levels, tolerances, changes and balances may lie below it."""
    lowest = quantity.number if quantity.high is None else min(quantity.number, quantity.high)
    if lowest >= 0 or row.has("signed") or row.name.change:
        return False
    if quantity.dimension is Dimension.RATIO:
        return row.rated
    if quantity.dimension is Dimension.LENGTH or quantity.unit is None:
        return row.name.kind in _KINDS_FROM_NOUGHT
    return quantity.dimension in _FROM_NOUGHT


def _halved(row: Row, quantity: Quantity) -> bool:
    """A fraction of people, vehicles, events. A mean, a density or a converted figure may have one."""
    unit = quantity.unit
    if row.is_cost or row.name.kind is NameKind.MONEY:  # 采购价 ≤0.6尾 lacks its 元
        return False
    if unit is None or unit.per or not indivisible(unit.symbol) or row.value.leftovers or row.has("mean"):
        return False
    return quantity.fractional and not quantity.approximate


def _overflow(placed: PlacedRow, quantity: Quantity, *, years: bool) -> tuple[str, int] | None:
    """The period that has not room for the value, and how much it holds."""
    row = placed.row
    if quantity.dimension is not Dimension.TIME or quantity.unit is None:
        return None
    if any(row.has(group) for group in ("cumulative", "open_ended", "pay")) or of_several(row.name.text):
        return None
    most = max(quantity.number, quantity.high or quantity.number)
    named = () if years or (quantity.comparator is not None and quantity.comparator.cap) else stated_periods(row.name.text)
    beside = (quantity.period,) if quantity.period else stated_periods(normalise(row.value_text).text)
    for period in (*beside, *named):
        limit = room(period, quantity.unit.symbol)
        if limit is not None:
            summed = not beside and most > _SUM_OF_SEVERAL * limit
            return (period, limit) if most > limit and not summed else None
    return None


def _judge(placed: PlacedRow, *, years: bool) -> tuple[str, Severity | None, dict[str, object]] | None:
    """Variant, severity and what the sentence says of one row."""
    row, value = placed.row, placed.row.value
    quantity = value.quantity
    if quantity is None or quantity.comparator is Comparator.WITHIN:
        return None
    if value.empty_range:
        return "empty", None, {}
    overflow = _overflow(placed, quantity, years=years) if len(value.quantities) == 1 else None
    if overflow is not None:
        return "calendar", None, {"period": overflow[0], "room": overflow[1], "unit": quantity.unit.symbol if quantity.unit else ""}
    if value.shape not in _PLAIN:
        return None
    if _below_nought(row, quantity):
        return "sign", None if quantity.unit is not None else Severity.WARNING, {}
    if _halved(row, quantity) and quantity.unit is not None:
        known = row.name.kind is NameKind.COUNT or unit_class(quantity.unit.symbol) in _KNOWN_THINGS
        return "fraction", None if known else Severity.WARNING, {"unit": quantity.unit.symbol}
    if quantity.inverted and not value.leftovers and _is_range(row, quantity):
        return "inverted", Severity.WARNING, {}
    return None


def _is_range(row: Row, quantity: Quantity) -> bool:
    """No model, house or telephone number: a unit of measure, no letters and no nought before the figures."""
    known = quantity.unit is not None and quantity.dimension is not Dimension.OTHER and quantity.unit.symbol not in ("号", "班")
    return known and re.search(r"[A-Za-z][-0-9]*[0-9]|(?<![0-9.])0[0-9]", plain(row.value_text)) is None


def check(form: FormView) -> Iterator[Hit]:
    several = several_years(form)
    for placed in form.rows:
        judged = _judge(placed, years=several and placed.half == "period")
        if judged is not None and placed.row.name_text.strip():
            variant, severity, data = judged
            data |= {"name": placed.row.name.text, "value": placed.row.whole}
            yield Hit(placed.path("value"), data, variant, severity=severity, half=placed.half)


_NUMBER = re.compile(r"[-−－–—﹣+]?[0-9][0-9,，.]*")


def _swapped(text: str) -> str | None:
    """The text with its two numbers changed for each other."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 2:
        return None
    (a, b), (c, d) = found[0].span(), found[1].span()
    first, second = text[a:b].lstrip("-−－–—﹣+"), text[c:d].lstrip("-−－–—﹣+")
    a, c = b - len(first), d - len(second)
    return text[:a] + second + text[b:c] + first + text[d:]


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    placed = next(p for p in form.rows if p.path("value") == hit.at)
    text = placed.row.value_text
    if hit.variant == "sign":
        plainly = re.sub(r"[-−－–—﹣](?=\s*[0-9])", "", text, count=1)
        return Suggestion(f"负号若为误填，可改为“{plain(plainly)}”；若指增减，名称写明与什么相比，请核实。", (((hit.at, plainly),),))
    if hit.variant == "fraction":
        return Suggestion("建议改为整数；确为平均数的，名称写明“平均”，请核实。")
    if hit.variant == "calendar":
        return Suggestion("请核实数字；为多处或多年累计的，名称写明“累计”。")
    swapped = _swapped(text)
    return (
        Suggestion(f"请核实，起止数若写反，可改为“{plain(swapped)}”。", (((hit.at, swapped),),))
        if swapped
        else Suggestion("请核实上下限。")
    )
