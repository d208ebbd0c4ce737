"""JX915: the points of a row do not follow from result, target and weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.crosscheck._missed import failed_in_words
from linter.rules.crosscheck._scored import Scored, has_own_rule, points, scored
from linter.rules.views import FormView


@dataclass(frozen=True)
class Scoring(Options):
    """How a bureau gives points."""

    tolerance: float = option(0.5, "得分与按完成比例计算的分值相差不超过此数（分）时不提示")
    zero_below: int = option(60, "完成比例低于此值（%）时，得0分也可以")
    partly: int = option(80, "实际完成值写明部分达成的，得分最高为分值的此数（%）")
    not_at_all: int = option(60, "实际完成值写明未达成的，得分最高为分值的此数（%）")
    bands: str = option("", "分档计分：完成比例:得分比例，如 90:100,80:80,60:60；不填按完成比例计算")


RULE = Rule(
    code="JX915",
    slug="score-arithmetic",
    title="得分与完成情况不符",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    rests_on_absence=True,
    source="参照财预〔2020〕10号",
    kinds=frozenset({"self_evaluation"}),
    option_type=Scoring,
    messages={
        "reached": "“{name}”实际完成“{actual}”，已达到指标值“{target}”，得分{score}分，低于分值{weight}分，未说明扣分原因。",
        "over": "“{name}”指标值“{target}”，实际完成“{actual}”，按完成比例应得{expected}分，得分为{score}分。",
        "missed": "“{name}”指标值“{target}”，实际完成“{actual}”，未达到指标值，得分为满分{score}分。",
        "words": "“{name}”实际完成“{actual}”，得分不高于分值的{most}%，即{expected}分，得分为{score}分。",
        "under": "“{name}”指标值“{target}”，实际完成“{actual}”，按完成比例应得{expected}分，得分为{score}分，未说明原因。",
    },
)


def _share(fulfilment: Decimal, bands: str) -> Decimal:
    """The share of the points a fulfilment earns: its own, or that of the highest band it reaches."""
    pairs = [part.split(":") for part in bands.split(",") if ":" in part]
    if not pairs:
        return fulfilment
    reached = [(Decimal(low), Decimal(share)) for low, share in pairs if fulfilment * 100 >= Decimal(low)]
    return max(reached)[1] / 100 if reached else Decimal(0)


def _judge(row: Scored, options: Scoring) -> tuple[str, Decimal] | None:
    """The variant to report and the points that would follow."""
    if row.ruled or row.execution or row.score > row.weight:
        return None
    failure = failed_in_words(row.actual_text)
    if failure is not None and not row.actual.quantities:
        most = row.weight * _most(failure, options) / 100
        return ("words", most) if row.score > most else None
    if row.missed:
        return ("missed", row.weight) if row.score == row.weight else None
    fulfilment = row.fulfilment
    return _by_share(row, fulfilment, options) if fulfilment is not None else None


def _most(failure: str, options: Scoring) -> int:
    return options.partly if failure == "partly" else options.not_at_all


def _by_share(row: Scored, fulfilment: Decimal, options: Scoring) -> tuple[str, Decimal] | None:
    expected = row.weight * _share(fulfilment, options.bands) if fulfilment < 1 else row.weight
    slack = Decimal(str(options.tolerance))
    full = fulfilment < 1 and row.score == row.weight and expected < row.weight and row.short
    if full or row.score > expected + slack:
        return "over", expected
    lenient = fulfilment * 100 < options.zero_below and row.score == 0
    if row.score < expected - slack and not row.reason and not lenient:
        return ("reached" if fulfilment == 1 else "under"), expected
    return None


def check(form: FormView, options: Scoring) -> Iterator[Hit]:
    if has_own_rule(form):
        return
    for row in scored(form):
        judged = _judge(row, options)
        if judged is not None:
            variant, expected = judged
            data = {
                "name": row.indicator.row.name.text,
                "target": row.indicator.row.whole,
                "actual": row.actual_text,
                "weight": points(row.weight),
                "score": points(row.score),
                "expected": points(round(expected, 2)),
                "most": _most(failed_in_words(row.actual_text) or "", options),
            }
            yield Hit(row.indicator.path("score"), data, variant, half=row.indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "reached":
        return Suggestion("已达到指标值的一般得满分；确需扣分的，写明原因。")
    return Suggestion("请核实得分；另有评分标准的，在表中写明，并写明偏差原因和改进措施。")
