"""JX402: a count in percent: 服务单位数量 ≥186%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.lexicon import entries
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX402",
    slug="count-with-percent",
    title="计数类指标使用百分比",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX406", "JX401", "JX701", "JX501", "JX502", "JX503"),
    messages={"default": "“{name}”是计数类指标，指标值不宜用百分比“{value}”。"},
)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or row.name.kind is not NameKind.COUNT or row.name.change or quantity.dimension is not Dimension.RATIO:
        return
    if quantity.unit is not None and quantity.unit.symbol in ("%", "‰"):
        yield Hit("value", span=quantity.span)


def units_for(name: str) -> list[str]:
    """Measure words that fit the noun counted, at most two: 单位 → 户, 个."""
    for entry in sorted(entries("measures"), key=lambda e: -len(e["noun"])):
        if entry["noun"] in name:
            return list(entry["fits"])[:2]
    return ["个"]


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    quantity = row.value.quantity
    if quantity is None:
        return None
    start, end = quantity.number_span
    head = (quantity.comparator.value if quantity.comparator else "") + row.value_text[start:end]
    offered = [head + unit for unit in units_for(row.name.text)]
    shown = "或".join(f"“{one}”" for one in offered)
    return Suggestion(f"建议改为{shown}，请与项目实施计划核实数量。", tuple(((placed.path("value"), one),) for one in offered))
