"""JX609: 一次性项目 with 每年, 按月, 租赁, 运维."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import TIMELINESS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX609",
    slug="attribute-conflict",
    title="一次性项目的内容具有经常性",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={"default": "项目属性为一次性项目，{where}却有“{word}”。"},
)


def _recurring(text: str) -> re.Match[str] | None:
    match = phrase("standing_expense").search(text) or phrase("rented").search(text)
    if match is not None:
        return match
    yearly = phrase("every_year").search(text)
    return yearly if yearly is not None and not phrase("yearly_cause").match(text, yearly.start()) else None


def check(form: FormView) -> Iterator[Hit]:
    if "一次性" not in form.text("attribute"):
        return
    texts = [("项目名称", form.project), ("项目概况", form.text("overview")), ("实施计划", form.text("plan")), ("总体目标", form.goal)]
    rows = (indicator.row.value_text for indicator in form.in_category(TIMELINESS))
    texts += [(TIMELINESS, text) for text in rows if not phrase("yearly_deadline").match(text)]
    for where, text in texts:
        match = _recurring(text)
        if match is not None:
            yield Hit("fields.attribute", {"word": match.group(), "where": where})
            return


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("每年都要安排的支出，请核实项目属性是否应为经常性（延续性）项目；确为一次性的，请在概况中说明。")
