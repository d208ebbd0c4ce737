"""JX510: the value carries a name of its own: 核减率15%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_name
from linter.values.types import NameKind, Shape

RULE = Rule(
    code="JX510",
    slug="value-embeds-name",
    title="指标值中写了另一个指标名称",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX501", "JX502", "JX503", "JX509", "JX514"),
    messages={"default": "指标值“{value}”中含指标名称“{inner}”，名称应填在三级指标栏。"},
)
_KINDS = frozenset({NameKind.RATE, NameKind.SATISFACTION, NameKind.COUNT})


_NO_TARGET = ("核减率", "审减率")
"""Common, but many provinces discourage them as a fixed target: it pays the reviewer to cut. Neither suggested nor faulted."""


def check(row: Row) -> Iterator[Hit]:
    value = row.value
    if value.shape is not Shape.NUMBER or value.quantity is None:
        return
    for start, end in value.leftovers:
        inner = "".join(row.value_text[start:end].split()).rstrip("为达到≥≤=:：")
        if end <= value.quantity.span[0] and len(inner) >= 2 and parse_name(inner).kind in _KINDS and inner not in row.name.text:
            yield Hit("value", {"inner": inner}, span=(start, end))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    quantity = indicator.row.value.quantity
    if quantity is None:
        return None
    if hit.data["inner"] in _NO_TARGET:
        return Suggestion(f"建议名称与数值分栏填写；“{hit.data['inner']}”定得越高越难说明是好是坏，可改考评审时限、复核差错率等，请核实。")
    inner, rest = str(hit.data["inner"]), indicator.row.value_text[quantity.span[0] : quantity.span[1]].strip()
    sign = "" if quantity.comparator is not None else "，并补充≥或≤"
    reading = ((indicator.path("name"), inner), (indicator.path("value"), rest))
    return Suggestion(f"建议名称改为“{inner}”，指标值只写“{rest}”{sign}。", (reading,))
