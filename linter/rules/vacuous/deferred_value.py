"""JX204: the value points elsewhere: 按标准执行, 按合同约定, 完成年度目标."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX204",
    slug="deferred-value",
    title="指标值只引用标准、合同或目标，未写具体值",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX201", "JX207", "JX206", "JX702", "JX709"),
    messages={"default": "指标值“{value}”没有写出具体内容，考核时无从对照。", "budget": "“{value}”可再具体，写明金额上限。"},
)


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is not Shape.REFERENCE or not row.name_text.strip():
        return
    if "预算" in row.value_text and row.is_cost:
        yield Hit("value", variant="budget", severity=Severity.INFO)
    else:
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    if row.is_cost and form.budget is not None:
        amount = f"≤{form.budget.normalize():f}元"
        return Suggestion(
            f"建议写明合同或标准的具体金额，如单位成本，或以本项目预算为上限“{amount}”，请核实。", (((placed.path("value"), amount),),)
        )
    if row.category == "时效指标":
        return Suggestion("建议写明合同或计划约定的日期，如“__年__月__日前”。")
    return Suggestion("建议写明标准、合同或计划中的具体数值。")
