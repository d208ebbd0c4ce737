"""JX703: a percentage of something that cannot be measured: 管理意识 ≥80%, 持续迭代能力 ≥99%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure, frame_of, is_state_share
from linter.values.licences import Licence, changed_thing
from linter.values.morphology import shaped
from linter.values.types import Dimension, Shape

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


def _abstract(name: str) -> bool:
    """An abstraction, or the change of one: 服务意识, 服务意识增强率, 提高治理能力."""
    if name.endswith("性") and is_state_share(name[:-1]):
        return False  # 发放及时性 is 及时率 by another name: JX702 says so
    if frame_of(name).measure is Measure.ABSTRACT or name.endswith(tuple(words("tags", "efficiency"))):
        return True
    if frame_of(name).measure is Measure.CHANGE and shaped(name, "effect", "anywhere"):
        return False  # 生活困境得到缓解 tells what happens: JX702
    thing = changed_thing(re.sub(r"(?:率|幅度|程度)$", "", name))
    return thing is not None and thing != name and _abstract(thing)


def check(row: Row) -> Iterator[Hit]:
    quantity = row.value.quantity
    percentage = quantity is not None and quantity.dimension is Dimension.RATIO and row.value.shape in (Shape.NUMBER, Shape.CHANGE)
    if not percentage or phrase("share_word").search(row.name.text) or not _abstract(row.name.text):
        return
    if row.percentage not in (Licence.EXPLAINED, Licence.BRACKET, Licence.SURVEY) and not _said_by_itself(row):
        yield Hit("name")


def _said_by_itself(row: Row) -> bool:
    """The value names a share of its own: 共享成效 开放共享率不低于60%."""
    return row.percentage is Licence.SHARE and bool(row.value.leftovers)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, indicator.row.category, indicator.row.name_text)
    return Suggestion(
        f"建议改为可以统计的指标{'，' + better if better else '，如考核通过率、差错率、使用次数'}；项目不以此为目标的，可删除此行。",
        refilled(form, indicator, indicator.row.category),
    )
