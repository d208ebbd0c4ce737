"""JX405: a measure word that does not fit the noun: 审核项目数量 ≥150户, 人数 280个."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from linter.lexicon import entries
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX405",
    slug="wrong-measure-word",
    title="量词与计数对象不符",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={"default": "“{name}”计的是{noun}，以“{unit}”计量不合适。"},
)


@cache
def _nouns() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    return {e["noun"]: (frozenset(e["clashes"]), tuple(e["fits"])) for e in entries("measures")}


def counted_noun(row: Row) -> str | None:
    """The noun the name counts, from the words right before its head (审核|项目|数量 → 项目); ``None`` if unclear."""
    name = row.name
    if name.kind is not NameKind.COUNT:
        return None
    head = name.head
    stem = name.text[: -len(head)] if head != name.text else ""
    for noun in sorted(_nouns(), key=len, reverse=True):
        if stem.endswith(noun) or (len(noun) >= 2 and head.startswith(noun)):
            return noun
    return {"人数": "人数", "户数": "户数"}.get(head)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is None or quantity.dimension is not Dimension.COUNT or quantity.unit.per:
        return
    noun = counted_noun(row)
    if noun is not None and quantity.unit.symbol in _nouns()[noun][0]:
        yield Hit(
            "value",
            {"noun": noun.removesuffix("数") if noun in ("人数", "户数") else noun, "unit": quantity.unit.text, "key": noun},
            span=quantity.unit_span,
        )


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    start, end = hit.span or (0, 0)
    text = placed.row.value_text
    offered = [text[:start] + unit + text[end:] for unit in _nouns()[str(hit.data["key"])][1][:2]]
    shown = "或".join(f"“{one.strip()}”" for one in offered)
    return Suggestion(f"建议改为{shown}，请核实。", tuple(((placed.path("value"), one),) for one in offered))
