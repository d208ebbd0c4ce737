"""JX404: a bare number for a count, an amount or money, or for a time that must be short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted, unit_place
from linter.rules.units._common import column_blank, known_units, own_unit, single, units_for
from linter.rules.views import FormView, PlacedRow, Row
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
_BY_KIND = {
    "面积": ("平方米", "亩"),
    "亩数": ("亩",),
    "里程": ("公里",),
    "公里数": ("公里",),
    "长度": ("米", "公里"),
    "重量": ("吨",),
    "吨数": ("吨",),
}
_A_YEAR = 1900
_BARE_BY_NATURE = re.compile(r"(?:比|系数|指数|分值|得分|评分|排名|名次|位次|等级|版本|年份|基尼)$")

_VOLUME = re.compile(r"(?<![质力容能含浓])量$")


def _counted(row: Row, quantity: Quantity) -> bool:
    """A name without a counting head that asks for a count all the same: 保安人员 18 under 数量, 带动就业 800 under 效益."""
    whole = quantity.number == quantity.number.to_integral_value() and not _BARE_BY_NATURE.search(row.name.text)
    told = row.name.kind is NameKind.ACTIVITY or _VOLUME.search(row.name.text) is not None
    asked = row.category == "数量指标" or (told and row.category in BENEFIT_CATEGORIES)
    return whole and asked and row.name.kind in (NameKind.UNKNOWN, NameKind.ACTIVITY)


def _needs_unit(row: Row, quantity: Quantity) -> bool:
    kind = row.name.kind
    if kind is NameKind.TIME:  # 响应时间 30; but 完成时间 12 or 2026 is a date
        return row.head is not None and row.head.direction == "down" and quantity.number < _A_YEAR
    return kind in (NameKind.COUNT, NameKind.MONEY, NameKind.AMOUNT) or _counted(row, quantity)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is not None or row.name.unit is not None or not column_blank(row) or row.value.leftovers:
        return
    if quantity.number == 0 or not _needs_unit(row, quantity):
        return
    unit = own_unit(row.name.text) if row.name.kind is NameKind.COUNT else None
    fix: tuple[tuple[str, str], ...] = ()
    if unit:
        end = unit_place(row)
        fix = (("unit", unit),) if row.unit is not None else (("value", row.value_text[:end] + unit + row.value_text[end:]),)
    yield Hit("value", {"unit": unit or ""}, span=quantity.span, fix_edits=fix, fix_safe=bool(fix))


def _money_units(quantity: Quantity, form: FormView) -> tuple[str, list[str]]:
    """元 or 万元, as far as this form's budget tells them apart."""
    if form.budget and quantity.number == form.budget:
        return "与本项目预算一致，", ["元"]
    if form.budget and quantity.number * 10_000 == form.budget:
        return "与本项目预算一致，", ["万元"]
    if form.budget and quantity.number * 10_000 > form.budget >= quantity.number:
        return "", ["元"]
    return "请核实单位是元还是万元，", ["元", "万元"]


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = placed.row, placed.row.value.quantity
    assert quantity is not None
    lead = ""
    if row.name.kind is NameKind.MONEY:
        lead, units = _money_units(quantity, form)
    elif row.name.kind is NameKind.TIME:
        units = ["小时", "个工作日"]
    elif row.name.kind is NameKind.AMOUNT:
        units = next((list(found) for word, found in _BY_KIND.items() if row.name.text.endswith(word)), [])
    elif row.name.kind is NameKind.COUNT:
        units = [str(hit.data["unit"])] if hit.data["unit"] else units_for(row.name.text)
    else:
        units = known_units(row.name.text)
    if not units:
        return Suggestion("建议补充计量单位。")
    offered = [in_unit(placed, unit) for unit in units]
    tail = "。" if lead.startswith("与") or hit.data["unit"] else "，请核实。"
    return Suggestion(f"{lead}建议改为{quoted(text for _, text in offered)}{tail}", tuple(reading for reading, _ in offered))
