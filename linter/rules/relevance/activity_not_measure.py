"""JX702: a percentage, date or grade that nothing in the name licenses: a task, condition, change, effect, deadline or slogan as the name."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import SATISFACTION, TIMELINESS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import Edits, renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.frame import Measure, is_state_share
from linter.values.licences import is_percentage
from linter.values.tags import without
from linter.values.types import NameKind, Shape, WhenKind

RULE = Rule(
    code="JX702",
    slug="activity-not-measure",
    title="指标名称是工作任务或口号，不是衡量内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX706", "JX709", "JX212", "JX704"),
    messages={
        "default": "“{name}”是工作内容，不是可以衡量的指标，“{value}”说明不了什么。",
        "condition": "“{name}”是应当遵守的要求，不是可以衡量的指标，“{value}”说明不了什么。",
        "change": "“{name}”是变化的方向，“{value}”看不出变化多少、与什么时候相比。",
        "effect": "“{name}”是对效果的描述，不是可以衡量的指标，“{value}”从何统计不清楚。",
        "unsaid": "“{name}”没有写明是哪个比率，请核实“{value}”如何计算。",
        "rate": "“{name}”缺少衡量的方面，补上“{added}”字后含义才完整。",
        "deadline": "“{name}”是时间要求，不是指标名称。",
        "reference": "“{name}”是执行依据，不是指标名称。",
    },
)
_PLAIN = frozenset({Measure.THING, Measure.UNKNOWN})
"""A noun of which the percentage is not said: asked, not accused."""
_WORK = frozenset({Measure.TASK, Measure.CONDITION, Measure.EFFECT, Measure.DEADLINE, Measure.QUESTION})
_OTHERS = frozenset({Measure.ABSTRACT, Measure.COUNT, Measure.AMOUNT, Measure.MONEY, Measure.DURATION, Measure.CATEGORY, Measure.GRADE})
"""Where a percentage is another rule's: abstractions JX703, counts JX402, other kinds JX406."""
_DATES = (WhenKind.DEADLINE, WhenKind.POINT, WhenKind.WHOLE)


def _added(row: Row) -> str | None:
    """The character that makes a state a known measure: 账实相符 → 率, 群众满意 → 度."""
    text = row.name.text
    if text.endswith("满意"):
        return "度"
    if text.endswith("性") and is_state_share(text[:-1]):
        return "率"
    stated = row.frame.measure in (Measure.STATE, Measure.TASK, Measure.UNKNOWN) and row.has("state_end")
    return "率" if stated and is_state_share(text) else None


def _variant(row: Row) -> str | None:
    measure = row.frame.measure
    own = measure is Measure.DEADLINE and row.category == TIMELINESS and row.value.quantified and row.has("dated_task")
    if own and row.value.shape is Shape.WHEN:
        return None  # 汛前完成设备检修 5月31日前: a task with its own date
    if measure in (Measure.DEADLINE, Measure.REFERENCE) and (is_percentage(row.value) or row.value.shape in (Shape.WHEN, Shape.GRADE)):
        return "deadline" if measure is Measure.DEADLINE else "reference"
    if is_percentage(row.value):
        short_of_rate = measure is Measure.ABSTRACT and _added(row) is not None  # 发放及时性 100%
        if row.percentage is not None:
            return None
        if measure is Measure.MONEY and (row.frame.wished or row.has("pays_first")):
            return "effect" if row.frame.wished else "default"  # 推动侨商回乡投资, 发放慰问金
        if measure in _OTHERS and not short_of_rate:
            return None
        return "unsaid" if measure in _PLAIN and not row.frame.acted else measure.value
    if row.value.shape is Shape.WHEN and row.value.when is not None and row.value.when.kind in _DATES:
        return "default" if measure in (Measure.CHANGE, Measure.EFFECT) else None
    task = row.name.kind is NameKind.ACTIVITY and measure in _WORK
    graded = row.value.shape is Shape.GRADE and task and not row.name.text.endswith("质量")
    return "default" if graded else None


def check(row: Row) -> Iterator[Hit]:
    if not row.name_text.strip() or not row.value_text.strip() or normalise(row.name_text).text == normalise(row.value_text).text:
        return
    variant = _variant(row)
    if variant is None:
        return
    added = _added(row) if is_percentage(row.value) else None
    if added is not None and variant not in ("deadline", "reference"):
        yield Hit("name", {"added": added}, "rate", severity=Severity.INFO)
    elif variant == "unsaid":
        yield Hit("name", {"added": ""}, variant, severity=Severity.INFO)
    else:
        yield Hit("name", {"added": ""}, variant if variant in RULE.messages else "default")


def _deadline(indicator: PlacedRow, form: FormView) -> Suggestion:
    dated = indicator.row.value.shape is Shape.WHEN
    readings: list[Edits] = []
    if form.year and indicator.row.comparator is None and indicator.row.unit is None:
        value = indicator.row.value_text if dated and indicator.row.value.quantified else f"{form.year}年__月底前"
        readings.append(((indicator.path("name"), "项目完成时间"), (indicator.path("value"), value)))
    date = f"（如“{form.year}年__月底前”）" if form.year else ""
    if not dated and indicator.row.value.shape is Shape.NUMBER:
        readings.append(((indicator.path("name"), "项目按期完成率"),))
        return Suggestion(
            f"建议名称改为“项目完成时间”，指标值写具体日期{date}；或名称改为“项目按期完成率”，指标值仍用百分比。", tuple(readings)
        )
    return Suggestion(f"建议名称改为“项目完成时间”，指标值写具体日期{date}。", tuple(readings))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    name, category = indicator.row.name.text, indicator.row.category
    if hit.variant == "rate":
        whole = f"{without(name, 'assuring').removesuffix('性')}{hit.data['added']}"
        return Suggestion(f"建议改为“{whole}”。", (((indicator.path("name"), whole),),))
    if category == SATISFACTION:
        reading = ((indicator.path("name"), SATISFACTION), (indicator.path("value"), "≥90%"))
        plain = indicator.row.comparator is None and indicator.row.unit is None
        return Suggestion("建议名称改为“服务对象满意度”，指标值写“≥90%”，并写明调查方式。", (reading,) if plain else ())
    if hit.variant == "deadline":
        return _deadline(indicator, form)
    better = renamed(form, category, indicator.row.name_text)
    return Suggestion(
        f"建议名称改为可计量的内容，如“……数量”“……率”“……时间”，指标值与之对应{'；' + better if better else ''}。",
        refilled(form, indicator, category),
    )
