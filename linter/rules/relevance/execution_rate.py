"""JX708: 预算执行率, 资金支出率 as an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row

RULE = Rule(
    code="JX708",
    slug="execution-rate",
    title="以预算执行率作为绩效指标",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX702",),
    messages={
        "default": "“{name}”由系统另行考核，不反映项目的产出和效果。",
        "arrival": "“{name}”反映资金到位和支付情况，建议以项目产出和效果为主。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    if row.has("others_money") or row.has("money_rules"):
        return  # the execution of others is what the project works on
    if row.kind == "self_evaluation" and not row.category:
        return  # the sheet's own row, outside the indicators
    if row.has("execution_rate") and not (row.has("paid_rate") and row.has("benefit_payment")):
        yield Hit("name")
    elif row.has("arrival_rate") and not row.has("benefit_payment"):
        yield Hit("name", variant="arrival", severity=Severity.INFO)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    category = indicator.row.category or "产出"
    better = renamed(form, category)
    return Suggestion(
        f"建议删除此行，或换成反映项目内容的{category}{'，' + better if better else ''}。",
        (*refilled(form, indicator, category, own=False), ((indicator.path(""), None),)),
    )
