"""JX509: a must-do rate (完成, 验收, 合格, 发放, 审核) below 60 %, a share of the satisfied that asks for almost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY, SATISFACTION, TIMELINESS
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.bounds._common import percent, several_years, wanted_high
from linter.rules.suggesting import target
from linter.rules.views import FormView, Row
from linter.values.frame import Measure
from linter.values.types import NameKind


@dataclass(frozen=True)
class Floors(Options):
    """Shares in %."""

    floor: int = option(60, "必须完成的比率低于此值（%）时提示")
    satisfaction_floor: int = option(30, "满意度低于此值（%）时建议修改")
    satisfaction_low: int = option(60, "满意度低于此值（%）时提示")
    quality_floor: int = option(10, "质量、时效指标中通过、合格、及时一类的比率低于此值（%）时提示")


RULE = Rule(
    code="JX509",
    slug="trivial-target",
    title="必须完成的工作目标值过低",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX702",),
    unless=dict.fromkeys(("default", "task", "quality"), ("low_by_nature", "phase")),
    option_type=Floors,
    messages={
        "default": "“{name}”属于应当完成的工作，“{value}”明显偏低。",
        "task": "“{name}”属于应当完成的工作，“{value}”明显偏低，且名称是工作任务，看不出考核什么比率。",
        "satisfaction": "“{name}”指标值为“{value}”，明显偏低，起不到约束作用。",
        "quality": "“{name}”应当接近全部，指标值“{value}”明显偏低。",
    },
)


def _must_do(row: Row) -> bool:
    """Work that has to be done in full: a must-do rate or a task."""
    entry = row.head
    timely = row.frame.measure is Measure.SHARE and row.frame.aspect is not None and row.frame.aspect.name == "timeliness"
    rate = timely or (entry is not None and entry.must_do and not entry.low_by_nature)
    return rate or (row.name.kind is NameKind.ACTIVITY and row.name.text.startswith(("完成", "按时完成")))


def _quality(row: Row) -> bool:
    """A rate of passing, of order or of punctuality, whose whole is wanted: no sample, no chance of success."""
    if row.frame.fault:
        return False  # 不规范率 is wanted low
    return row.category in (QUALITY, TIMELINESS) and row.name.kind is NameKind.RATE and row.has("exacting") and not row.has("sampled")


def _judge(row: Row, amount: Decimal, options: Floors) -> tuple[str, Severity | None] | None:
    """Variant and severity of a rate that asks for too little."""
    if row.name.kind is NameKind.SATISFACTION or (
        row.category == SATISFACTION and row.rated and not row.frame.fault and not row.name.change
    ):
        if amount >= options.satisfaction_low:
            return None
        return "satisfaction", None if amount < options.satisfaction_floor else Severity.INFO
    if _must_do(row):
        return ("task" if row.name.kind is NameKind.ACTIVITY else "default", None) if amount < options.floor else None
    if amount == 0 and wanted_high(row) and not row.has("low_by_nature"):
        return "quality", None  # nought of what is wanted: 履约率 =0%
    return ("quality", None) if amount < options.quality_floor and _quality(row) else None


def check(form: FormView, options: Floors) -> Iterator[Hit]:
    several = several_years(form)
    for indicator in form.rows:
        row = indicator.row
        rate = percent(row)
        if rate is None or rate.amount < 0 or (rate.comparator is not None and rate.comparator.cap):
            continue
        if rate.amount == 0 and rate.comparator is not None and rate.comparator.floor:
            continue  # ≥0 bounds nothing: JX502
        judged = _judge(row, rate.amount, options)
        # One year's part of a longer project may well be small.
        if judged is not None and not (judged[0] in ("default", "task") and several and indicator.half in ("annual", "both")):
            data = {"name": row.name.text, "value": row.whole}
            yield Hit(indicator.path("value"), data, judged[0], severity=judged[1], span=rate.span, half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "task":
        return Suggestion("建议名称改为“……完成率”，指标值改为“≥95%”或“=100%”，请核实。")
    indicator = next(p for p in form.rows if p.path("value") == hit.at)
    if hit.variant == "satisfaction":
        return Suggestion("建议改为“≥90%”，以调查结果为准。", (target(indicator, "≥", "90", "%"),))
    if hit.variant == "quality":
        return Suggestion("建议改为“≥95%”，请核实。", (target(indicator, "≥", "95", "%"),))
    return Suggestion("建议改为“≥95%”或“=100%”，请核实。", (target(indicator, "≥", "95", "%"), target(indicator, "=", "100", "%")))
