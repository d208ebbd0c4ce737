"""JX519: a number that cannot be: a count below zero or in fractions, more days than the calendar holds, a range with nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain, several_years
from linter.rules.bounds._impossible import KNOWN_THINGS, PLAIN, below_nought, halved, is_range, judged_figures, overflow, swapped
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import find_numbers, normalise
from linter.values.lexicons import unit_class
from linter.values.types import Comparator, NameKind, Quantity, Shape

RULE = Rule(
    code="JX519",
    slug="impossible-number",
    title="不可能的数值",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX404", "JX405", "JX501", "JX502", "JX503", "JX505", "JX508", "JX509", "JX608", "JX701", "JX702"),
    unless={"sign": ("signed",), "fraction": ("mean",), "calendar": ("cumulative", "open_ended", "pay")},
    messages={
        "sign": "“{name}”不会小于0，指标值为“{value}”。",
        "fraction": "“{name}”以“{unit}”计，应为整数，指标值为“{value}”。",
        "calendar": "“{name}”的指标值“{value}”超过日历上限，一{period}最多{room}{unit}。",
        "inverted": "“{name}”的指标值“{value}”前大后小，起止数可能写反。",
        "empty": "“{name}”的指标值“{value}”下限高于上限，没有能达到的数。",
    },
)


Verdict = tuple[str, Severity | None, dict[str, object]]
"""Variant, severity and what the sentence says."""


def _judge(row: Row, quantity: Quantity, *, years: bool) -> Verdict | None:
    """One figure of a row by itself."""
    beyond = overflow(row, quantity, years=years)
    if beyond is not None:
        return "calendar", None, {"period": beyond[0], "room": beyond[1], "unit": quantity.unit.symbol if quantity.unit else ""}
    if row.value.shape not in PLAIN and (len(row.value.quantities) == 1 or row.value.shape is Shape.CHANGE):
        return None
    if below_nought(row, quantity):
        return "sign", None if quantity.unit is not None else Severity.WARNING, {}
    if halved(row, quantity) and quantity.unit is not None:
        known = row.name.kind is NameKind.COUNT or unit_class(quantity.unit.symbol) in KNOWN_THINGS
        return "fraction", None if known else Severity.WARNING, {"unit": quantity.unit.symbol}
    if quantity.inverted and not row.value.leftovers and is_range(row, quantity):
        return "inverted", Severity.WARNING, {}
    return None


def _first(row: Row, *, years: bool) -> Verdict | None:
    """The first of a cell's figures that cannot be."""
    if row.value.empty_range:
        return "empty", None, {}
    figures = [quantity for quantity in judged_figures(row.value) if quantity.comparator is not Comparator.WITHIN]
    return next(filter(None, (_judge(row, quantity, years=years) for quantity in figures)), None)


def _scaled_in_goal(indicator: PlacedRow, form: FormView) -> bool:
    """The goal prints the same figure in 万: 9.6人 of a goal of 9.6万人 has lost its 万, which JX608 says."""
    quantity = indicator.row.value.quantity
    return quantity is not None and any(
        number.number == quantity.number * 10_000 and number.scaled for number in find_numbers(normalise(form.goal).text)
    )


def check(form: FormView) -> Iterator[Hit]:
    several = several_years(form)
    for indicator in form.rows:
        judged = _first(indicator.row, years=several and indicator.half == "period")
        if judged is not None and indicator.row.name_text.strip():
            variant, severity, data = judged
            if variant == "fraction" and _scaled_in_goal(indicator, form):
                continue
            data |= {"name": indicator.row.name.text, "value": indicator.row.whole}
            yield Hit(indicator.path("value"), data, variant, severity=severity, half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    indicator = next(p for p in form.rows if p.path("value") == hit.at)
    text = indicator.row.value_text
    if hit.variant == "sign":
        plainly, dashes = re.subn(r"[-−－–—﹣](?=\s*[0-9])", "", text)
        if dashes > 1:
            return Suggestion("请核实负号是否为误填；若指增减，名称写明与什么相比。")
        return Suggestion(f"负号若为误填，可改为“{plain(plainly)}”；若指增减，名称写明与什么相比，请核实。", (((hit.at, plainly),),))
    if hit.variant == "fraction":
        return Suggestion("建议改为整数；确为平均数的，名称写明“平均”，请核实。")
    if hit.variant == "calendar":
        return Suggestion("请核实数字；为多处或多年累计的，名称写明“累计”。")
    turned = swapped(text)
    return (
        Suggestion(f"请核实，起止数若写反，可改为“{plain(turned)}”。", (((hit.at, turned),),)) if turned else Suggestion("请核实上下限。")
    )
