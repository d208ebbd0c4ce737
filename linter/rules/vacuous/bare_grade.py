"""JX207: 合格, 达标, 优良 with no standard."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX207",
    slug="bare-grade",
    title="只写等次，未写依据的标准",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX206",),
    messages={"default": "“{value}”未写明依据什么标准判定。"},
)


def check(row: Row) -> Iterator[Hit]:
    if (
        row.value.shape is Shape.GRADE
        and row.name_text.strip()
        and row.name.kind is not NameKind.GRADE
        and not (row.standard or "").strip()
    ):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明判定的标准或依据，如“验收合格率=100%”，并注明依据的合同或规范。")
