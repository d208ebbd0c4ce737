"""JX214: a row filled because the system refuses blanks: 无, 0, 不适用."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import alternation
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import droppable, renamed
from linter.rules.vacuous._unwanted import is_unwanted
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_value
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX214",
    slug="filler-row",
    title="为填满表格而设的空行",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX215", "JX301", "JX205", "JX208", "JX203", "JX204", "JX201", "JX207", "JX206", "JX404", "JX202", "JX212", "JX702"),
    messages={
        "default": "此行指标值填“{value}”，没有考核内容。",
        "name": "此行指标名称填“{name}”，没有考核内容。",
    },
)


_NOT_HERE = re.compile(r"(?:本项目|该项目|本单位)?(?:不涉及|不适用|不产生|没有涉及|无此)[^0-9,，。;；]{0,8}")
_EMPTY = frozenset({Shape.EMPTY, Shape.NEGATION, Shape.YESNO})


def _zero(row: Row) -> bool:
    quantity = row.value.quantity
    return row.value.shape is Shape.NUMBER and quantity is not None and quantity.number == 0 and quantity.unit is None


def _negated_name(row: Row) -> bool:
    return (row.value.shape in _EMPTY or _zero(row)) and parse_value(row.name_text).shape is Shape.NEGATION


def _idle_zero(row: Row) -> bool:
    """0 for what is wished for. 返贫人数 0, 违规转包 0 and 防止返贫 0 are targets."""
    name = row.name.text
    wished = row.name.kind is NameKind.ACTIVITY or alternation("value-words", "direction").match(name) is not None
    return _zero(row) and (row.name.kind is NameKind.CATEGORY or (wished and not row.has("prevention")))


def check(row: Row) -> Iterator[Hit]:
    asked = row.name.text.startswith("是否")
    if not row.name_text.strip() or (is_unwanted(row) and not asked):
        return
    if _negated_name(row):
        yield Hit("name", variant="name")
    elif (
        row.value.shape is Shape.NEGATION
        or _NOT_HERE.fullmatch(normalise(row.value_text).text)
        or (asked and row.value.shape is Shape.YESNO)
        or _idle_zero(row)
    ):
        yield Hit("value")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    if droppable(form, indicator):
        return Suggestion("项目不涉及的，系统允许时删除此行，不必填写。", (((indicator.path(), None),),))
    better = renamed(form, indicator.row.category, "" if hit.variant == "name" else indicator.row.name_text)
    return Suggestion(f"{indicator.row.category or '此类指标'}应有考核内容{'，' + better if better else '，建议按项目实际填写'}。")
