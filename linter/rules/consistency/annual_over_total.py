"""JX602: the annual amount is larger than that of the whole period."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
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
    messages={"default": "年度资金总额 {annual} 元大于实施期资金总额 {period} 元。"},
)


def check(form: FormView) -> Iterator[Hit]:
    period, annual = form.total("period"), form.total("annual")
    if period is not None and annual is not None and annual > period:
        data = {"annual": f"{annual.normalize():f}", "period": f"{period.normalize():f}"}
        yield Hit("fields.total.annual", data, related=(("fields.total.period", "实施期资金总额"),))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实两处金额及单位。")
