"""JX216: the goal only divides the money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.vacuous.goal_without_number import RESULT
from linter.rules.views import FormView
from linter.values import find_numbers, normalise
from linter.values.types import Dimension

RULE = Rule(
    code="JX216",
    slug="goal-lists-spending",
    title="总体目标只罗列资金用途",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    supersedes=("JX217",),
    messages={"default": "总体目标只写了资金如何分配，没有写明产出和效果。"},
)


def check(form: FormView) -> Iterator[Hit]:
    for half, text in form.form.goal.items():
        folded = normalise(text.text).text
        numbers = list(find_numbers(re.sub(r"20[0-9]{2}年", "", folded)))
        money = [n for n in numbers if n.unit is not None and n.unit.dimension is Dimension.MONEY]
        if len(money) >= 2 and len(money) == len(numbers) and not RESULT.search(folded):
            yield Hit(f"fields.goal.{half}")
            return


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明资金用来做成什么、达到什么效果，资金分配放在预算明细中。")
