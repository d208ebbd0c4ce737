"""JX917: the total score printed is not the sum of the rows' points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._execution import execution_points, number
from linter.rules.crosscheck._missed import last_place
from linter.rules.crosscheck._scored import Scored, points, scored
from linter.rules.views import FormView

RULE = Rule(
    code="JX917",
    slug="score-sum",
    title="总分与各项得分之和不符",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    rests_on_absence=True,
    source="参照财预〔2020〕10号",
    kinds=frozenset({"self_evaluation"}),
    messages={"default": "总分为{total}分，各项得分之和为{sum}分。"},
)
_EXECUTION_POINTS = Decimal(10)
"""What the execution rate earns at most where neither the table of indicators nor the lines of money print it."""
_SLACK = Decimal("0.1")
_WHOLE = Decimal(100)


def check(form: FormView) -> Iterator[Hit]:
    rows = scored(form)
    totals = {number(text) for label, text in form.form.extras.items() if phrase("score_as_whole").match(label)} - {None}
    if not rows or len(rows) != len(form.rows) or len(totals) != 1 or form.form.truncated:
        return
    total = totals.pop()
    if total is None:
        return
    low, high = _expected(form, rows)
    slack = max(_SLACK, last_place(total) / 2)  # a total printed without decimals may be rounded
    if not low - slack <= total <= high + slack:
        yield Hit("", {"total": points(total), "sum": points(high if low == high else low)})


def _expected(form: FormView, rows: Sequence[Scored]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest the rows add up to, with the points of the execution rate where they are no row."""
    added = sum((row.score for row in rows), Decimal(0))
    if sum((row.weight for row in rows), Decimal(0)) >= _WHOLE:
        return added, added
    execution = execution_points(form)
    whole = added + (execution.score or Decimal(0))
    if execution.row:
        return added, whole  # the row may be those points, or stand beside them
    if whole > added:
        return whole, whole
    return added, added + _EXECUTION_POINTS


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实各项得分和总分，使两处一致。")
