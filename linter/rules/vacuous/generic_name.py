"""JX212: a name that is only its head: 满意度, 完成率, 人数, 费用, 完成时间."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX212",
    slug="generic-name",
    title="指标名称过于笼统，未指明对象",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX704",),
    messages={"default": "指标名称“{name}”没有指明对象，看不出考核谁、考核什么。"},
)
_KINDS = frozenset({NameKind.RATE, NameKind.SATISFACTION, NameKind.COUNT, NameKind.MONEY, NameKind.TIME, NameKind.AMOUNT, NameKind.SCORE})


def check(row: Row) -> Iterator[Hit]:
    name = row.name
    if (
        name.kind in _KINDS
        and name.head == name.text
        and len(name.text) <= 4
        and not name.formula
        and row.head
        and not row.head.fault
        and row.head.kind != "standard"
    ):
        yield Hit("name")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion(f"建议在“{placed.row.name.text}”前写明对象，如服务、考核的具体人员、单位或事项。")
