"""JX902: a project of the 项目支出预算表 without a performance-target form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._projects import Listed, match
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX902",
    slug="project-without-form",
    title="项目支出预算表所列项目未见绩效目标表",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="参照财预〔2021〕101号",
    needs=frozenset({"tables"}),
    messages={
        "default": "项目支出预算表所列“{name}”{amount}未见绩效目标表。",
        "many": "项目支出预算表所列{listed}个项目中{count}个未见绩效目标表：{names}。",
    },
    severity_in={"submission": Severity.ERROR},
    rests_on_absence=True,
)
_MANY = 4
_SHOWN = 5


def _distinct(rows: Sequence[Listed]) -> list[Listed]:
    return list({project.name: project for project in reversed(rows)}.values())[::-1]


def check(document: DocumentView) -> Iterator[Hit]:
    matched = match(document)
    if not any(view.form.kind == "project" for view in document.forms):
        return
    rows = [project for project in _distinct(matched.rows) if not project.exempt and project.amount != 0]
    listed = _distinct(matched.listed)
    if len(rows) >= _MANY and len(rows) * 2 > len(listed):
        names = "、".join(project.name for project in rows[:_SHOWN]) + ("等" if len(rows) > _SHOWN else "")
        data = {"subject": "项目支出预算表", "listed": len(listed), "count": len(rows), "names": names}
        yield Hit(rows[0].path, data, "many", related=tuple((project.path, "未见绩效目标表") for project in rows[1:9]))
        return
    for project in rows:
        amount = f"（{project.printed}）" if project.printed else ""
        yield Hit(project.path, {"subject": project.name, "name": project.name, "amount": amount})


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion("建议补充绩效目标表；涉密或依规定不编报的，请予说明。")
