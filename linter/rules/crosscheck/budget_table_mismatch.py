"""JX901: the amount of a form is not what the 项目支出预算表 lists for the project."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._projects import Listed, annual_amount, match
from linter.rules.crosscheck._words import power_of_ten
from linter.rules.views import DocumentView
from linter.values.amounts import yuan

RULE = Rule(
    code="JX901",
    slug="budget-table-mismatch",
    title="绩效目标表金额与项目支出预算表不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="参照财预〔2021〕101号",
    needs=frozenset({"tables"}),
    messages={
        "default": "资金总额为{form}，项目支出预算表“{name}”所列为{table}，两处不一致。",
        "scale": "资金总额为{form}，项目支出预算表“{name}”所列为{table}，两处相差{times}倍，请核实金额单位。",
    },
    rests_on_absence=True,
)


def _candidates(rows: tuple[Listed, ...]) -> list[tuple[Decimal, Decimal]]:
    """What the amount may be: any row of that name, or all of them together (this year's and carried over, several sources)."""
    known = [(project.amount, project.slack) for project in rows if project.amount is not None]
    return [*known, (sum((a for a, _ in known), Decimal(0)), sum((s for _, s in known), Decimal(0)))]


def check(document: DocumentView) -> Iterator[Hit]:
    for view, rows in match(document).pairs:
        stated = annual_amount(view)
        if stated is None or any(project.amount is None for project in rows):
            continue
        path, amount = stated
        if any(abs(amount - listed) <= slack for listed, slack in _candidates(rows)):
            continue
        project = rows[0]
        times = power_of_ten(amount, project.amount or Decimal(0), project.slack)
        data = {"subject": view.project, "form": yuan(amount), "table": project.printed, "name": project.name, "times": times}
        yield Hit(path, data, "scale" if times else "default", related=((project.figure, "项目支出预算表"),))


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion("请核实应以哪一处为准，并统一更正。")
