"""JX406: name and value speak of different things: 率 in 天, 费用 in 个, 时间 in %, 人数 in 元."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.units._common import clashes, single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX406",
    slug="name-value-kind",
    title="指标名称与指标值不是同一类内容",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX701", "JX405", "JX501", "JX503"),
    messages={"default": "“{name}”应以{expected}表示，指标值“{value}”与名称不对应。"},
)
_EXPECTED = {NameKind.RATE: "百分比", NameKind.MONEY: "金额", NameKind.TIME: "时间", NameKind.COUNT: "数量", NameKind.AMOUNT: "实物量"}


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is not None and clashes(row, quantity) and (row.category != "服务对象满意度" or row.name.kind is not NameKind.SATISFACTION):
        yield Hit("value", {"expected": _EXPECTED[row.name.kind]}, span=quantity.unit_span or quantity.span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if row.name.kind is NameKind.RATE and row.dimension is not None and row.dimension.value == "time":
        stem = row.name.text.removesuffix(row.name.head)
        renamed = f"{stem}完成时限"
        return Suggestion(
            f"建议把名称改为“{renamed}”，或保留名称、指标值改为“≥__%”。",
            (((placed.path("name"), renamed),), ((placed.path("value"), "≥__%"),)),
        )
    return Suggestion(f"建议核实：保留名称的，指标值改用{hit.data['expected']}；保留指标值的，名称改为相应的指标。")
