"""JX207: 合格, 达标, 优良 with no standard."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import words
from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import replaced
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_value
from linter.values.tags import tagged
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
    unless={"": ("laid_down",)},
    messages={"default": "“{value}”未写明依据什么标准判定。"},
)


def _graded(row: Row) -> bool:
    """A bare grade, or the name's own subject with one: 工程质量 质量优良."""
    if row.value.shape is Shape.GRADE:
        return True
    if row.value.shape is not Shape.TEXT:
        return False
    text = normalise(row.value_text).text.strip("。")
    grade = next(
        (word for word in sorted(words("value-words", "grade"), key=len, reverse=True) if len(word) > 1 and text.endswith(word)), None
    )
    return grade is not None and text.removesuffix(grade) in row.name.text


def check(row: Row) -> Iterator[Hit]:
    if not _graded(row) or not row.name_text.strip() or row.name.kind is NameKind.GRADE:
        return
    passed = row.has("passed") and tagged(normalise(row.value_text).text, "says_passed")
    if not passed and "《" not in row.name_text and not row.grading.strip() and not any(t.strip() for t in row.thresholds):
        yield Hit("value")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    """合格 and 达标 become the share that is: 印刷品质量 合格 → 印刷品质量合格率."""
    row = indicator.row
    grade = next((word for word in ("合格", "达标", "优良") if row.value_text.strip().startswith(word)), None)
    unnamed = row.name.kind is NameKind.CATEGORY or parse_value(row.name_text).shape is Shape.REFERENCE
    if grade is None or unnamed or row.category != QUALITY:
        return Suggestion("建议写明判定所依据的标准、合同或规范，以及由谁判定。")
    stem = row.name.text.removesuffix("率").removesuffix("情况").removesuffix(grade)
    if grade == "合格" and stem.endswith("质量"):
        stem = stem.removesuffix("质量") + "验收"
    bound = "=100%" if grade == "合格" and "验收" in stem else "≥__%"
    name = f"{stem}{grade}率"
    return Suggestion(f"建议改为“{name}{bound}”，并注明依据的合同或规范。", (replaced(indicator, bound, name, "%", bound[0]),))
