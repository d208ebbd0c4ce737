"""JX709: an output or an action under 效益."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.tags import tagged
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX709",
    slug="output-as-benefit",
    title="把产出列为效益",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "“{name}”是工作完成情况，属于产出，不反映项目带来的效果。"},
)


def _output(row: Row) -> bool:
    name = row.name
    if phrase("effect_of_completion").search(name.text):
        return False
    if name.kind is NameKind.RATE:
        return phrase("work_rate").search(name.text) is not None
    counted = (
        name.kind is NameKind.COUNT
        and not name.fault
        and phrase("work_count").search(name.text) is not None
        and row.dimension is Dimension.COUNT
    )
    return counted and tagged(name.text, "action") and not tagged(name.text, "reach")


def check(row: Row) -> Iterator[Hit]:
    if row.category in BENEFIT_CATEGORIES and row.value.quantified and _output(row):
        yield Hit("name")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, indicator.row.category, indicator.row.name_text)
    return Suggestion(
        f"建议移到产出指标，效益写项目完成后带来的变化{'，' + better if better else ''}。",
        refilled(form, indicator, indicator.row.category),
    )
