"""JX702: a task, deadline or slogan as the name, with a value it cannot mean: 征求服务对象意见 ≥80%, 规定时间内完成 12月."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_name, parse_value
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX702",
    slug="activity-not-measure",
    title="指标名称是工作任务或口号，不是衡量内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX706", "JX709", "JX212", "JX704"),
    messages={
        "default": "“{name}”是工作内容，不是可以衡量的指标，“{value}”说明不了什么。",
        "rate": "“{name}”缺少衡量的方面，加“率”后含义才完整。",
        "deadline": "“{name}”是时间要求，不是指标名称。",
        "reference": "“{name}”是执行依据，不是指标名称。",
    },
)
_DEADLINE = re.compile(
    r"(?:规定|约定|计划|要求)?(?:的)?(?:时间|期限|时限|工期)(?:之?内|前)?(?:按时|及时)?完成|(?:年底|年末|年内|月底|[0-9]+月底?|季度末)之?前?完成|^(?:按时|按期|及时|如期)(?:完成)?$"
)


def _variant(row: Row) -> str | None:
    name, value = row.name, row.value
    text = name.text
    if parse_value(row.name_text).shape is Shape.REFERENCE:
        return "reference"
    ratio = value.shape is Shape.NUMBER and value.quantity is not None and value.quantity.dimension is Dimension.RATIO
    if (
        _DEADLINE.search(text)
        and name.kind in (NameKind.UNKNOWN, NameKind.ACTIVITY)
        and (ratio or value.shape in (Shape.WHEN, Shape.GRADE))
    ):
        return "deadline"
    if name.kind is NameKind.ACTIVITY and (ratio or value.shape is Shape.GRADE):
        rated = parse_name(text + "率")
        return "rate" if ratio and len(rated.head) >= 3 and rated.kind is NameKind.RATE else "default"
    return None


def check(row: Row) -> Iterator[Hit]:
    if row.name_text.strip() and row.value_text.strip() and normalise(row.name_text).text != normalise(row.value_text).text:
        variant = _variant(row)
        if variant is not None:
            yield Hit("name", variant=variant, severity=Severity.INFO if variant == "rate" else None)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    name = placed.row.name.text
    if hit.variant == "rate":
        return Suggestion(f"建议改为“{name}率”。", (((placed.path("name"), f"{name}率"),),))
    if placed.row.category == "服务对象满意度":
        return Suggestion(
            "建议名称改为“服务对象满意度”，指标值写“≥90%”，并写明调查方式。",
            (((placed.path("name"), "服务对象满意度"), (placed.path("value"), "≥90%")),),
        )
    if hit.variant == "deadline":
        return Suggestion("建议名称改为“……完成时间”，指标值写具体日期。")
    return Suggestion("建议名称改为可计量的内容，如“……数量”“……率”“……时间”，指标值与之对应。")
