"""JX216: the goal only divides the money, or lists what is paid for."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.vacuous._goals import clauses, has_figure, unmarked
from linter.rules.views import FormView

RULE = Rule(
    code="JX216",
    slug="goal-lists-spending",
    title="总体目标只罗列资金用途",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    supersedes=("JX217",),
    messages={"default": "总体目标只写了资金如何分配，没有写明产出和效果。"},
)
_SPENDS = frozenset({"spending", "empty", "guarantee"})


@derived(size=256)
def only_divides(goal: str, project: str) -> bool:
    """No figure but money, and every clause says what is paid for or nothing at all."""
    text = unmarked(goal)
    if has_figure(goal) or phrase("paid_each").search(text):
        return False  # paying people so much each is what such a project delivers
    told = list(clauses(goal, project))
    return "spending" in told and _SPENDS.issuperset(told)


def check(form: FormView) -> Iterator[Hit]:
    halves = [half for half, text in form.form.goal.items() if text and only_divides(text.text, form.project)]
    if halves:
        others = tuple((f"fields.goal.{half}", "另一侧") for half in halves[1:])
        yield Hit(f"fields.goal.{halves[0]}", related=others, half="both" if others else halves[0])


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明资金用来做成什么、达到什么效果，资金分配放在预算明细中。")
