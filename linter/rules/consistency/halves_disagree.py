"""JX604: one-year project, the same row says different things in its two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import Form, Half, Indicator, Target
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, is_cut_of
from linter.values import normalise, parse_name, parse_value
from linter.values.types import Quantity, Shape, Value

RULE = Rule(
    code="JX604",
    slug="halves-disagree",
    title="实施期与年度内容不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    needs=frozenset({"both_halves"}),
    messages={
        "value": "项目为一年期，“{name}”实施期为“{period}”，年度为“{annual}”，两侧不一致。",
        "name": "项目为一年期，同一行实施期名称为“{period}”，年度名称为“{annual}”，两侧不一致。",
    },
)
_MARKS = re.compile(r"[\s,，.。;；:：、“”\"'()（）\-—_*★]")


def _name(target: Target) -> str:
    return _MARKS.sub("", parse_name(target.name.text).text)


def _value_text(target: Target) -> str:
    parts = (target.comparator, target.value, target.unit)
    return normalise("".join(part.text for part in parts if part is not None)).text


def _typed(target: Target) -> Value:
    comparator, unit = target.comparator, target.unit
    return parse_value(target.value.text, comparator.text if comparator else None, unit.text if unit else None)


def _meaning(quantity: Quantity) -> tuple[object, ...]:
    comparator = quantity.comparator.value if quantity.comparator else "="
    return comparator, quantity.amount, quantity.high


def _same_value(target: Target, other: Target) -> bool:
    """The values say the same: as text, cut at the cell's width, or written another way (≥95%, 95%以上; a unit left out)."""
    a, b = _value_text(target), _value_text(other)
    if a == b:
        return True
    a, b = _MARKS.sub("", a), _MARKS.sub("", b)
    if not a or not b or a == b or is_cut_of(a, b) or is_cut_of(b, a):
        return True
    first, second = _typed(target), _typed(other)
    if first.shape is second.shape is Shape.WHEN and first.when is not None and second.when is not None:
        return bool(first.when.end) and (first.when.kind, first.when.end) == (second.when.kind, second.when.end)
    if first.shape is not second.shape or first.shape is not Shape.NUMBER or first.quantity is None or second.quantity is None:
        return False
    unitless = first.quantity.unit is None or second.quantity.unit is None
    same_unit = unitless or first.quantity.dimension is second.quantity.dimension
    return same_unit and (
        _meaning(first.quantity) == _meaning(second.quantity)
        or (unitless and first.quantity.number == second.quantity.number and first.quantity.comparator == second.quantity.comparator)
    )


def _named(form: Form, category: str, half: Half, name: str) -> list[int]:
    """Rows of a category whose half bears a name."""
    rows = enumerate(form.indicators)
    return [i for i, indicator in rows if indicator.category == category and (t := indicator.half(half)) is not None and _name(t) == name]


def _differs(index: int, indicator: Indicator, form: Form) -> tuple[str, int] | None:
    """(part, row of the period half it differs from) where the halves say different things."""
    period, annual = indicator.period, indicator.annual
    if period is None or annual is None or not (period.name and annual.name):
        return None
    period_name, annual_name = _name(period), _name(annual)
    if period_name == annual_name or is_cut_of(period_name, annual_name) or is_cut_of(annual_name, period_name):
        return None if _same_value(period, annual) else ("value", index)
    twins = _named(form, indicator.category, "period", annual_name)
    if len(twins) == 1:  # the same rows in another order
        twin = form.indicators[twins[0]].period
        return None if twin is None or _same_value(twin, annual) else ("value", twins[0])
    return None if twins or _named(form, indicator.category, "annual", period_name) else ("name", index)


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year:
        return
    for index, indicator in enumerate(form.form.indicators):
        difference = _differs(index, indicator, form.form)
        if difference is None:
            continue
        part, other = difference
        annual, period = indicator.annual, form.form.indicators[other].period
        if annual is None or period is None:
            continue
        texts = {h: _value_text(t) if part == "value" else normalise(t.name.text).text for h, t in (("period", period), ("annual", annual))}
        data = {"name": "".join(annual.name.text.split()), **texts}
        yield Hit(f"indicators[{index}].annual.{part}", data, part, related=((f"indicators[{other}].period.{part}", "实施期"),))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实以哪一侧为准，使两侧一致；确为分年度实施的，项目属性与项目期一并修改。")
