"""JX710: two measures in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX710",
    slug="compound-indicator",
    title="一格中写了两项指标",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={"default": "“{value}”中有 {count} 项不同的内容，分不清如何考核。"},
)


def check(row: Row) -> Iterator[Hit]:
    value = row.value
    if value.shape is not Shape.MANY or value.when is not None or any(text.strip() for text in row.thresholds):
        return
    if re.search(r"[×xX*:：/]", row.value_text) or not re.search(r"[,，、;；和及\n]", row.value_text.strip()):
        return
    kinds = {(q.unit.symbol if q.unit else "") for q in value.quantities}
    if len(kinds) >= 2 and len(value.leftovers) >= 1 and not any(q.unit and q.unit.per for q in value.quantities):
        yield Hit("value", {"count": len(value.quantities)})


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议拆成几行，每行一项指标、一个指标值。")
