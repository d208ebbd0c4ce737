"""JX401: a unit foreign to the block: 满意度 in 度, 质量 in 人, 数量 in 年."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import unit_class
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
_VAGUE = frozenset({NameKind.UNKNOWN, NameKind.CATEGORY, NameKind.ACTIVITY})
_PEOPLE = frozenset({"person", "household"})


def _foreign(row: Row, quantity: Quantity) -> bool:
    unit = quantity.unit
    if unit is None or unit.per:
        return False
    kind = unit_class(unit.symbol)
    match row.category:
        case "数量指标":
            if row.name.kind is NameKind.ACTIVITY and unit.dimension is Dimension.MONEY:
                return not any(word in row.name.text for word in ("发放", "支付", "拨付", "补", "缴", "兑付", "偿", "投资", "资金"))
            return (unit.dimension is Dimension.MONEY and row.name.kind is NameKind.CATEGORY) or (
                unit.dimension is Dimension.TIME and unit.symbol in ("年", "年度", "周年", "个年度")
            )
        case "质量指标":
            return (unit.dimension is Dimension.MONEY or kind in _PEOPLE) and not row.name.fault
        case "成本指标" | "经济成本":
            return unit.dimension is Dimension.COUNT and kind in _PEOPLE
        case "时效指标":
            return unit.dimension is Dimension.MONEY or kind in _PEOPLE
    return False


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None and row.value.when is not None and row.value.quantities and row.category == "数量指标":
        quantity = row.value.quantities[0]
    if quantity is None or quantity.unit is None:
        return
    data = {"unit": quantity.unit.text}
    if row.category == "服务对象满意度":
        surveyed = row.name.kind in (NameKind.SATISFACTION, NameKind.CATEGORY)
        if surveyed and quantity.dimension not in (Dimension.RATIO, Dimension.SCORE) and not row.name.fault:
            yield Hit("value", data, "satisfaction", span=quantity.unit_span)
    elif row.name.kind in _VAGUE and _foreign(row, quantity):
        yield Hit("value", data, span=quantity.unit_span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if hit.variant == "satisfaction":
        return Suggestion(
            "建议改为“≥90%”，或按满意度调查的计分方式写“≥__分”，请核实。",
            (((placed.path("value"), "≥90%"),), ((placed.path("value"), "≥__分"),)),
        )
    better = renamed(form, row.category)
    if better:
        return Suggestion(f"建议重新设置{row.category}，{better}；原内容可移到相应的类别。")
    return Suggestion(f"请核实此行应属的类别，并为{row.category}另设相应的指标。")
