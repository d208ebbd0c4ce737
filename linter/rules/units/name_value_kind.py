"""JX406: name and value speak of different things: 率 in 天, 费用 in 个, 时间 in %, 人数 in 元."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, in_unit, target
from linter.rules.units._common import bracket_clash, clashes, dated, graver, single, unit_elsewhere, unit_for
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
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
_EXPECTED = {
    Measure.SHARE: "百分比",
    Measure.MONEY: "金额",
    Measure.DURATION: "时间",
    Measure.COUNT: "数量",
    Measure.AMOUNT: "实物量",
}
_AREAS = ("面积", "亩数")


def check(row: Row) -> Iterator[Hit]:
    quantity, expected = single(row), _EXPECTED.get(row.frame.measure, "与名称相应的单位")
    if quantity is not None and clashes(row, quantity):
        span, related = quantity.unit_span or quantity.span, unit_elsewhere(row, quantity)
        variant = "bracket" if bracket_clash(row, quantity) else "default"
        yield Hit("value", {"expected": expected}, variant, span=span, related=related, severity=graver(row))
    elif dated(row):
        yield Hit("value", {"expected": expected}, severity=graver(row))


def _renamed(row: Row) -> str | None:
    """What the value as it stands would be called."""
    stem = row.name.text.removesuffix(row.name.head)
    match row.name.kind, row.dimension:
        case NameKind.RATE, Dimension.MONEY:
            return f"{row.name.text.removesuffix('率')}金额"
        case NameKind.RATE, Dimension.COUNT:
            return f"{row.name.text.removesuffix('率')}数量"
        case NameKind.RATE, _:
            return f"{stem}时限" if stem.endswith("完成") else f"{stem}完成时限"
        case NameKind.AMOUNT, Dimension.RATIO if row.name.text.endswith("面积"):
            return f"{row.name.text.removesuffix('面积')}率"
        case NameKind.TIME, Dimension.RATIO:
            return f"{stem or row.name.head.removesuffix('时间')}{row.name.head.removesuffix('时间').removesuffix('时限') if stem else ''}及时率"
    return None


def _valued(placed: PlacedRow) -> tuple[str, str, str] | None:
    """Comparator, number and unit that would fit the name as it stands."""
    row, name = placed.row, placed.row.name
    unit = row.value.quantity.unit if row.value.quantity is not None else None
    match name.kind:
        case NameKind.RATE:
            return "≤" if row.frame.fault else "≥", "__", "%"
        case NameKind.MONEY:
            return (
                "≥" if row.frame.polarity == "up" or row.has("revenue") else "≤",
                "__",
                "/".join(("元", *(unit.per[-1:] if unit else ()))),
            )
        case NameKind.COUNT:
            known = unit_for(name.text)
            return ("≥", "__", known) if known else None
        case NameKind.AMOUNT if row.dimension is Dimension.RATIO:
            return None
        case NameKind.AMOUNT:
            return ("≥", "__", "亩" if name.text.endswith("亩数") else "平方米") if name.text.endswith(_AREAS) else None
    return None


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    row = placed.row
    known = unit_for(row.name.text)
    if row.name.kind is NameKind.COUNT and row.dimension is Dimension.SCORE and known:  # 征订份数 2600分
        edits, shown = in_unit(placed, known)
        return Suggestion(f"请核实单位，是否应为“{shown}”。", (edits,))
    renamed, valued = _renamed(row), _valued(placed)
    options: list[str] = []
    readings: list[Edits] = []
    if renamed:
        options.append(f"保留指标值的，名称改为“{renamed}”")
        readings.append(((placed.path("name"), renamed),))
    if valued:
        options.append(f"保留名称的，指标值改为“{''.join(valued)}”")
        readings.append(target(placed, *valued))
    elif row.name.kind is NameKind.TIME:
        options.append(f"保留名称的，写明完成日期或时长，如“{form.year or '__'}年__月__日前”")
        readings.append(((placed.path("value"), f"{form.year or '__'}年__月__日前"),))
    if not options:
        return Suggestion(f"建议核实：保留名称的，指标值改用{hit.data['expected']}；保留指标值的，名称改为相应的指标。")
    if valued and not renamed:
        return Suggestion(f"建议核实，指标值改为“{''.join(valued)}”，或名称改为与指标值相应的内容。", tuple(readings))
    return Suggestion(f"建议核实：{'；'.join(options)}。", tuple(readings))
