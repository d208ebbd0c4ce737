"""JX517: the name states one figure, the value another: 合格率100% with ≥90%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_value
from linter.values.types import Quantity, Shape

RULE = Rule(
    code="JX517",
    slug="name-contradicts-value",
    title="名称中的数值与指标值不一致",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={"default": "名称中写“{stated}”，指标值为“{value}”，两处不一致。"},
)
_SINGLE = frozenset({Shape.NUMBER, Shape.RANGE})


def figure_in(row: Row) -> str | None:
    """The figure a name holds at its end (合格率100%), or the limit it begins with (2小时内到场)."""
    limit = phrase("limit_first").match(row.name.text)
    return row.name.stated or (limit["limit"] if limit is not None else None)


def stated(row: Row) -> tuple[Quantity, Quantity] | None:
    """The figure the name holds and the value's, where both measure the same; ``None`` where the name holds none or another thing."""
    text = figure_in(row)
    if text is None or row.value.shape not in _SINGLE:
        return None
    own, given = parse_value(text).quantity, row.value.quantity
    if own is None or given is None or own.unit is None or given.unit is None or own.dimension is not given.dimension:
        return None
    same = own.unit.symbol == given.unit.symbol or own.unit.scale != given.unit.scale or own.unit.dimension.value != "count"
    return (own, given) if same else None


def check(row: Row) -> Iterator[Hit]:
    stated_pair = stated(row)
    if stated_pair is not None and stated_pair[0].amount != stated_pair[1].amount:
        yield Hit("value", {"stated": figure_in(row)}, span=stated_pair[1].span, related=(("name", "名称中的数值"),))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    name = indicator.row.name.text
    limit = phrase("limit_first").match(name)
    if limit is not None:
        name = name[limit.end() :]
    return Suggestion(f"请核实以哪一个为准，数值只写在指标值中，名称写“{name}”。", (((indicator.path("name"), name),),))
