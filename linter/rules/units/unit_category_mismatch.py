"""JX401: a unit foreign to the block: 满意度 in 度, 质量 in 人, 数量 in 年."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import OWN_COSTS, QUALITY, QUANTITY, SATISFACTION, TIMELINESS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed, target
from linter.rules.units._common import graver, single, unit_elsewhere
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import unit_class
from linter.values.frame import Measure
from linter.values.types import Dimension, NameKind, Quantity

RULE = Rule(
    code="JX401",
    slug="unit-category-mismatch",
    title="计量单位与指标类别不符",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX406", "JX701", "JX403", "JX404", "JX514"),
    messages={
        "default": "{category}的指标值“{value}”以“{unit}”计量，与{category}要考核的内容不符。",
        "satisfaction": "满意度不宜以“{unit}”计量，通常用百分比或分。",
    },
)
_KNOWN = frozenset({Measure.SHARE, Measure.SURVEYED, Measure.COUNT, Measure.AMOUNT, Measure.MONEY, Measure.DURATION, Measure.SCORE})
"""Names that say what they measure: a unit that does not fit them is JX406's, whatever the block."""
_YEARS = frozenset({"年", "年度", "周年", "个年度"})
_HANDED_OUT = frozenset({"document", "device", "vehicle", "animal", "plant"})
"""Handed out by the piece, whatever 发放 may be said of: 发放宣传折页."""
_PEOPLE = frozenset({"person", "household"})


def _foreign(row: Row, quantity: Quantity) -> bool:
    """A unit the block does not measure in. Rates per unit (元/人·月) are standards and may stand anywhere."""
    unit = quantity.unit
    if unit is None or unit.per:
        return False
    people = unit_class(unit.symbol) in _PEOPLE
    money = unit.dimension is Dimension.MONEY
    if row.category == QUANTITY:
        lent = row.name.kind is not NameKind.CATEGORY and row.has("paying") and row.frame.obj.what not in _HANDED_OUT
        scored = unit.dimension is Dimension.SCORE and row.frame.obj.what is not None  # a thing is counted; how good it is stands elsewhere
        return (money and not lent) or scored or (unit.dimension is Dimension.TIME and unit.symbol in _YEARS)
    if row.category == QUALITY:
        return (money or people) and quantity.number != 0 and not (row.name.fault or row.frame.fault)
    if row.category in OWN_COSTS:
        return unit.dimension is Dimension.COUNT and (people or row.name.kind is NameKind.CATEGORY)
    return row.category == TIMELINESS and (money or people)


def _quantity(row: Row) -> Quantity | None:
    """The number judged: the value's only one; a duration (1年) under 数量 or 满意度 counts too."""
    quantity = single(row)
    if quantity is None and row.value.when is not None and row.value.quantities and row.category in (QUANTITY, SATISFACTION):
        return row.value.quantities[0]
    return quantity


def check(row: Row) -> Iterator[Hit]:
    quantity = _quantity(row)
    if quantity is None or quantity.unit is None:
        return
    data = {"unit": quantity.unit.text}
    span = quantity.unit_span
    if row.category == SATISFACTION:
        surveyed = row.frame.measure in (Measure.SURVEYED, Measure.CATEGORY)
        if surveyed and quantity.dimension not in (Dimension.RATIO, Dimension.SCORE) and not row.name.fault:
            yield Hit("value", data, "satisfaction", span=span, related=unit_elsewhere(row, quantity))
    elif row.frame.measure is Measure.SURVEYED and quantity.dimension is Dimension.MONEY:
        yield Hit("value", data, "satisfaction", span=span, related=unit_elsewhere(row, quantity))
    elif row.frame.measure not in _KNOWN and _foreign(row, quantity):
        severity = None if row.name.kind is NameKind.CATEGORY else graver(row)
        yield Hit("value", data, span=span, related=unit_elsewhere(row, quantity), severity=severity)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    category = indicator.row.category
    if hit.variant == "satisfaction":
        return Suggestion(
            "建议改为“≥90%”，或按满意度调查的计分方式写“≥__分”，请核实。",
            (target(indicator, "≥", "90", "%"), target(indicator, "≥", "__", "分")),
        )
    better = renamed(form, category)
    quantity = _quantity(indicator.row)
    counted = quantity is not None and quantity.dimension is Dimension.COUNT and category != QUANTITY
    home = QUANTITY if counted else "相应的类别"
    if better:
        return Suggestion(f"建议重新设置{category}，{better}；原内容可移到{home}。")
    if counted:
        return Suggestion(f"建议移到{home}；{category}另设相应的指标。")
    return Suggestion(f"请核实此行应属的类别，并为{category}另设相应的指标。")
