"""JX705: a sentence as the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row

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
_BRACKETS = re.compile(r"[（(《〔\[【“][^）)》〕\]】”]*[）)》〕\]】”]")
_MAX = 30


def check(row: Row) -> Iterator[Hit]:
    bare = _BRACKETS.sub("", row.name.text)
    if re.search(r"[。；;！!？?]", bare):
        yield Hit("name", variant="marks")
    elif len(bare) > _MAX:
        yield Hit("name", {"length": len(bare)})


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议改为“对象＋衡量内容”的短语，说明放到备注。")
