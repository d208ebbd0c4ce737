"""JX404: a bare number for a count, an amount or money, or for a time that must be short."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted, unit_place
from linter.rules.units._common import column_blank, known_units, own_unit, single, units_for
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.licences import bare_number
from linter.values.types import NameKind, Quantity

RULE = Rule(
    code="JX404",
    slug="missing-unit",
    title="指标值缺少计量单位",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "指标值“{value}”没有计量单位。"},
)
_A_YEAR, _MONTHS = 1900, 12
_LICENSED = frozenset({Measure.SHARE, Measure.SURVEYED, Measure.SCORE, Measure.GRADE, Measure.QUESTION, Measure.CATEGORY})
"""Shares are JX403's; scores and grades have no unit."""


def _needs_unit(row: Row, quantity: Quantity) -> bool:
    measure = row.frame.measure
    if measure is Measure.DURATION:  # 响应时间 30; but 完成时间 12 or 2026 is a date
        short = row.head is not None and row.head.direction == "down"
        return quantity.number < _A_YEAR and (short or quantity.number > _MONTHS or quantity.comparator is not None)
    if measure is Measure.AMOUNT:  # 面积, 长度; technical values (强度, 密度) have conventions of their own
        return row.name.kind is NameKind.AMOUNT or phrase("volume_end").search(row.name.text) is not None
    return measure not in _LICENSED and bare_number(row.name.text, row.value, row.frame) is None


def _priced(row: Row) -> bool:
    """The value goes on with what the amount is for: 680/吨."""
    rest = [row.value_text[slice(*span)] for span in row.value.leftovers]
    return (
        len(rest) == 1 and phrase("priced_for").match(rest[0].strip()) is not None and row.frame.measure in (Measure.MONEY, Measure.UNKNOWN)
    )


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is not None or not column_blank(row) or (row.value.leftovers and not _priced(row)):
        return
    if quantity.number == 0 or not row.name_text.strip() or not _needs_unit(row, quantity):
        return
    only_scaled = row.is_cost and quantity.scaled
    unit = "元" if only_scaled else own_unit(row.name.text) if row.name.kind is NameKind.COUNT else None
    fix: tuple[tuple[str, str], ...] = ()
    if unit:
        end = unit_place(row)
        fix = (("unit", unit),) if row.unit is not None else (("value", row.value_text[:end] + unit + row.value_text[end:]),)
    # 300万 of a cost can mean nothing but 万元: a slip of the pen.
    severity = Severity.INFO if only_scaled else None
    yield Hit("value", {"unit": unit or ""}, span=quantity.span, severity=severity, fix_edits=fix, fix_safe=bool(fix))


def _money_units(quantity: Quantity, form: FormView) -> tuple[str, list[str]]:
    """元 or 万元, as far as this form's budget tells them apart."""
    if form.budget and quantity.number == form.budget:
        return "与本项目预算一致，", ["元"]
    if form.budget and quantity.number * 10_000 == form.budget:
        return "与本项目预算一致，", ["万元"]
    if form.budget and quantity.number * 10_000 > form.budget >= quantity.number:
        return "", ["元"]
    return "请核实单位是元还是万元，", ["元", "万元"]


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = indicator.row, indicator.row.value.quantity
    assert quantity is not None
    lead = ""
    if hit.data["unit"] and hit.severity is Severity.INFO:
        units = [str(hit.data["unit"])]
    elif row.name.kind is NameKind.MONEY:
        lead, units = _money_units(quantity, form)
    elif row.name.kind is NameKind.TIME:
        units = ["小时", "个工作日"]
    elif row.name.kind is NameKind.AMOUNT:
        units = list(row.head.units) if row.head is not None else []
    elif row.name.kind is NameKind.COUNT:
        units = [str(hit.data["unit"])] if hit.data["unit"] else units_for(row.name.text)
    else:
        units = known_units(row.name.text)
    if not units:
        volume = row.name.text.endswith("量")
        return Suggestion("建议补充计量单位，按金额计的写“万元”，按实物计的写相应的单位。" if volume else "建议补充计量单位。")
    offered = [in_unit(indicator, unit) for unit in units]
    tail = "。" if lead or hit.data["unit"] else "，请核实。"
    return Suggestion(f"{lead}建议改为{quoted(text for _, text in offered)}{tail}", tuple(reading for reading, _ in offered))
