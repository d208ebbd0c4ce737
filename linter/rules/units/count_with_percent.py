"""JX402: a count in percent: 服务单位数量 ≥186%."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, in_unit, quoted, target
from linter.rules.units._common import graver, known_units, percent_unit, single, unit_for, units_for
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
    supersedes=("JX406", "JX401", "JX701", "JX702", "JX501", "JX502", "JX503"),
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


_BEINGS = frozenset({"person", "people", "household"})
"""A name that ends in people counts them, under 数量."""


def _counts(row: Row, quantity: Quantity) -> bool:
    """The name counts, or it tells of making or holding a countable thing and the percentage cannot be the share done."""
    if row.frame.measure is Measure.COUNT:
        return True
    if row.frame.measure is Measure.THING and row.frame.obj.what in _BEINGS and row.category == QUANTITY:
        return quantity.amount != HUNDRED and row.percentage is None  # 体检职工 ≥95%; all of them may be meant by 100%
    if row.name.kind not in (NameKind.ACTIVITY, NameKind.UNKNOWN) or row.category != QUANTITY:
        return False
    return not _HALF <= quantity.amount <= 100 and bool(known_units(row.name.text))


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or not _counts(row, quantity) or row.name.change or quantity.dimension is not Dimension.RATIO:
        return
    if percent_unit(quantity.unit) and not (quantity.number == 0 and row.name.fault):
        whole = row.has("entitled") and quantity.amount == HUNDRED
        severity = Severity.INFO if whole else graver(row) if row.frame.measure is Measure.THING else None
        yield Hit("value", variant="entitled" if whole else "default", span=quantity.span, severity=severity)


def _as_share(indicator: PlacedRow) -> Suggestion:
    """100 % of the people is a rate by another name; the number itself is not in the form."""
    name = indicator.row.name.text
    unit = unit_for(name)
    counted = phrase("count_end").sub("", name)
    share = f"{counted.removeprefix('应')}覆盖率" if indicator.row.has("entitled") else f"{name}完成率"
    number = f"指标值改为“≥__{unit}”" if unit else "指标值写明数值和计量单位"
    readings: tuple[Edits, ...] = (((indicator.path("name"), share),),)
    if unit:
        readings += (target(indicator, "≥", "__", unit),)
    return Suggestion(f"若指完成计划的比例，名称改为“{share}”；若指数量，{number}，请与项目实施计划核实。", readings)


def _unknown_thing(indicator: PlacedRow) -> Suggestion:
    """What is counted has no measure word we know: a share of growth by name, or a number with its unit."""
    grown = f"{indicator.row.name.text}增长率"
    return Suggestion(
        f"若指比上年的增长，名称改为“{grown}”；若指数量，指标值写明数值和计量单位（按金额计的写“万元”）。",
        (((indicator.path("name"), grown),),),
    )


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row, quantity = indicator.row, indicator.row.value.quantity
    if quantity is None:
        return None
    if _NEARLY_ALL <= quantity.amount <= 100:
        return _as_share(indicator)
    offered = [in_unit(indicator, unit) for unit in units_for(row.name.text)]
    if not offered:
        return _unknown_thing(indicator)
    shown = quoted(text for _, text in offered)
    return Suggestion(f"建议改为{shown}，请与项目实施计划核实数量。", tuple(reading for reading, _ in offered))
