"""JX204: the value points elsewhere: 按标准执行, 按合同约定, 完成年度目标."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import COST_CATEGORIES, OWN_COSTS, QUALITY, QUANTITY, TIMELINESS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import blank_target, replaced
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.amounts import to_type
from linter.values.licences import Licence
from linter.values.tags import tagged
from linter.values.types import NameKind, Shape

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


_WANTS_FIGURE = frozenset({QUANTITY, TIMELINESS, *COST_CATEGORIES})
"""Here a document's name stands for a number, a date or an amount that can be written down."""


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is not Shape.REFERENCE or not row.name_text.strip() or row.wording is Licence.GRADED:
        return
    text = normalise(row.value_text).text
    if re.search("[0-9]", row.grading) or (row.wording is Licence.STANDARD and row.category not in _WANTS_FIGURE):
        return  # the figure stands in its own column, or the work is held against a standard with a name
    within = tagged(text, "of_the_budget")
    technical = row.category == QUALITY and tagged(text, "technical_ground")
    yield Hit("value", variant="budget" if within else "default", severity=Severity.INFO if within or technical else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row = indicator.row
    amount = f"≤{to_type(form.budget)}" if form.budget is not None else None
    if row.category in OWN_COSTS and row.name.kind is NameKind.MONEY:
        if row.has("price_head") or amount is None:
            return Suggestion("建议写明标准或合同的具体金额和计量单位，如“≤__元/人”“≤__元/次”。")
        unit = "万元" if amount.endswith("万元") else "元"
        return Suggestion(
            f"建议写明标准或合同的具体金额，如单位成本；或以本项目预算为上限“{amount}”，请核实。",
            (replaced(indicator, amount, None, unit, "≤"),),
        )
    target = blank_target(row, form.year)
    if target is not None:
        shown = target.target(form.year)
        where = "合同或计划约定的日期" if target.form else "标准、合同或计划中的具体数值"
        return Suggestion(f"建议写明{where}，如“{shown}”。", (replaced(indicator, shown, None, target.unit, target.comparator),))
    return Suggestion(f"建议把“{''.join(row.value_text.split())}”所指标准、合同或计划中的具体内容和数值写在指标值中。")
