"""JX602: the annual amount is larger than that of the whole period."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.consistency._money import apart, printed, same_digits
from linter.rules.views import FormView

RULE = Rule(
    code="JX602",
    slug="annual-over-total",
    title="年度资金大于实施期资金",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    needs=frozenset({"both_halves"}),
    supersedes=("JX603",),
    messages={"default": "年度资金总额{annual}大于实施期资金总额{period}。"},
)


def check(form: FormView) -> Iterator[Hit]:
    period, annual = form.form.total.get("period"), form.form.total.get("annual")
    if period is not None and annual is not None and apart(annual, period) > 0:
        data = {"annual": printed(annual), "period": printed(period), "unit": same_digits(annual.amount, period.amount)}
        yield Hit("fields.total.annual", data, related=(("fields.total.period", "实施期资金总额"),))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.data["unit"]:
        return Suggestion("两处数字相同而位数不同，请核实计量单位（元、万元）是否混用。")
    return Suggestion("请核实两处金额是否填反或漏填以后年度资金：实施期资金总额应包含年度资金总额。")
