"""JX205: 是, 有, 已完成 alone."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import blank_target, replaced, ways_out
from linter.rules.vacuous._unwanted import is_unwanted
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.types import Shape

RULE = Rule(
    code="JX205",
    slug="yes-no-value",
    title="指标值只是“是”“有”“已完成”",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX208", "JX203", "JX204", "JX201", "JX207", "JX206", "JX702", "JX709"),
    messages={
        "default": "指标值“{value}”没有数量、程度或时间，无法区分完成的好坏。",
        "fault": "此类指标建议写数值，“{value}”可改为“0起”或“0次”。",
    },
)


def _says_done(row: Row) -> bool:
    """The value only says that what the name tells was done: 服务合同签订 已签订."""
    match = phrase("says_done").search(normalise(row.value_text).text.strip("。"))
    if match is None:
        return False
    return row.name.text.endswith(match["did"]) or (match["already"] is not None and row.name.text.startswith(match["did"]))


def check(row: Row) -> Iterator[Hit]:
    if not row.name_text.strip():
        return
    name = row.name.text
    if is_unwanted(row) and not name.startswith("是否") and row.value_text.strip("。 ") in words("phrases", "never"):
        yield Hit("value", variant="fault", severity=Severity.INFO)
    elif (row.value.shape is Shape.YESNO and not name.startswith("是否")) or _says_done(row):
        yield Hit("value", severity=Severity.INFO if row.has("reached") else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row = indicator.row
    if hit.variant == "fault":
        unit = (
            "%"
            if row.rated
            else row.name.unit.symbol
            if row.name.unit
            else "件"
            if row.name.text.endswith(("件数", "投诉", "信访"))
            else "起"
        )
        return Suggestion(f"建议改为“=0{unit}”。", (replaced(indicator, f"=0{unit}", None, unit, "="),))
    target = blank_target(row, form.year)
    if target is not None:
        shown = target.target(form.year)
        what = "完成的日期" if target.form else "要达到的水平" if row.rated else "数量"
        return Suggestion(f"建议写明{what}，如“{shown}”。", (replaced(indicator, shown, None, target.unit, target.comparator),))
    return Suggestion(*ways_out(form, indicator, graded=False))
