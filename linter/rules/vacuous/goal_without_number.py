"""JX217: a goal with no number and no verb of result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import alternation, phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX217",
    slug="goal-without-number",
    title="总体目标没有数量，也没有结果",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "总体目标没有数量，也没有写明预期结果。"},
)
_SHORTEST = 4
"""Shorter goals are JX210's."""


def check(form: FormView) -> Iterator[Hit]:
    result = alternation("narrative-words", "result")
    unnumbered = []
    for half, text in form.form.goal.items():
        folded = re.sub(r"20[0-9]{2}年?", "", normalise(text.text).text)
        if len(folded) >= _SHORTEST and not phrase("figure").search(folded) and not result.search(folded):
            unnumbered.append(half)
    if unnumbered:
        others = tuple((f"fields.goal.{half}", "另一侧") for half in unnumbered[1:])
        yield Hit(f"fields.goal.{unnumbered[0]}", related=others, half="both" if others else unnumbered[0])


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    names = list(dict.fromkeys(p.row.name.text for p in form.rows if p.row.category == QUANTITY and p.row.value.quantified))
    shown = f"（可与数量指标“{names[0]}”一致）" if names else ""
    return Suggestion(f"建议补充数量{shown}和预期结果。")
