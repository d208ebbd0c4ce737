"""JX507: a deadline after the project's end or before the budget year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import TIMELINESS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain, project_years, several_years
from linter.rules.views import FormView, PlacedRow
from linter.values.tags import tagged
from linter.values.types import Shape, WhenKind

RULE = Rule(
    code="JX507",
    slug="deadline-outside-period",
    title="完成时间不在项目实施期内",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    supersedes=("JX508", "JX511"),
    unless={"": ("outlasting",)},
    messages={
        "early": "完成时间“{value}”早于预算年度（{year}年）。",
        "late": "项目为一年期，完成时间“{value}”晚于预算年度（{year}年）。",
        "unsaid": "表中未写明项目期，完成时间“{value}”晚于预算年度（{year}年）。",
        "after": "完成时间“{value}”晚于项目期最后一年（{year}年）。",
    },
)
_SETTLED = 2
"""The month by which the old year's payments are settled."""


def _due(indicator: PlacedRow) -> int | None:
    """The year by which something must be done, ``None`` where the value is no such date."""
    row, when = indicator.row, indicator.row.value.when
    if when is None or when.end is None or row.value.shape is not Shape.WHEN:
        return None
    if tagged(plain(row.value_text), "after_the_work"):
        return None
    if f"{when.end[0]}年" in plain(row.name_text):  # 完成2025年度审计报告: last year's accounts, this year's work
        return None
    bare_date = when.kind is WhenKind.POINT and row.category == TIMELINESS and row.has("completion")
    return when.end[0] if when.kind is WhenKind.DEADLINE or bare_date else None


def _last_year(form: FormView, year: int) -> tuple[int, str] | None:
    """The last year of the project and the variant that says how it is known; ``None`` where the form does not say."""
    span = project_years(form)
    if form.one_year and not several_years(form):
        return (span[1], "after") if span and span[1] > year else (year, "late")
    if span is None and not form.text("duration") and not several_years(form) and not _foreseen(form, year):
        return year, "unsaid"
    return (span[1], "after") if span and span[1] >= year else None


def _foreseen(form: FormView, year: int) -> bool:
    """The texts speak of the years after: the work is known to go on."""
    texts = "".join((form.project, form.goal, *(form.text(key) for key in ("overview", "plan", "basis"))))
    return any(int(foreseen) > year for foreseen in re.findall(r"20[0-9]{2}", texts)) or tagged(texts, "several_years")


def _in_arrears(indicator: PlacedRow) -> bool:
    """Early in the next year: the last month's pay or the year's accounts are settled then."""
    when = indicator.row.value.when
    return when is not None and when.end is not None and (when.end[1] or 12) <= _SETTLED


def check(form: FormView) -> Iterator[Hit]:
    year = form.year
    if year is None:
        return
    span, last = project_years(form), _last_year(form, year)
    for indicator in form.rows:
        due = _due(indicator)
        if due is None:
            continue
        data = {"value": plain(indicator.row.value_text), "year": year}
        when = indicator.row.value.when
        at = when.span if when else None
        # A stage of a longer project may have ended before this budget year.
        started = indicator.half != "annual" and (several_years(form) or (span is not None and span[0] < year))
        if due < year and not (started and (span is None or due >= span[0])):
            yield Hit(indicator.path("value"), data, "early", span=at, half=indicator.half)
        elif last is not None and due > last[0]:
            unsaid = last[1] == "unsaid"
            if not unsaid or (indicator.half == "annual" and not _in_arrears(indicator)):
                soft = Severity.WARNING if unsaid else None
                yield Hit(indicator.path("value"), {**data, "year": last[0]}, last[1], span=at, severity=soft, half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实完成时间、项目期与预算年度，使三处一致。")
