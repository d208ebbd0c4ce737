"""JX918: points were lost, and the column for the reason is blank."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._scored import points, scored
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
    messages={"default": "“{name}”分值{weight}分，得分{score}分，偏差原因栏未填写。"},
)


def check(form: FormView) -> Iterator[Hit]:
    for row in scored(form):
        if row.score < row.weight and row.reason is not None and phrase("no_reason").match(row.reason):
            data = {"name": row.placed.row.name.text, "weight": points(row.weight), "score": points(row.score)}
            yield Hit(row.placed.path("score"), data, half=row.placed.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明偏差的原因和改进措施。")
