"""JX516: columns contradict: 反向 with ≥, 定性 with a number."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_value
from linter.values.numbers import comparator_word
from linter.values.types import Comparator, Shape

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


_NATURES = ("nature_down", "nature_up", "qualitative", "quantitative")
_NUMBERLESS = (Shape.TEXT, Shape.FILLER, Shape.DIRECTION, Shape.YESNO, Shape.GRADE)


def _nature(text: str) -> str | None:
    """What a nature's word means: 逆向指标 → ``nature_down``."""
    return next((nature for nature in _NATURES if text in words("phrases", nature)), None)


def _sign(row: Row) -> tuple[Comparator, str] | None:
    """The comparator the row prints and where: in the value, else in its own column (正向, 反向 are no comparators here)."""
    own = parse_value(row.value_text).comparator
    if own is not None:
        return own, "value"
    column = normalise(row.comparator or "").text
    stated = comparator_word(column) if _nature(column) is None else None
    return (stated, "comparator") if stated is not None else None


def check(row: Row) -> Iterator[Hit]:
    if row.nature is None and row.comparator is None:
        return
    value, sign = parse_value(row.value_text), _sign(row)
    for part, text in (("nature", row.nature), ("comparator", row.comparator)):
        nature = normalise(text or "").text
        meant = _nature(nature)
        related = ((part, "指标性质"),)
        if sign is not None and ((meant == "nature_down" and sign[0].floor) or (meant == "nature_up" and sign[0].cap)):
            yield Hit(sign[1], {"nature": nature, "sign": sign[0].value}, "direction", related=related)
        elif (
            meant == "qualitative"
            and value.shape is Shape.NUMBER
            and (sign is not None or (row.unit or "").strip() or (value.quantity and value.quantity.unit))
        ):
            yield Hit("value", variant="qualitative", related=related)
        elif meant == "quantitative" and value.shape in _NUMBERLESS:
            yield Hit("value", variant="quantitative", related=related)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "quantitative":
        return Suggestion("请核实两栏：能够计量的，指标值写数量；难以计量的，性质改为“定性”并写明分级。")
    if hit.variant == "qualitative":
        return Suggestion("请核实两栏：以数值考核的，性质改为“定量”。")
    return Suggestion("请核实指标性质与比较符号，使方向一致。")
