"""JX406: name and value speak of different things: 率 in 天, 费用 in 个, 时间 in %, 人数 in 元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, in_unit, target
from linter.rules.units._common import bracket_clash, clashes, dated, graver, single, unit_elsewhere, unit_for
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.morphology import said
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX406",
    slug="name-value-kind",
    title="指标名称与指标值不是同一类内容",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX701", "JX405", "JX501", "JX503", "JX508", "JX502"),
    messages={
        "default": "“{name}”应以{expected}表示，指标值“{value}”与名称不对应。",
        "bracket": "指标值“{value}”与“{name}”所写的单位不对应。",
    },
)


_COUNTED = dict.fromkeys((Measure.THING, Measure.TASK, Measure.UNKNOWN), Measure.COUNT)
"""What people are asked for where a name is nothing but a thing, or work on it: its number."""


def check(row: Row) -> Iterator[Hit]:
    quantity, expected = single(row), said(_COUNTED.get(row.frame.measure, row.frame.measure).value)
    if quantity is not None and clashes(row, quantity):
        span, related = quantity.unit_span or quantity.span, unit_elsewhere(row, quantity)
        variant = "bracket" if bracket_clash(row, quantity) else "default"
        yield Hit("value", {"expected": expected}, variant, span=span, related=related, severity=graver(row))
    elif dated(row):
        yield Hit("value", {"expected": expected}, severity=graver(row))


@derived
def _renamings() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    return tuple((entry, re.compile(entry["drop"])) for entry in entries("renamings"))


def renamed(row: Row) -> str | None:
    """What the value as it stands would be called: 资金拨付及时率 in 天 → 资金拨付完成时限."""
    frame, quantity = row.frame, row.value.quantity
    dimension = row.dimension or (Dimension.TIME if row.value.when is not None else None)
    for entry, drop in _renamings():
        about = not entry.get("aspects") or (frame.aspect is not None and frame.aspect.name in entry["aspects"])
        named = entry["measure"] == frame.measure.value and dimension is not None and entry["dimension"] == dimension.value
        if named and about and (frame.fault or not entry.get("fault")) and drop.search(row.name.text):
            unit = quantity.unit.symbol if quantity is not None and quantity.unit is not None else ""
            return drop.sub("", row.name.text) + str(entry["ending"]).format(unit=unit)
    return None


def _valued(indicator: PlacedRow) -> tuple[str, str, str] | None:
    """Comparator, number and unit that would fit the name as it stands."""
    row = indicator.row
    unit = row.value.quantity.unit if row.value.quantity is not None else None
    match row.frame.measure:
        case Measure.SHARE:
            return "≤" if row.frame.fault else "≥", "__", "%"
        case Measure.MONEY:
            wanted = row.frame.polarity == "up" or row.has("revenue")
            return "≥" if wanted else "≤", "__", "/".join(("元", *(unit.per[-1:] if unit else ())))
        case Measure.COUNT | Measure.THING:
            known = unit_for(row.name.text)
            return ("≤" if row.frame.fault else "≥", "__", known) if known else None
        case Measure.AMOUNT if row.dimension is not Dimension.RATIO:
            return ("≥", "__", row.head.units[0]) if row.head is not None and row.head.units else None
    return None


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row = indicator.row
    known = unit_for(row.name.text)
    if row.name.kind is NameKind.COUNT and row.dimension is Dimension.SCORE and known:  # 征订份数 2600分
        edits, shown = in_unit(indicator, known)
        return Suggestion(f"请核实单位，是否应为“{shown}”。", (edits,))
    better, valued = renamed(row), _valued(indicator)
    options: list[str] = []
    readings: list[Edits] = []
    if better:
        options.append(f"保留指标值的，名称改为“{better}”")
        readings.append(((indicator.path("name"), better),))
    if valued:
        options.append(f"保留名称的，指标值改为“{''.join(valued)}”")
        readings.append(target(indicator, *valued))
    elif row.name.kind is NameKind.TIME:
        options.append(f"保留名称的，写明完成日期或时长，如“{form.year or '__'}年__月__日前”")
        readings.append(((indicator.path("value"), f"{form.year or '__'}年__月__日前"),))
    if not options:
        return Suggestion(f"建议核实：保留名称的，指标值改用{hit.data['expected']}；保留指标值的，名称改为相应的指标。")
    if valued and not better:
        return Suggestion(f"建议核实，指标值改为“{''.join(valued)}”，或名称改为与指标值相应的内容。", tuple(readings))
    return Suggestion(f"建议核实：{'；'.join(options)}。", tuple(readings))
