"""JX209: a share of change with no base: 提高80%. 增加床位100张 is a deliverable, 年均增长5% says its base."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.tags import tagged
from linter.values.types import Dimension, Direction, NameKind

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


_FROM_A_LEVEL = frozenset({Dimension.RATIO, Dimension.MASS, Dimension.VOLUME})
"""A share or a yield rises from what it was; 人均增收300元 is a sum one can count."""


def _change_without_base(row: Row) -> bool:
    change = row.value.change
    if change is None or change.quantity is None or change.base or change.to_level or row.name.change:
        return False
    text = normalise(row.value_text).text
    if row.has("based") or tagged(text, "based"):
        return False
    unit = change.quantity.unit
    if unit is None and tagged(text, "step"):
        return False  # a step on a scale starts from where one stands: 耕地质量 提升0.3等
    return unit is None or unit.dimension in _FROM_A_LEVEL


def check(row: Row) -> Iterator[Hit]:
    if not _change_without_base(row):
        return
    change = row.value.change
    if change is not None and change.direction is Direction.DOWN and row.name.fault and row.name.kind is not NameKind.AMOUNT:
        return
    if row.name.kind not in (NameKind.SATISFACTION, NameKind.ABSTRACT) and not (row.head and row.head.bound and not row.head.change):
        yield Hit("value")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    change = indicator.row.value.change
    verb = change.verb if change is not None else "提高"
    shown = f"较上年{verb}__%"
    better = renamed(form, indicator.row.category, indicator.row.name_text)
    other = f"；也可把名称改为能直接计量的指标，{better}" if better else ""
    return Suggestion(f"建议写明与哪一年、什么水平相比，如“{shown}”{other}。", (((indicator.path("value"), shown),),))
