"""JX913: full points in a self-evaluation though the target was missed."""

from __future__ import annotations

from collections.abc import Iterator

from linter.collection.changes import printed
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._evaluation import Evaluated, evaluated
from linter.rules.crosscheck._missed import misses
from linter.rules.pairs import PairView

RULE = Rule(
    code="JX913",
    slug="full-points-missed",
    title="未达指标值而得满分",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.PAIR,
    source="参照财预〔2020〕10号",
    messages={
        "default": "“{name}”的指标值为“{target}”，实际完成“{actual}”，未达到指标值，得分为满分{score}分。",
        "approved": "“{name}”批复的指标值为“{target}”，实际完成“{actual}”，未达到批复的指标值，得分为满分{score}分。",
    },
    kinds=frozenset({"self_evaluation"}),
    rests_on_absence=True,
)


def _missed(result: Evaluated) -> bool:
    return result.numbers is not None and misses(*result.numbers, result.way)


def check(pair: PairView) -> Iterator[Hit]:
    for result in evaluated(pair):
        if result.weight and result.score == result.weight and _missed(result):
            data = {
                "target": printed(result.target),
                "actual": result.actual_text,
                "score": f"{result.score.normalize():f}",
            }
            other = result.approved and printed(result.target) != printed(result.indicator.row)
            related = ((result.pair.old.path("value"), "批复的目标表"),) if other and result.pair.old is not None else ()
            yield Hit(result.indicator.path("score"), data, "approved" if other else "default", related=related)


def suggest(hit: Hit, pair: PairView) -> Suggestion | None:
    return Suggestion("建议按完成比例核减得分，并写明偏差原因和改进措施。")
