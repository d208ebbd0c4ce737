"""JX209: a change with no base: 提高80%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Direction, NameKind

RULE = Rule(
    code="JX209",
    slug="missing-baseline",
    title="变化幅度没有基期",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "“{value}”没有写明与什么时候、什么水平相比。"},
)


def check(row: Row) -> Iterator[Hit]:
    change = row.value.change
    if change is None or change.quantity is None or change.base or change.to_level or row.name.change:
        return
    if change.direction is Direction.DOWN and (row.name.fault or "投诉" in row.name.text):
        return
    if row.name.kind not in (NameKind.SATISFACTION, NameKind.ABSTRACT) and not (row.head and row.head.bound and not row.head.change):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明基期和幅度，如“较上年提高__个百分点”；或把名称改为可计量的指标，写明要达到的水平。")
