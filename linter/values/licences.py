"""What licenses a target: the burden of proof is the target's.

A percentage is licensed by a name that says a share, a bracket or an explanation that says one, or a measured change; a word by a grade somebody
lays down, a milestone one can look up, a standing negative event, or an explanation that grades it; a bare number by a unit. What nothing licenses is
said by the rules; how loudly follows from the evidence.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from linter.knowledge.context import derived
from linter.knowledge.patterns import deferred
from linter.values.frame import Evidence, Frame, Measure, frame_of
from linter.values.lexicons import change_words, value_pattern, value_words
from linter.values.morphology import measure_tail, object_class, shaped
from linter.values.normalise import normalise
from linter.values.tags import tagged
from linter.values.types import Dimension, Shape, Value


class Licence(StrEnum):
    """What licenses a target."""

    SHARE = "名称说的是比率"
    SURVEY = "名称说的是调查结果"
    BRACKET = "名称括号中写了单位"
    CHANGE = "名称说的是可以计量的变化"
    EXPLAINED = "指标解释写了计算口径"
    GRADED = "指标解释对文字分了档"
    MILESTONE = "可以核查的节点"
    STANDARD = "有规定的等次或标准"
    NAMED = "名称问的是类别、地点或期限"
    ABSENCE = "写的是不发生"
    UNIT = "有计量单位"
    BY_NATURE = "指数、得分、年份不用单位"


_SHARES = frozenset({Measure.SHARE, Measure.SURVEYED, Measure.SCORE})
_FORMULA = deferred(r"[/÷]|×100|100%|比例|占比|百分比|占[一-鿿]{1,12}的|之比|率[＝=]")
_VAGUE_CHANGE = deferred(r"(?:得到|有所|明显|显著|大幅度?|稳步|逐步|逐渐|逐年|持续|不断|进一步|日益|更加|有效|切实|全面)")
_A_LEVEL = Decimal(50)
"""A change hardly amounts to this many percent: 减少道路交通事故 ≥95% means something else."""
_BASED = deferred(r"较|比(?!例|率|重|值)|同比|环比|上年|去年|[0-9]{4}年")
_MEASURED = frozenset({"count", "amount", "money", "duration", "share"})
_COUNTS = deferred("增加|减少|增长|下降|新增")
_RESOURCE = deferred(
    r"(?:用[水电纸气油地能工时]|[水电纸气油煤碳肥药]|排放|能耗|消耗|损耗|浪费|浓度|流失|死亡|发病|拥堵|负担|产能|亩产|单产|用时|耗时|投诉|事故|损失|伤亡|案件|火灾|病例|垃圾|费用|开支|经费|起数|发案)$"
)


@derived
def _verbs() -> tuple[str, ...]:
    return tuple(sorted(change_words("verb") | change_words("bare"), key=len, reverse=True))


def changed_thing(name: str) -> str | None:
    """What changes, where a name is a change: 减少道路交通事故 → 道路交通事故, 备餐时长较2025年缩短 → 备餐时长; ``None`` for other names."""
    for verb in _verbs():
        if name.startswith(verb) and len(name) > len(verb) + 1:
            return name.removeprefix(verb)
        if name.endswith(verb) and len(name) > len(verb) + 1:
            stem = name.removesuffix(verb)
            return re.sub(r"(?:较|比|同比|环比)[^较比]{0,10}$", "", _VAGUE_CHANGE.sub("", stem)) or stem
    return None


def measured_change(name: str) -> bool:
    """The name is the change of something that is measured, without adverbs that make it a wish."""
    thing = changed_thing(name)
    if thing is None or _VAGUE_CHANGE.search(name):
        return False
    tail = measure_tail(thing)
    counted = _COUNTS.search(name) is not None and object_class(thing) not in (None, "money", "time")  # 渔船减少: there are fewer
    return (tail is not None and tail.key in _MEASURED) or counted or _RESOURCE.search(thing) is not None


def _said_by_value(value: Value) -> bool:
    """The value names its own measure: 竣工验收合格率100%, 误差≤0.5%."""
    if not value.leftovers or value.quantity is None:
        return False
    before = normalise(value.raw[: value.quantity.span[0]]).text
    return measure_tail(before) is not None


@derived(size=65536)
def percentage(name: str, unit: str | None, value: Value, explanation: str) -> Licence | None:
    """What licenses a percentage under a name; ``None``: nothing does."""
    frame = frame_of(name)
    if _said_by_value(value):
        return Licence.SHARE
    if frame.measure in _SHARES or (frame.measure is Measure.AMOUNT and frame.evidence is not Evidence.NONE):
        return Licence.SURVEY if frame.measure is Measure.SURVEYED else Licence.SHARE
    if unit == "%":
        return Licence.BRACKET
    quantity = value.quantity
    small = quantity is not None and (quantity.amount < _A_LEVEL or _BASED.search(name) is not None) and quantity.amount != 100
    if measured_change(name) and small:
        return Licence.CHANGE
    if frame.measure in (Measure.UNKNOWN, Measure.THING, Measure.ABSTRACT, Measure.STATE, Measure.TASK) and _FORMULA.search(explanation):
        return Licence.EXPLAINED
    return None


_MEETS = deferred(r"(?:全面|全部|均|稳定|总体|完全|严格|应|须|需)*(?:符合|满足|达到|执行|按照?|依据|根据|遵循|遵守|遵照|参照)")
_RANKED = deferred(r"[一二三四五六七八九十]星级?|[一二三四五]级|[甲乙丙]级|[ⅠⅡⅢⅣⅤ]类|《[^》]{4,200}》|GB|〔20")
_ADVERBS = deferred(
    r"第一时间|顺利|有效|有序|稳步|扎实|积极|大力|充分|切实|不断|逐步|持续|尽早|尽快|抓紧|深入|有力|常态化|尽量|尽可能|及时|准时|适时|更[加好]?|最大|广泛|普遍|不出|进一步|严格|认真|高标准|严要求"
)
_BAND = deferred(r"[0-9一二三四五六七八九十百]")


@derived
def _steps() -> tuple[str, ...]:
    return tuple(sorted(value_words("scale_step"), key=len, reverse=True))


_DEGREES = ("较", "比较", "基本", "不够", "不", "很", "非常")


@derived(size=16384)
def graded(explanation: str, word: str) -> bool:
    """The explanation says by figures which case is which grade: 新增10家以上为显著，5至9家为一般."""
    text = normalise(explanation).text
    if not _BAND.search(text):
        return False
    grades = {step for step in _steps() if step in text} | ({word} if word and word in text else set())
    grades |= {degree for degree in _DEGREES if word and degree + word in text}  # 健全, 较健全, 不健全
    return len(grades) >= 2 and re.search(r"为|以上|以下|以内|评价|计|档", text) is not None


@derived(size=65536)
def wording(name: str, value: Value, explanation: str) -> Licence | None:
    """What licenses a value without number or date; ``None``: nothing does."""
    text = normalise(value.raw).text.strip("。.;；,，")
    if graded(explanation, value.core):
        return Licence.GRADED
    if value.shape is Shape.STATUTORY or (value.shape in (Shape.REFERENCE, Shape.TEXT) and _MEETS.match(text) and _RANKED.search(text)):
        return Licence.STANDARD
    if _named(name, value):
        return Licence.NAMED
    if value.shape is Shape.TEXT and frame_of(name).measure in _TIMES and value_pattern("point").fullmatch(text):
        return Licence.MILESTONE
    if name.endswith(_NO_SET) and _WHOLE_SET.fullmatch(text):
        return None  # 防疫工作 应抓尽抓: who or what is due cannot be counted
    if value.shape in (Shape.TEXT, Shape.DIRECTION) and checkable(text):
        return Licence.ABSENCE if text[0] in "零无不未" else Licence.MILESTONE
    return None


_TIMES = frozenset({Measure.DURATION, Measure.DEADLINE})
_WHOLE_SET = re.compile(r"(?:应(?P<due>[一-鿿])尽(?P=due)、?)+")
_NO_SET = ("工作", "任务", "管理", "治理", "活动")
_LONGEST_MILESTONE = 40


def checkable(text: str) -> bool:
    """A milestone, a paper or an absence anybody can look up, or several of them in one cell."""
    if len(text) > _LONGEST_MILESTONE:
        return False
    parts = [part for part in re.split(r"[,，、;；并且]", text) if part] or [text]
    return any(
        all(not _ADVERBS.search(wording) and value_pattern("checkable").fullmatch(wording) for wording in group)
        for group in ([text], parts)
    )


_WHOLE_AREA = deferred(r"(?:全|本)[国省市县区州旗乡镇村街]道?|辖区(?:内|全域)?|全域")
_LASTING = frozenset({"长期", "永久", "长期有效", "永久有效", "终身", "长久"})


def _named(name: str, value: Value) -> bool:
    """The name asks for a kind, a place or how long a paper holds: 营业执照有效期 长期, 采购方式 公开招标."""
    if value.shape in (Shape.FILLER, Shape.GRADE) and tagged(name, "official_verdict"):
        return True
    if _ranked(name, value.core) or (name.endswith(_FORMS) and _FORM.fullmatch(value.core)):
        return True
    if name.endswith("范围") and _WHOLE_AREA.fullmatch(value.core):
        return True
    if name.endswith("对象") and value.shape is Shape.TEXT:
        return object_class(value.core) in ("person", "people", "household", "organisation")
    tail = measure_tail(name)
    if tail is None:
        return False
    if tail.key == "grade":
        graded_ = value.shape in (Shape.GRADE, Shape.FILLER) and tail.text in _RANKS
        return graded_ or (value.shape in (Shape.TEXT, Shape.STATUTORY) and not _wished(value.core))
    if tail.key == "open":
        return value.shape is Shape.TEXT and not _wished(value.core)
    return tail.key == "duration" and value.core in _LASTING and tagged(name, "lasting_paper")


_FORMS = ("形式", "型式", "样式", "方式", "结构", "类型")
_FORM = deferred(r"[一-鿿A-Za-z]{1,8}[式型形]")
"""屋面排水形式 单向倾斜式, 赛道形式 U型: a form answers who asks for one."""


_RANK = deferred(r"[一二三四五六ⅠⅡⅢⅣⅤ甲乙丙][级类等](?P<what>[一-鿿]{2,4})")


def _ranked(name: str, text: str) -> bool:
    """A rank with the thing it ranks, under a name that asks for it: 道路设计标准 四级公路, 航道维护类别 一类维护; not 三级联动."""
    match = _RANK.fullmatch(text)
    if match is None:
        return False
    asked = name.endswith(("标准", "类别", "要求")) or match["what"] in name
    return asked and (match["what"] in name or object_class(match["what"]) is not None)


_RANKS = frozenset({"等级", "级别", "档次", "星级", "等次", "评级"})
"""Names of a scale: a grade answers them, and no other kind's name (录音格式 规范)."""


def _wished(text: str) -> bool:
    """An effect or a state instead of a kind: 标准统一 under 推送格式."""
    return shaped(text, "effect", "start") or shaped(text, "state", "end")


_BARE_BY_NATURE = deferred(r"(?:比|系数|指数|分值|得分|评分|排名|名次|位次|等级|版本|年份|年度|基尼|编号|代码|批号|[A-Za-z])$")
_A_YEAR = (1900, 2100)
_NEVER_A_YEAR = frozenset({Measure.COUNT, Measure.MONEY, Measure.AMOUNT, Measure.THING})


def bare_number(name: str, value: Value, frame: Frame) -> Licence | None:
    """What licenses a number without a unit; ``None``: nothing does."""
    quantity = value.quantity
    if quantity is None or quantity.unit is not None:
        return Licence.UNIT
    if quantity.number == 0 or frame.measure in (Measure.SCORE, Measure.GRADE) or _BARE_BY_NATURE.search(name):
        return Licence.BY_NATURE
    if abs(quantity.number) < 1 and frame.measure not in (Measure.COUNT, Measure.MONEY, Measure.DURATION):
        return Licence.BY_NATURE  # a coefficient
    whole = quantity.number == quantity.number.to_integral_value()
    dated = whole and quantity.comparator is None and _A_YEAR[0] <= quantity.number <= _A_YEAR[1]
    return Licence.BY_NATURE if dated and frame.measure not in _NEVER_A_YEAR else None


def is_percentage(value: Value) -> bool:
    """The value is one percentage (not a change, not several figures)."""
    quantity = value.quantity
    single = value.shape in (Shape.NUMBER, Shape.RANGE) and quantity is not None
    return (
        single
        and quantity is not None
        and quantity.dimension is Dimension.RATIO
        and quantity.unit is not None
        and quantity.unit.symbol in _PERCENT
    )


_PERCENT = ("%", "百分比", "‰")
