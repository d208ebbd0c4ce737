"""JX202: the name only repeats its category: 数量指标, 质量, 经济效益, 可持续性."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX202",
    slug="name-is-category",
    title="指标名称只是重复指标类别",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX212", "JX704"),
    messages={"default": "指标名称“{name}”只是重复指标类别，看不出考核什么内容。"},
)


def check(row: Row) -> Iterator[Hit]:
    if row.category and row.name.kind is NameKind.CATEGORY:
        yield Hit("name")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    return Suggestion(f"建议写明具体指标名称{'，' + better if better else ''}。")
