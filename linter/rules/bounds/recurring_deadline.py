"""JX511: 每年12月底前 in a one-off one-year project."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
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
    messages={"default": "项目为一次性一年期，“{value}”中的“每年”与项目期不符。"},
)


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year or "经常" in form.text("attribute"):
        return
    for placed in form.in_category("时效指标"):
        when = placed.row.value.when
        text = "".join(placed.row.value_text.split())
        if when is not None and when.kind in (WhenKind.RECURRING, WhenKind.FREQUENCY) and text.startswith("每年"):
            yield Hit(placed.path("value"), {"value": text}, half=placed.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    year = form.year or "__"
    text = str(hit.data["value"])
    return Suggestion(
        f"建议改为“{year}年{text.removeprefix('每年')}”，请核实。" if len(text) > 2 else f"建议写明完成日期，如“{year}年__月__日前”。"
    )
