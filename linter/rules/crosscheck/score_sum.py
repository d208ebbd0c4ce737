"""JX917: the total score printed is not the sum of the rows' points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._scored import points, scored
from linter.rules.views import FormView
from linter.values import parse_number

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
_TOTAL = re.compile("自评总分|总分|总得分|得分合计|综合得分|自评得分")
_EXECUTION_POINTS = Decimal(10)
"""What the execution rate earns at most where it is printed outside the table of indicators."""
_SLACK = Decimal("0.1")


def check(form: FormView) -> Iterator[Hit]:
    rows = scored(form)
    totals = [parse_number(text.text.strip().rstrip("分")) for label, text in form.form.extras.items() if _TOTAL.search(label)]
    known = [total for total in totals if total is not None]
    if not rows or len(rows) != len(form.rows) or len(known) != 1 or form.form.truncated:
        return
    total, added = known[0], sum((row.score for row in rows), Decimal(0))
    within = any(row.execution for row in rows)
    high = added if within else added + _EXECUTION_POINTS
    if not added - _SLACK <= total <= high + _SLACK:
        yield Hit("", {"total": points(total), "sum": points(added)})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实各项得分和总分，使两处一致。")
