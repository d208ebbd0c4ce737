"""JX201: only evaluative words: 好好, 稳定, 良好, 明显, 长期."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES, SATISFACTION
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import ways_out
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.licences import Licence
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX201",
    slug="filler-value",
    title="指标值只有评价性词语",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX207", "JX206"),
    messages={"default": "指标值“{value}”只是评价性词语，没有可以衡量的标准，无法考核。"},
)


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is not Shape.FILLER or not row.name_text.strip() or row.name.kind is NameKind.GRADE:
        return  # 路况评定等级 良好 names a grade of a scale
    if row.category == SATISFACTION and "满意" in row.value_text:
        return
    if row.wording is Licence.NAMED:
        return  # 营业执照有效期 长期
    soft = row.category in BENEFIT_CATEGORIES or row.category == SATISFACTION
    yield Hit("value", severity=Severity.INFO if row.wording is Licence.GRADED else Severity.WARNING if soft else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion(*ways_out(form, indicator))
