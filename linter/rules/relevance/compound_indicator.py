"""JX710: two measures in one cell, of the value or of the name."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_name
from linter.values.types import Dimension, Name, NameKind, Quantity, Shape

RULE = Rule(
    code="JX710",
    slug="compound-indicator",
    title="一格中写了两项指标",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    messages={
        "default": "“{value}”中有 {count} 项不同的内容，分不清如何考核。",
        "name": "“{name}”中有两项指标（“{first}”和“{second}”），一个指标值分不清考核哪一项。",
    },
)
_KINDS = frozenset({NameKind.RATE, NameKind.COUNT, NameKind.AMOUNT, NameKind.TIME, NameKind.SATISFACTION})


def _measures(quantities: tuple[Quantity, ...]) -> bool:
    """Numbers of different things. Several sizes of one object (长10公里、宽5米) are a specification."""
    symbols = {q.unit.symbol if q.unit else "" for q in quantities}
    dimensions = {q.dimension for q in quantities}
    sized = dimensions <= {Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME, Dimension.TIME, Dimension.DATA}
    return len(symbols) >= 2 and not sized and "" not in symbols and not any(q.unit and q.unit.per for q in quantities)


def _measured(name: str) -> bool:
    return phrase("measure_end").search(name) is not None


def _two_names(name: Name) -> tuple[str, str] | None:
    parts = phrase("joined").split(name.text)
    if len(parts) != 2 or name.kind not in _KINDS:
        return None
    first = parse_name(parts[0])
    whole = first.kind in _KINDS and _measured(first.text) and _measured(parts[1]) and len(parts[0]) >= 3
    return (parts[0], parts[1]) if whole and first.head != name.head else None


def check(row: Row) -> Iterator[Hit]:
    pair = _two_names(row.name)
    if pair is not None:
        yield Hit("name", {"first": pair[0], "second": pair[1]}, "name")
    value, text = row.value, row.value_text.strip()
    if value.shape is not Shape.MANY or value.when is not None or any(threshold.strip() for threshold in row.thresholds):
        return
    if phrase("separates").search(text) and not phrase("calculated").search(text) and _measures(value.quantities):
        yield Hit("value", {"count": len(value.quantities)})


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "name":
        return Suggestion(f"建议拆成“{hit.data['first']}”和“{hit.data['second']}”两行，各写各的指标值。")
    return Suggestion("建议拆成几行，每行一项指标、一个指标值。")
