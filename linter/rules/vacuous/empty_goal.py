"""JX210: 总体目标 without a deliverable: the project's name again, 一年内完成, 保障机关正常运转, a slogan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.vacuous._goals import clauses, has_figure, unmarked
from linter.rules.views import FormView
from linter.values import parse_value
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX210",
    slug="empty-goal",
    title="总体目标没有实质内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    supersedes=("JX216", "JX217"),
    messages={"default": "总体目标“{goal}”没有写明做什么、做多少、达到什么效果。"},
)
_SAYS_NOTHING = frozenset({"empty", "guarantee", "slogan"})
_EMPTY_SHAPES = frozenset({Shape.REFERENCE, Shape.WHEN, Shape.FILLER, Shape.YESNO, Shape.DIRECTION, Shape.GRADE, Shape.NEGATION})


@derived(size=256)
def is_empty(goal: str, project: str) -> bool:
    """No figure, and nothing in any clause but the project's own words, guarantees of operation or pay, and slogans."""
    value = parse_value(goal)
    if value.shape in _EMPTY_SHAPES and not value.leftovers:
        return True
    goal = phrase("which_one").sub("", goal)  # 第五次 says nothing of how many
    if has_figure(goal) or re.search("[0-9]", unmarked(goal)):
        return False
    told = list(clauses(goal, project))
    return bool(told) and _SAYS_NOTHING.issuperset(told)


def check(form: FormView) -> Iterator[Hit]:
    empty = [(half, text) for half, text in form.form.goal.items() if text and is_empty(text.text, form.project)]
    if not empty:
        return
    (half, text), *others = empty
    same = [("fields.goal." + h, "另一侧") for h, t in others]
    goal = "".join(text.text.split())
    yield Hit(
        f"fields.goal.{half}", {"goal": goal if len(goal) <= 40 else goal[:40] + "…"}, related=tuple(same), half="both" if same else half
    )


def _stated_output(form: FormView) -> str | None:
    """An output the form itself states in numbers: 培训人数≥200人."""
    for indicator in form.in_category(QUANTITY):
        row, quantity = indicator.row, indicator.row.value.quantity
        measured = quantity is not None and quantity.unit is not None and quantity.unit.symbol not in ("%", "元", "万元")
        if measured and row.name.kind in (NameKind.COUNT, NameKind.AMOUNT):
            return f"{row.name.text}{row.whole}"
    return None


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    stated = _stated_output(form)
    output = f"结合本表数量指标（如“{stated}”）写明做什么、做多少" if stated else "写明做什么、做多少"
    return Suggestion(f"建议{output}，并写明面向谁、达到什么效果。")
