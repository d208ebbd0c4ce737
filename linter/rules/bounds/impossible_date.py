"""JX518: a date or time of day no calendar has: 2月30日, 13月底前, 第五季度, 19:75."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import missing_dates, normalise
from linter.values.types import MissingDate

RULE = Rule(
    code="JX518",
    slug="impossible-date",
    title="日历上没有的日期或时间",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX204", "JX206", "JX404", "JX406", "JX507", "JX508", "JX511", "JX519"),
    messages={
        "default": "“{date}”在日历上不存在。",
        "leap": "“{date}”在日历上不存在（{year}年2月只有28日）。",
    },
)


def _missing(dates: tuple[MissingDate, ...], year: int | None) -> Iterator[MissingDate]:
    """The dates this form's year lacks: 29 February exists in a leap year, and may where the year is not known."""
    return (date for date in dates if not date.leap or (year is not None and not isleap(year)))


def _hit(at: str, date: MissingDate, year: int | None, half: str) -> Hit:
    data = {"date": date.text, "year": year, "month_end": date.month_end}
    return Hit(at, data, "leap" if date.leap else "default", span=date.span, half=half)


def check(form: FormView) -> Iterator[Hit]:
    for indicator in form.rows:
        for date in _missing(indicator.row.value.missing_dates, form.year):
            yield _hit(indicator.path("value"), date, form.year, indicator.half)
    told: set[str] = set()
    for half in HALVES:
        goal = form.form.goal.get(half)
        for date in _missing(missing_dates(normalise(goal.text)), form.year) if goal else ():
            if date.text not in told:
                told.add(date.text)
                yield _hit(f"fields.goal.{half}", date, form.year, half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    month_end = hit.data["month_end"]
    if not isinstance(month_end, str) or hit.span is None:
        return Suggestion("请核实日期或时间后改写。")
    indicator = next((indicator for indicator in form.rows if indicator.path("value") == hit.at), None)
    advice = f"若指月末，可改为“{month_end}”；若指其他日期，请核实后改写。"
    if indicator is None:
        return Suggestion(advice)
    start, end = hit.span
    text = indicator.row.value_text
    return Suggestion(advice, (((hit.at, text[:start] + month_end + text[end:]),),))
