"""JX512: four or more rates, all with the same target."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import HUNDRED, percent, plain
from linter.rules.views import FormView

RULE = Rule(
    code="JX512",
    slug="uniform-targets",
    title="各比率指标目标值完全相同",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    messages={"default": "{count} 个比率类指标的目标值都是“{text}”，请核实是否结合各项工作实际分别测算。"},
)
_MANY = 4


def check(form: FormView) -> Iterator[Hit]:
    rates = [(indicator, rate) for indicator in {p.index: p for p in form.rows}.values() if (rate := percent(indicator.row)) is not None]
    if len(rates) < _MANY or len({(rate.amount, rate.comparator) for _, rate in rates}) != 1 or rates[0][1].amount == HUNDRED:
        return
    (first, _), *rest = rates
    text = plain(first.row.value_text)
    yield Hit(
        first.path("value"),
        {"count": len(rates), "text": text},
        related=tuple((p.path("value"), "相同目标值") for p, _ in rest),
        half=first.half,
    )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议按各项工作的历史水平、行业标准或合同要求分别测算；测算后仍相同的，可保留。")
