"""JX516: columns contradict: 反向 with ≥, 定性 with a number."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_value
from linter.values.types import Shape

RULE = Rule(
    code="JX516",
    slug="nature-conflict",
    title="指标性质与指标值矛盾",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={
        "direction": "指标性质为“{nature}”，指标值却以“{sign}”表示，方向矛盾。",
        "qualitative": "指标属性为“定性”，指标值“{value}”却是数值。",
        "quantitative": "指标属性为“定量”，指标值“{value}”却没有数值。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    natures = [normalise(text).text for text in (row.nature, row.comparator) if text and text.strip()]
    own = parse_value(row.value_text)
    for nature in natures:
        comparator = own.comparator or parse_value(row.value_text, row.comparator).comparator
        if (nature in ("反向", "反向指标", "逆向", "负向") and own.comparator is not None and own.comparator.floor) or (
            nature in ("正向", "正向指标") and own.comparator is not None and own.comparator.cap
        ):
            yield Hit("value", {"nature": nature, "sign": own.comparator.value}, "direction")
        elif (
            nature in ("定性", "定性指标")
            and own.shape is Shape.NUMBER
            and (comparator is not None or (own.quantity and own.quantity.unit))
        ):
            yield Hit("value", variant="qualitative")
        elif nature in ("定量", "定量指标") and own.shape in (Shape.TEXT, Shape.FILLER, Shape.DIRECTION, Shape.YESNO, Shape.GRADE):
            yield Hit("value", variant="quantitative")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("请核实两栏，使指标性质（属性）与指标值一致。")
