"""JX916: the points for the budget's execution rate do not follow from the rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.crosscheck._scored import has_own_rule, points, scored
from linter.rules.views import FormView
from linter.values.types import Dimension


@dataclass(frozen=True)
class Execution(Options):
    """How near the points must come."""

    tolerance: float = option(0.1, "得分与执行率乘以分值相差不超过此数（分）时不提示")


RULE = Rule(
    code="JX916",
    slug="execution-score",
    title="预算执行率得分与执行率不符",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    rests_on_absence=True,
    source="参照财预〔2020〕10号",
    kinds=frozenset({"self_evaluation"}),
    option_type=Execution,
    messages={"default": "“{name}”为{actual}，按执行率应得{expected}分，得分为{score}分。"},
)
_FULL = Decimal(100)
_CENT = Decimal("0.01")


def check(form: FormView, options: Execution) -> Iterator[Hit]:
    if has_own_rule(form):
        return
    for row in scored(form):
        rate = row.actual.quantity
        if not row.execution or row.ruled or rate is None or rate.dimension is not Dimension.RATIO or row.score > row.weight:
            continue
        reached = row.fulfilment == 1 and row.score == row.weight  # a target below 100 % may be met in full
        expected = row.weight * min(rate.amount, _FULL) / _FULL
        if not reached and abs(row.score - expected) > Decimal(str(options.tolerance)):
            data = {"actual": row.actual_text, "expected": points(expected.quantize(_CENT)), "score": points(row.score)}
            yield Hit(row.placed.path("score"), {**data, "name": row.placed.row.name.text}, half=row.placed.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实执行率和得分，一般按执行率乘以分值计算。")
