"""JX903: a form whose project the 项目支出预算表 does not list; the nearest name is shown."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._projects import Near, annual_amount, match
from linter.rules.views import DocumentView, FormView
from linter.values.amounts import yuan

RULE = Rule(
    code="JX903",
    slug="form-without-project",
    title="绩效目标表的项目未列入项目支出预算表",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="参照财预〔2021〕101号",
    needs=frozenset({"tables"}),
    messages={
        "default": "项目支出预算表中未见“{form}”。",
        "near": "项目名称“{form}”与项目支出预算表所列“{name}”不一致{amount}。",
    },
    rests_on_absence=True,
)


def _path(view: FormView) -> str:
    return f"forms[{view.form.index - 1}].fields.project"


def _amounts(near: Near) -> str:
    """What the two amounts say of whether it is one project."""
    if near.same_amount:
        return f"，两处金额相同（{near.listed.printed}）"
    own = annual_amount(near.form)
    if own is None or near.listed.amount is None:
        return ""
    return f"，金额也不同（绩效目标表为{yuan(own[1])}，预算表为{near.listed.printed}）"


def check(document: DocumentView) -> Iterator[Hit]:
    matched = match(document)
    if not matched.listed:
        return
    hits = []
    for near in matched.near:
        data = {"subject": near.form.project, "form": near.form.project, "name": near.listed.name, "amount": _amounts(near)}
        hits.append((near.form.form.index, Hit(_path(near.form), data, "near", related=((near.listed.path, "项目支出预算表"),))))
    hits += [(view.form.index, Hit(_path(view), {"subject": view.project, "form": view.project})) for view in matched.forms]
    for _, hit in sorted(hits, key=lambda pair: pair[0]):
        yield hit


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    if hit.variant == "near":
        return Suggestion("请核实是否同一项目，并统一两处的名称。")
    return Suggestion("请核实该项目是否已列入预算，或项目名称是否填写有误。")
