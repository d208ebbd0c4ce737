"""JX702: a task, deadline or slogan as the name, with a value it cannot mean: 征求服务对象意见 ≥80%, 规定时间内完成 12月."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import Edits, renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise, parse_name, parse_value
from linter.values.types import Dimension, Name, NameKind, Shape

RULE = Rule(
    code="JX702",
    slug="activity-not-measure",
    title="指标名称是工作任务或口号，不是衡量内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    supersedes=("JX706", "JX709", "JX212", "JX704"),
    messages={
        "default": "“{name}”是工作内容，不是可以衡量的指标，“{value}”说明不了什么。",
        "rate": "“{name}”缺少衡量的方面，补上“{added}”字后含义才完整。",
        "deadline": "“{name}”是时间要求，不是指标名称。",
        "reference": "“{name}”是执行依据，不是指标名称。",
    },
)
_DEADLINE = re.compile(
    r"(?:规定|约定|计划|要求)?(?:的)?(?:时间|期限|时限|工期)(?:之?内|前)?(?:按时|及时)?完成|(?:年底|年末|年内|月底|[0-9]+月底?|季度末)之?前?完成|^(?:按时|按期|及时|如期)(?:完成)?$"
)
_LEANS_ON = re.compile(r"^(?:严格)?(?:按|依|根据|遵照|参照|执行)")
_ASSURING = re.compile(r"^(?:确保|保障|保证|做到|实现|完成|达到)(?=.{3,}$)")
_CHANGE = re.compile(r"^(?:提高|提升|增加|减少|降低|缩短|压缩|压减|节约|节省|扩大|改善)(?P<what>.{2,})$")
_MEASURABLE = re.compile(
    r"(?:用[水电纸气油地能]|[水电纸气油]|排放|能耗|消耗|损耗|浪费|浓度|流失|死亡|发病|拥堵|负担|碳|煤|肥|药|时间|用时|成本|收入|产量|产能)$"
)


def _measurable_change(name: Name) -> bool:
    """降低能耗 5%, 减少碳排放 10%: how much of a thing that is measured changes; the name is short of 率 but says what."""
    match = _CHANGE.match(name.text)
    return match is not None and (
        _MEASURABLE.search(match["what"]) is not None
        or parse_name(match["what"]).kind in (NameKind.COUNT, NameKind.AMOUNT, NameKind.MONEY, NameKind.TIME, NameKind.RATE)
    )


def _added(row: Row, ratio: bool) -> str | None:
    """The character that makes the name a known measure: 率, or 度 for 满意."""
    text = row.name.text
    if not ratio:
        return None
    if text.endswith("满意"):
        return "度"
    rated = parse_name(text + "率")
    return "率" if len(rated.head) >= 3 and rated.kind is NameKind.RATE else None


def _variant(row: Row) -> tuple[str, str | None] | None:
    name, value = row.name, row.value
    task = name.kind is NameKind.ACTIVITY
    if _LEANS_ON.match(name.text) and parse_value(row.name_text).shape is Shape.REFERENCE:
        return "reference", None
    ratio = value.shape is Shape.NUMBER and value.quantity is not None and value.quantity.dimension is Dimension.RATIO
    if (task or name.kind is NameKind.UNKNOWN) and _DEADLINE.search(name.text) and (ratio or value.shape in (Shape.WHEN, Shape.GRADE)):
        return "deadline", None
    if (task or name.kind is NameKind.UNKNOWN) and parse_value(row.name_text).shape is Shape.REFERENCE:
        return "default", None
    if not (ratio or value.shape is Shape.GRADE) or not (task or name.text.endswith("满意")):
        return None
    if (added := _added(row, ratio)) is not None:
        return "rate", added
    graded = value.shape is Shape.GRADE and name.text.endswith("质量")  # 提供服务质量 优良
    return None if not task or graded or _measurable_change(name) else ("default", None)


def check(row: Row) -> Iterator[Hit]:
    if row.name_text.strip() and row.value_text.strip() and normalise(row.name_text).text != normalise(row.value_text).text:
        found = _variant(row)
        if found is not None:
            variant, added = found
            yield Hit("name", {"added": added or ""}, variant, severity=Severity.INFO if variant == "rate" else None)


def _deadline(placed: PlacedRow, form: FormView) -> Suggestion:
    dated = placed.row.value.shape is Shape.WHEN
    readings: list[Edits] = []
    if form.year and placed.row.comparator is None and placed.row.unit is None:
        value = placed.row.value_text if dated and placed.row.value.quantified else f"{form.year}年__月底前"
        readings.append(((placed.path("name"), "项目完成时间"), (placed.path("value"), value)))
    date = f"（如“{form.year}年__月底前”）" if form.year else ""
    if not dated and placed.row.value.shape is Shape.NUMBER:
        readings.append(((placed.path("name"), "项目按期完成率"),))
        return Suggestion(
            f"建议名称改为“项目完成时间”，指标值写具体日期{date}；或名称改为“项目按期完成率”，指标值仍用百分比。", tuple(readings)
        )
    return Suggestion(f"建议名称改为“项目完成时间”，指标值写具体日期{date}。", tuple(readings))


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    name, category = placed.row.name.text, placed.row.category
    if hit.variant == "rate":
        whole = f"{_ASSURING.sub('', name)}{hit.data['added']}"
        return Suggestion(f"建议改为“{whole}”。", (((placed.path("name"), whole),),))
    if category == "服务对象满意度":
        reading = ((placed.path("name"), "服务对象满意度"), (placed.path("value"), "≥90%"))
        plain = placed.row.comparator is None and placed.row.unit is None
        return Suggestion("建议名称改为“服务对象满意度”，指标值写“≥90%”，并写明调查方式。", (reading,) if plain else ())
    if hit.variant == "deadline":
        return _deadline(placed, form)
    better = renamed(form, category, placed.row.name_text)
    return Suggestion(
        f"建议名称改为可计量的内容，如“……数量”“……率”“……时间”，指标值与之对应{'；' + better if better else ''}。",
        refilled(form, placed, category),
    )
