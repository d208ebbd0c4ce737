"""JX703: a percentage of something that cannot be measured: 管理意识 ≥80%, 持续迭代能力 ≥99%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_name
from linter.values.types import Dimension, Name, NameKind, Shape

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
_ASSURED = re.compile(r"(?:综合)?(?:保证|保障)$")
_RAISED = re.compile(r"(?:提升|提高|增强|改善|改进|加强|强化)(?:率|幅度|程度)?$")
"""群众法治意识提升, 服务意识增强率: the change of something; what changes stands before."""
_SHARE = re.compile(r"比例|占比|指数|得分|合格|达标")


def _physical(stem: str) -> bool:
    """A capacity or level that is measured after all: 日处理能力, 农机化水平, 居民收入水平."""
    for head, group in (("能力", "capacity"), ("水平", "statistic"), ("程度", "statistic")):
        if stem.endswith(head) and _ASSURED.sub("", stem.removesuffix(head)).endswith(tuple(words("tags", group))):
            return True
    return False


def _unmeasurable(name: Name, surveyed: bool) -> bool:
    if name.kind is NameKind.ABSTRACT:
        return not surveyed and not _physical(name.text)
    return name.text.endswith(tuple(words("tags", "efficiency")))


def _abstract(row: Row) -> bool:
    entry = row.head
    if _SHARE.search(row.name.text):
        return False
    if entry is not None and entry.change and row.name.kind is NameKind.RATE:
        stem = parse_name(row.name.text.removesuffix(entry.word))
        return _unmeasurable(stem, surveyed=stem.text.endswith(("感", "度")))
    raised = _RAISED.search(row.name.text)
    if raised is not None and raised.start() >= 2:
        stem = parse_name(row.name.text[: raised.start()])
        return _unmeasurable(stem, surveyed=stem.text.endswith(("感", "度")))
    abstract_task = row.name.kind is NameKind.ACTIVITY and entry is not None and entry.kind == NameKind.ABSTRACT.value
    if abstract_task and entry is not None:
        return not entry.surveyed and not _physical(row.name.text)
    return _unmeasurable(row.name, entry is not None and entry.surveyed)


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    percentage = quantity is not None and quantity.dimension is Dimension.RATIO and row.value.shape in (Shape.NUMBER, Shape.CHANGE)
    if percentage and _abstract(row):
        yield Hit("name")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category, placed.row.name_text)
    return Suggestion(
        f"建议改为可以统计的指标{'，' + better if better else '，如考核通过率、差错率、使用次数'}；项目不以此为目标的，可删除此行。",
        refilled(form, placed, placed.row.category),
    )
