"""JX402: a count in percent: 服务单位数量 ≥186%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted, target
from linter.rules.units._common import known_units, percent_unit, single, units_for
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.types import Dimension, NameKind, Quantity

RULE = Rule(
    code="JX402",
    slug="count-with-percent",
    title="计数类指标使用百分比",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX406", "JX401", "JX701", "JX501", "JX502", "JX503"),
    messages={
        "default": "“{name}”是计数类指标，指标值不宜用百分比“{value}”。",
        "entitled": "“{name}”以“{value}”表示应有尽有，建议写明具体数量。",
    },
)


HUNDRED = 100
_NEARLY_ALL = 90
"""From here to 100 a percentage of a count is most likely a share of the plan, not a number typed with the wrong unit."""


_HALF = 50
"""A share of the work done is hardly planned below this, nor above 100: 制作宣传片 2% is a count typed with the wrong unit."""


def _counts(row: Row, quantity: Quantity) -> bool:
    """The name counts, or it tells of making or holding a countable thing and the percentage cannot be the share done."""
    if row.name.kind not in (NameKind.ACTIVITY, NameKind.UNKNOWN) or row.category != "数量指标":
        return row.frame.measure is Measure.COUNT
    return not _HALF <= quantity.amount <= 100 and bool(known_units(row.name.text))


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or not _counts(row, quantity) or row.name.change or quantity.dimension is not Dimension.RATIO:
        return
    if percent_unit(quantity.unit) and not (quantity.number == 0 and row.name.fault):
        whole = row.has("entitled") and quantity.amount == HUNDRED
        yield Hit("value", variant="entitled" if whole else "default", span=quantity.span, severity=Severity.INFO if whole else None)


def _as_share(placed: PlacedRow) -> Suggestion:
    """100 % of the people is a rate by another name; the number itself is not in the form."""
    name = placed.row.name.text
    unit = units_for(name)[0]
    return Suggestion(
        f"若指完成计划的比例，名称改为“{name}完成率”；若指数量，指标值改为“≥__{unit}”，请与项目实施计划核实。",
        (((placed.path("name"), f"{name}完成率"),), target(placed, "≥", "__", unit)),
    )


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = placed.row, placed.row.value.quantity
    if quantity is None:
        return None
    if _NEARLY_ALL <= quantity.amount <= 100:
        return _as_share(placed)
    offered = [in_unit(placed, unit) for unit in units_for(row.name.text)]
    shown = quoted(text for _, text in offered)
    return Suggestion(f"建议改为{shown}，请与项目实施计划核实数量。", tuple(reading for reading, _ in offered))
