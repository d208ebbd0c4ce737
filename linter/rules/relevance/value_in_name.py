"""JX711: the name holds its own target: 新建水泥路1条 with 1条."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds.name_contradicts_value import stated
from linter.rules.views import FormView, PlacedRow, Row

RULE = Rule(
    code="JX711",
    slug="value-in-name",
    title="指标名称中写了指标值",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={"default": "名称“{name}”中写了指标值“{stated}”，数值只需写在指标值中。"},
)


def check(row: Row) -> Iterator[Hit]:
    stated_pair = stated(row)
    if stated_pair is not None and stated_pair[0].amount == stated_pair[1].amount:
        yield Hit("name", {"stated": row.name.stated})


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    name = indicator.row.name.text
    return Suggestion(f"建议名称写“{name}”。", (((indicator.path("name"), name),),))
