"""JX603: a one-year project whose two totals differ."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.consistency._money import apart, printed
from linter.rules.views import FormView

RULE = Rule(
    code="JX603",
    slug="one-year-mismatch",
    title="一年期项目实施期与年度资金不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    needs=frozenset({"both_halves"}),
    messages={"default": "项目为一年期，实施期资金总额{period}与年度资金总额{annual}不一致。"},
)


def check(form: FormView) -> Iterator[Hit]:
    period, annual = form.form.total.get("period"), form.form.total.get("annual")
    if form.one_year and period is not None and annual is not None and apart(period, annual):
        data = {"annual": printed(annual), "period": printed(period)}
        yield Hit("fields.total.annual", data, related=(("fields.total.period", "实施期资金总额"),))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实两处金额，使两处一致；确为跨年实施的，项目属性与项目期一并修改。")
