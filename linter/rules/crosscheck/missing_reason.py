"""JX918: points were lost or the target was missed, and the column for the reason is blank."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._scored import Scored, points, scored
from linter.rules.views import FormView

RULE = Rule(
    code="JX918",
    slug="missing-reason",
    title="未得满分而未写偏差原因",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2020〕10号",
    kinds=frozenset({"self_evaluation"}),
    rests_on_absence=True,
    messages={
        "default": "“{name}”分值{weight}分，得分{score}分，偏差原因栏未填写。",
        "missed": "“{name}”实际完成“{actual}”，未达到指标值，偏差原因栏未填写。",
    },
)


def _unexplained(row: Scored) -> bool:
    """Points were lost and no reason is given, or the target was missed and the sheet says there is none to give. Points lost though the target
    was reached, and full points beside a blank, are JX915's."""
    if row.reason is None or not phrase("no_reason").match(row.reason):
        return False
    if row.score < row.weight:
        return row.fulfilment != 1
    return bool(row.reason) and (row.missed or (row.short and row.way >= 0))


def check(form: FormView) -> Iterator[Hit]:
    for row in scored(form):
        if _unexplained(row):
            data = {
                "name": row.indicator.row.name.text,
                "actual": row.actual_text,
                "weight": points(row.weight),
                "score": points(row.score),
            }
            at, variant = ("score", "default") if row.score < row.weight else ("remark", "missed")
            yield Hit(row.indicator.path(at), data, variant, half=row.indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明偏差的原因和改进措施。")
