"""JX404: a bare number for a count, an amount or money, or for a time that must be short."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted
from linter.rules.units._common import column_blank, own_unit, single, units_for
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


def _needs_unit(row: Row, quantity: Quantity) -> bool:
    kind = row.name.kind
    if kind is NameKind.TIME:  # 响应时间 30; but 完成时间 12 or 2026 is a date
        return row.head is not None and row.head.direction == "down" and quantity.number < _A_YEAR
    return kind in (NameKind.COUNT, NameKind.MONEY, NameKind.AMOUNT)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is not None or row.name.unit is not None or not column_blank(row) or row.value.leftovers:
        return
    if quantity.number == 0 or not _needs_unit(row, quantity):
        return
    unit = own_unit(row.name.text) if row.name.kind is NameKind.COUNT else None
    fix: tuple[tuple[str, str], ...] = ()
    if unit:
        end = quantity.number_span[1] if quantity.high is None else quantity.span[1]
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
    else:
        units = [str(hit.data["unit"])] if hit.data["unit"] else units_for(row.name.text)
    if not units:
        return Suggestion("建议补充计量单位。")
    offered = [in_unit(placed, unit) for unit in units]
    tail = "。" if lead.startswith("与") or hit.data["unit"] else "，请核实。"
    return Suggestion(f"{lead}建议改为{quoted(text for _, text in offered)}{tail}", tuple(reading for reading, _ in offered))
