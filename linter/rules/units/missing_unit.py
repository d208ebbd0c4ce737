"""JX404: a bare number for a count or money."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.units._common import single
from linter.rules.units.count_with_percent import units_for
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

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
_UNITS = {
    "人数": "人",
    "人次": "人次",
    "次数": "次",
    "户数": "户",
    "件数": "件",
    "份数": "份",
    "册数": "册",
    "卷数": "卷",
    "台数": "台",
    "套数": "套",
    "场次": "场",
    "篇数": "篇",
    "项数": "项",
    "期数": "期",
    "页数": "页",
    "笔数": "笔",
    "天数": "天",
}


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is not None or row.name.unit is not None or (row.unit or "").strip() or row.value.leftovers:
        return
    if quantity.number == 0 or row.name.kind not in (NameKind.COUNT, NameKind.MONEY, NameKind.AMOUNT):
        return
    unit = next((u for word, u in _UNITS.items() if row.name.text.endswith(word)), None)
    new = row.value_text.rstrip() + unit if unit else None
    yield Hit("value", {"unit": unit or ""}, span=quantity.span, fix_edits=(("value", new),) if new else (), fix_safe=bool(new))


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = placed.row, placed.row.value.quantity
    base = row.value_text.strip()
    if hit.data["unit"]:
        return Suggestion(f"建议改为“{base}{hit.data['unit']}”。", (((placed.path("value"), base + str(hit.data["unit"])),),))
    if row.name.kind is NameKind.MONEY and quantity is not None:
        if form.budget is not None and quantity.number == form.budget:
            return Suggestion(f"与本项目预算一致，建议改为“{base}元”。", (((placed.path("value"), base + "元"),),))
        return Suggestion(
            f"请核实单位是元还是万元：“{base}元”或“{base}万元”。",
            (((placed.path("value"), base + "元"),), ((placed.path("value"), base + "万元"),)),
        )
    if row.name.kind is NameKind.COUNT:
        unit = units_for(row.name.text)[0]
        return Suggestion(f"建议补充单位，如“{base}{unit}”，请核实。", (((placed.path("value"), base + unit),),))
    return Suggestion("建议补充计量单位。")
