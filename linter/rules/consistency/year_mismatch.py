"""JX606: the project's year, or 明年/上年, is not the budget year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX606",
    slug="year-mismatch",
    title="年份与预算年度不一致",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "项目名称中的“{stated}年”与预算年度（{year}年）不一致，请核实。",
        "word": "总体目标中的“{stated}”与预算年度（{year}年）不符，请核实。",
    },
)
_YEARS = re.compile(r"(20[0-9]{2})(?:\s*[-—~至]\s*(20[0-9]{2}))?\s*年")


def check(form: FormView) -> Iterator[Hit]:
    year, project = form.year, form.form.fields.get("project")
    if year is None:
        return
    match = _YEARS.search(project.text) if project else None
    if match is not None and not int(match[1]) <= year <= int(match[2] or match[1]):
        yield Hit("fields.project", {"stated": match[2] or match[1], "year": year}, span=match.span())
    for half, goal in form.form.goal.items():
        word = re.search(r"明年|来年|下一?年度", goal.text)
        if word is not None:
            yield Hit(f"fields.goal.{half}", {"stated": word.group(), "year": year}, "word", span=word.span())
            return


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实；支付以前年度款项的，建议在项目概况中写明。") if hit.variant == "default" else None
