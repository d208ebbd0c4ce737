"""JX703: a percentage of something that cannot be measured: 管理意识 ≥80%, 持续迭代能力 ≥99%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_name
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX703",
    slug="abstract-percentage",
    title="抽象内容用百分比衡量",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX209", "JX702", "JX709"),
    messages={"default": "“{name}”无法用百分比“{value}”衡量，数据从何而来不清楚。"},
)


def _abstract(row: Row) -> bool:
    entry = row.head
    if row.name.kind is NameKind.ABSTRACT:
        return entry is not None and not entry.surveyed
    if entry is not None and entry.change and row.name.kind is NameKind.RATE:
        stem = parse_name(row.name.text.removesuffix(entry.word))
        return stem.kind is NameKind.ABSTRACT
    return False


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    if (
        (
            row.value.shape in (Shape.NUMBER, Shape.CHANGE)
            and quantity is not None
            and quantity.dimension is Dimension.RATIO
            and _abstract(row)
        )
        and "比例" not in row.name.text
        and "占比" not in row.name.text
    ):
        yield Hit("name")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    return Suggestion(
        f"建议改为可以统计的指标{'，' + better if better else '，如考核通过率、差错率、使用次数'}；项目不以此为目标的，可删除此行。"
    )
