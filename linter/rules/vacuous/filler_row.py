"""JX214: a row filled because the system refuses blanks: 无, 0, 不适用."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_value
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX214",
    slug="filler-row",
    title="为填满表格而设的空行",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX215", "JX301", "JX205", "JX208", "JX203", "JX204", "JX201", "JX207", "JX206", "JX404", "JX202", "JX404", "JX702"),
    messages={"default": "此行填“{value}”，没有考核内容。"},
)


def _negated(row: Row) -> bool:
    if parse_value(row.name_text).shape is Shape.NEGATION:
        return True
    return row.value.shape is Shape.NEGATION or (row.name.text.startswith("是否") and row.value.shape is Shape.YESNO)


def _bare_zero(row: Row) -> bool:
    quantity = row.value.quantity
    zero = row.value.shape is Shape.NUMBER and quantity is not None and quantity.number == 0 and quantity.unit is None
    return zero and row.name.kind in (NameKind.CATEGORY, NameKind.UNKNOWN, NameKind.ACTIVITY) and not row.name.fault


def check(row: Row) -> Iterator[Hit]:
    if row.name_text.strip() and not row.name.fault and (_negated(row) or _bare_zero(row)):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("项目不涉及的，系统允许时删除此行，不必填写。", (((placed.path(), None),),))
