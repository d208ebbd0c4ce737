"""JX912: 实际完成值 filled in as the target with its comparator (≥95%)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity, fold
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._evaluation import Evaluated, evaluated
from linter.rules.pairs import PairView
from linter.values.types import Comparator

RULE = Rule(
    code="JX912",
    slug="actual-copies-target",
    title="实际完成值照抄指标值",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.PAIR,
    source="参照财预〔2020〕10号",
    messages={
        "default": "“{name}”的实际完成值“{actual}”带有“{sign}”，是指标值的写法，不是完成的数。",
        "same": "“{name}”的实际完成值“{actual}”与指标值连同“{sign}”完全相同，不是完成的数。",
    },
    kinds=frozenset({"self_evaluation"}),
    rests_on_absence=True,
    holds_alone=True,
)


def _sign(result: Evaluated) -> str | None:
    """A bounding sign before the number, as printed. 以上 and 以内 after it only where the target has the same."""
    quantity = result.actual.quantity
    if quantity is None or quantity.comparator in (None, Comparator.EQ, Comparator.WITHIN) or quantity.comparator_span is None:
        return None
    start, end = quantity.comparator_span
    before = start < quantity.number_span[0]
    return result.actual_text[start:end] if before or _same(result) else None


def _same(result: Evaluated) -> bool:
    return fold(result.actual_text) == fold(result.indicator.row.value_text)


def check(pair: PairView) -> Iterator[Hit]:
    for result in evaluated(pair):
        sign = _sign(result)
        if sign is not None:
            yield Hit(
                result.indicator.path("actual"),
                {"actual": result.actual_text, "sign": sign},
                "same" if _same(result) else "default",
            )


def suggest(hit: Hit, pair: PairView) -> Suggestion | None:
    return Suggestion("建议填写实际完成的数值，并附可核对的依据。")
