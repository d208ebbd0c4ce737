"""JX511: 每年12月底前 in a one-off one-year project."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import TIMELINESS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain
from linter.rules.views import FormView
from linter.values.types import WhenKind

RULE = Rule(
    code="JX511",
    slug="recurring-deadline",
    title="一次性项目写“每年”",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={"default": "项目为一次性一年期，时效写“{value}”，与项目期不符。"},
)


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year or phrase("standing").search(form.text("attribute")):
        return
    for indicator in form.in_category(TIMELINESS):
        when = indicator.row.value.when
        text = plain(indicator.row.value_text)
        recurring = when is not None and text.startswith("每年") and (when.kind is WhenKind.RECURRING or text in ("每年", "每年度"))
        if recurring:
            yield Hit(indicator.path("value"), {"value": text}, half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    year = form.year or "__"
    rest = str(hit.data["value"]).removeprefix("每年").removeprefix("度")
    date = f"{year}年{rest or '__月__日前'}"
    lead = "建议改为" if rest else "建议写明完成日期，如"
    return Suggestion(f"{lead}“{date}”，请核实。", (((hit.at, date),),))
