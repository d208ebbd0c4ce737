"""JX706: 完成率 as a quality indicator."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX706",
    slug="completion-as-quality",
    title="以完成率作为质量指标",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "“{name}”反映的是做没做完，不反映做得好不好。"},
)


def check(row: Row) -> Iterator[Hit]:
    name = row.name
    if (
        row.category == QUALITY
        and name.kind is NameKind.RATE
        and phrase("completion_rate").search(name.text)
        and not phrase("how_well").search(name.text)
    ):
        yield Hit("name")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, QUALITY)
    return Suggestion(
        f"建议改为反映质量的指标{'，' + better if better else '，如合格率、准确率、差错率'}。",
        refilled(form, indicator, "质量指标", own=False),
    )
