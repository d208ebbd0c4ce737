"""JX206: words that nothing licenses as a target: no figure, date, frequency, grade, milestone, and no explanation that grades them."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import target, ways_out
from linter.rules.vacuous._upkeep import is_upkeep
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import column_unit, normalise
from linter.values.licences import Licence
from linter.values.types import Dimension, Shape

RULE = Rule(
    code="JX206",
    slug="unquantified-value",
    title="指标值没有可以考核的内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX702", "JX709"),
    messages={
        "default": "指标值“{value}”是笼统的表述，没有数量、程度或时间，无法考核。",
        "upkeep": "指标值“{value}”只写了要做的事，没有写明达到什么结果。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    vague = normalise(row.value_text).text.strip("。") in words("slogans", "vague")
    if not row.name_text.strip():
        return
    if vague or (row.value.shape is Shape.TEXT and row.wording is None):
        yield Hit("value")
    elif row.value.shape is Shape.DIRECTION and is_upkeep(row) and row.wording is not Licence.GRADED:
        yield Hit("value", variant="upkeep")


def _measured(row: Row) -> str | None:
    """The measure word of a value that lacks only its number: 若干场 → 场."""
    match = phrase("vague_number").match("".join(row.value_text.split()))
    unit = column_unit(match["unit"]) if match is not None else None
    return unit.symbol if unit is not None and unit.dimension is Dimension.COUNT else None


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    unit = _measured(indicator.row)
    if unit:
        return Suggestion(f"建议写明数量，如“≥__{unit}”。", (target(indicator, "≥", "__", unit),))
    return Suggestion(*ways_out(form, indicator))
