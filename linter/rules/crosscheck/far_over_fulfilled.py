"""JX914: a result far beyond its target: the target was set too low."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.collection.changes import printed
from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.crosscheck._evaluation import Evaluated, evaluated
from linter.rules.pairs import PairView
from linter.values.types import Comparator, Dimension


@dataclass(frozen=True)
class Far(Options):
    """What is far over a target, and from which number on."""

    far_percent: int = option(150, "实际完成值达到指标值的这一比例（%）时指出")
    least_number: int = option(10, "指标值低于这一数的计数类指标不判断，多完成一两次不说明偏低")


RULE = Rule(
    code="JX914",
    slug="far-over-fulfilled",
    title="实际完成值远超指标值",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.PAIR,
    source="参照财预〔2020〕10号",
    messages={"default": "“{name}”的指标值为“{target}”，实际完成“{actual}”，为指标值的{share}%，指标值设定可能偏低。"},
    kinds=frozenset({"self_evaluation"}),
    option_type=Far,
    rests_on_absence=True,
    holds_alone=True,
)


def _share(result: Evaluated, least: Decimal) -> Decimal | None:
    """Result over target in %, where more is better and the target is large enough to tell."""
    numbers = result.numbers
    if numbers is None or result.way <= 0:
        return None
    target, actual = numbers
    if target.comparator not in (None, Comparator.GE, Comparator.GT) or actual.comparator not in (None, Comparator.EQ) or not target.amount:
        return None
    spent = target.dimension is Dimension.MONEY and result.indicator.row.category not in BENEFIT_CATEGORIES
    small = target.dimension not in (Dimension.RATIO, Dimension.MONEY) and target.number < least
    if spent or small or target.dimension is Dimension.TIME:
        return None
    return actual.amount * 100 / target.amount


def check(pair: PairView, options: Far) -> Iterator[Hit]:
    for result in evaluated(pair):
        share = _share(result, Decimal(options.least_number))
        if share is not None and share >= Decimal(options.far_percent):
            data = {"target": printed(result.target), "actual": result.actual_text, "share": f"{share.quantize(Decimal(1)):f}"}
            yield Hit(result.indicator.path("actual"), data)


def suggest(hit: Hit, pair: PairView) -> Suggestion | None:
    return Suggestion("请说明偏差原因；下一年度建议参照实际完成情况设定指标值。")
