"""JX508: 一年, 一年内 as the deadline of a one-year project."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import TIMELINESS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain
from linter.rules.views import FormView
from linter.values.types import Shape, WhenKind

RULE = Rule(
    code="JX508",
    slug="whole-period-deadline",
    title="时效只写一年、全年",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    supersedes=("JX511",),
    unless={"": ("outlasting",)},
    messages={"default": "项目本身为一年期，“{value}”没有说明何时完成。"},
)


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year:
        return
    for indicator in form.in_category(TIMELINESS):
        value = indicator.row.value
        whole = value.shape is Shape.WHEN and value.when is not None and value.when.kind is WhenKind.WHOLE and not value.leftovers
        if whole:
            yield Hit(indicator.path("value"), {"value": plain(indicator.row.value_text)}, half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    year = form.year or "__"
    date = f"{year}年__月__日前"
    return Suggestion(
        f"有明确成果的，建议写完成日期，如“{date}”；持续性服务，建议写频次或响应时间，如“每月__日前”“≤__小时”。", (((hit.at, date),),)
    )
