"""JX509: a must-do rate (完成, 验收, 合格, 发放, 审核) below 60 %."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Option, Rule, Scope, Suggestion
from linter.rules.bounds._common import percent
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX509",
    slug="trivial-target",
    title="必须完成的工作目标值过低",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX702",),
    options=(Option("floor", 60, "必须完成的比率低于此值（%）时提示"),),
    messages={"default": "“{name}”属于应当完成的工作，“{value}”明显偏低。"},
)
_LOW_BY_NATURE = (
    "预留",
    "签约",
    "优良",
    "优秀",
    "就业",
    "中小",
    "转化",
    "首次",
    "提前",
    "投资",
    "份额",
    "占比",
    "序时",
    "一季度",
    "上半年",
)


def check(row: Row, options: dict[str, Any]) -> Iterator[Hit]:
    rate, entry = percent(row), row.head
    if rate is None or rate.amount >= options["floor"] or rate.amount == 0 or (rate.comparator is not None and rate.comparator.cap):
        return
    if any(word in row.name.text for word in _LOW_BY_NATURE):
        return
    must = entry is not None and entry.must_do and not entry.low_by_nature
    task = row.name.kind is NameKind.ACTIVITY and row.name.text.startswith(("完成", "按时完成"))
    if (must or task) and row.category != "服务对象满意度":
        yield Hit("value", span=rate.span)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    at = placed.path("value")
    if placed.row.name.kind is NameKind.ACTIVITY:
        return Suggestion("建议名称改为“……完成率”，指标值改为“≥95%”或“=100%”，请核实。")
    return Suggestion("建议改为“≥95%”或“=100%”，请核实。", (((at, "≥95%"),), ((at, "=100%"),)))
