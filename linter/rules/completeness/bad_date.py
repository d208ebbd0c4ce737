"""JX107: 填报日期 is no date, or outside the season of the budget."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope
from linter.rules.views import FormView
from linter.values import parse_value

RULE = Rule(
    code="JX107",
    slug="bad-date",
    title="填报日期不是有效日期或不在编报时段",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "填报日期“{date}”不是有效日期，请核实。",
        "season": "填报日期“{date}”不在 {year} 年度预算编报与执行时段（{before}年7月至{year}年12月）内，请核实。",
    },
)


def check(form: FormView) -> Iterator[Hit]:
    filed = form.form.fields.get("filed")
    if not filed:
        return
    shown = "".join(filed.text.split())
    when = parse_value(filed.text).when
    date = (when.end or when.start) if when is not None else None
    if date is None or date[0] is None:
        if not any(char.isdigit() for char in shown) or len(shown) >= 6:
            yield Hit("fields.filed", {"date": shown})
        return
    year, month = date[0], date[1] or 12
    if form.year is not None and not (form.year - 1, 7) <= (year, month) <= (form.year, 12):
        yield Hit("fields.filed", {"date": shown, "year": form.year, "before": form.year - 1}, "season")
