"""JX919: more points given than are to be had."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._scored import points, scored
from linter.rules.views import FormView

RULE = Rule(
    code="JX919",
    slug="score-above-weight",
    title="得分高于分值",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    rests_on_absence=True,
    source="参照财预〔2020〕10号",
    kinds=frozenset({"self_evaluation"}),
    supersedes=("JX915", "JX916", "JX918"),
    messages={"default": "“{name}”分值{weight}分，得分{score}分，得分高于分值。"},
)


def check(form: FormView) -> Iterator[Hit]:
    for row in scored(form):
        if row.score > row.weight:
            data = {"name": row.indicator.row.name.text, "weight": points(row.weight), "score": points(row.score)}
            yield Hit(row.indicator.path("score"), data, half=row.indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实分值和得分，得分不超过分值。")
