"""JX705: a sentence as the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX705",
    slug="sentence-as-name",
    title="指标名称写成了句子",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "指标名称有 {length} 个字，写成了句子，建议简明。", "marks": "指标名称中有句号或分号，写成了句子，建议简明。"},
)
_BRACKETS = re.compile(r"[（(《〔\[【“][^）)》〕\]】”]{0,200}[）)》〕\]】”]")
_MARKS = re.compile(r"[。；;！!？?](?!$)|。$")
_MAX = 30
_MAX_NAMED = 40
"""A long name that ends in a proper measure (…养老金按时足额发放率) is official, not a sentence."""
_MEASURES = frozenset({NameKind.RATE, NameKind.COUNT, NameKind.AMOUNT, NameKind.MONEY, NameKind.TIME, NameKind.SATISFACTION})


def check(row: Row) -> Iterator[Hit]:
    bare = _BRACKETS.sub("", row.name.text)
    limit = _MAX_NAMED if row.name.kind in _MEASURES and "," not in bare and "，" not in bare else _MAX
    if _MARKS.search(bare):
        yield Hit("name", variant="marks")
    elif len(bare) > limit:
        yield Hit("name", {"length": len(bare)})


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议改为“对象＋衡量内容”的短语（如“……数量”“……率”），其余说明放到项目概况。")
