"""JX104: a value without a name, or a name that is only a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import Row

RULE = Rule(
    code="JX104",
    slug="missing-name",
    title="有指标值而无指标名称",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "指标值“{value}”没有对应的指标名称。", "number": "指标名称只有数字“{name}”，看不出考核什么。"},
)
_NUMBER = re.compile(r"[≥≤<>=]*[0-9.]+[%‰]?")


def check(row: Row) -> Iterator[Hit]:
    if not row.name_text.strip():
        if row.value_text.strip():
            yield Hit("value")
    elif _NUMBER.fullmatch(row.name.text):
        yield Hit("name", variant="number")
