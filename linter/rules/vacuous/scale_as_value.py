"""JX215: the whole scale as a target: 高中低, 优良中差."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX215",
    slug="scale-as-value",
    title="把评价档次整体当作指标值",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX301", "JX205", "JX208", "JX203", "JX204", "JX201", "JX207", "JX206"),
    messages={"default": "“{value}”是评价的全部档次，没有写明本项目要达到哪一档。"},
)


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is Shape.SCALE and not any(text.strip() for text in row.thresholds):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明要达到的档次，并说明该档次的具体情形。")
