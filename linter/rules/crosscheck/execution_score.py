"""JX916: the points for the budget's execution rate do not follow from the rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.crosscheck._execution import Execution as Printed
from linter.rules.crosscheck._execution import execution
from linter.rules.crosscheck._missed import last_place
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
    messages={
        "default": "“{name}”为{actual}，按执行率应得{expected}分，得分为{score}分。",
        "rate": "所印执行率为{actual}，按执行数与预算数计算为{computed}。",
    },
)
_FULL = Decimal(100)


def check(form: FormView, options: Execution) -> Iterator[Hit]:
    if has_own_rule(form):
        return
    yield from _in_rows(form, Decimal(str(options.tolerance)))
    beside = execution(form)
    if beside is not None:
        at = "fields.total.annual" if "annual" in form.form.total else ""
        yield from (Hit(at, data, variant) for variant, data in _beside(beside, Decimal(str(options.tolerance))))


def _in_rows(form: FormView, slack: Decimal) -> Iterator[Hit]:
    """The execution rate as an indicator with points of its own."""
    for row in scored(form):
        rate = row.actual.quantity
        if not row.execution or row.ruled or rate is None or rate.dimension is not Dimension.RATIO or row.score > row.weight:
            continue
        reached = row.fulfilment == 1 and row.score == row.weight  # a target below 100 % may be met in full
        expected = _earned(rate.amount, row.weight)
        if not reached and not _near(row.score, expected, row.weight, slack):
            data = {"actual": row.actual_text, "expected": points(round(expected, 2)), "score": points(row.score)}
            yield Hit(row.indicator.path("score"), {**data, "name": row.indicator.row.name.text}, half=row.indicator.half)


def _beside(printed: Printed, slack: Decimal) -> Iterator[tuple[str, dict[str, object]]]:
    """The points beside the amounts, and the rate printed there."""
    rate, computed, share = printed.rate, printed.computed, printed.share
    if rate is not None and computed is not None and abs(rate - computed) > last_place(rate):
        yield "rate", {"actual": f"{rate:f}%", "computed": f"{points(round(computed, 2))}%"}
    if share is None or printed.weight is None or printed.score is None or printed.score > printed.weight:
        return
    expected = _earned(share, printed.weight)
    if not _near(printed.score, expected, printed.weight, slack):
        shown = {
            "actual": f"{points(round(share, 2))}%",
            "expected": points(round(expected, 2)),
            "score": points(printed.score),
        }
        yield "default", {**shown, "name": "预算执行率"}


def _earned(rate: Decimal, weight: Decimal) -> Decimal:
    return weight * min(rate, _FULL) / _FULL


def _near(score: Decimal, expected: Decimal, weight: Decimal, slack: Decimal) -> bool:
    """The points agree, give or take the tolerance or the decimals they are printed with; full points are for a budget spent in full."""
    rounded = expected.quantize(last_place(score), ROUND_HALF_UP)
    return abs(score - expected) <= slack or (score == rounded and score < weight)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "rate":
        return Suggestion("请核实预算数、执行数和执行率，使三处一致。")
    return Suggestion("请核实执行率和得分，一般按执行率乘以分值计算。")
