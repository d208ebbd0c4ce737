"""The frame of an indicator: what is counted or measured, of which kind, in which respect, and how well each of these is known.

Pure. ``frame_of`` reads a name (already stripped of masks, its own target, brackets and closing marks by ``parse_name``) together with the block it
stands in. Known words (``name-heads``) speak first, then morphology (``linter.values.morphology``); what neither says stays unknown, with evidence
``none``: a finding that rests on it is never an error.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from linter.knowledge.context import derived
from linter.knowledge.patterns import deferred
from linter.values.lexicons import HeadEntry, head_of
from linter.values.morphology import Aspect, aspect_of, denies, measure_tail, names_fault, object_class, shaped, spared
from linter.values.name import parse_name, quotient
from linter.values.tags import tagged
from linter.values.types import Name, NameKind, Shape
from linter.values.value import parse_value


class Evidence(StrEnum):
    """How a reading is known."""

    KNOWN = "known"  # a word of the lexicon
    MORPHOLOGY = "morphology"  # the last morphemes
    NONE = "none"


class Measure(StrEnum):
    """How an indicator is measured."""

    SHARE = "share"  # a percentage of something: 率 比例 占比, a quotient
    SURVEYED = "surveyed"  # satisfaction, recognition, awareness
    COUNT = "count"
    AMOUNT = "amount"  # area, length, mass, technical values
    MONEY = "money"
    DURATION = "duration"  # times, periods, dates
    SCORE = "score"
    GRADE = "grade"
    STATE = "state"  # 账实相符, 手续齐全
    TASK = "task"  # 服务器搬迁
    CONDITION = "condition"  # 符合…, 按…
    CHANGE = "change"  # …得到改善
    EFFECT = "effect"  # 促进…, 使…
    ABSTRACT = "abstract"  # 意识, 氛围
    QUESTION = "question"  # 是否…
    REFERENCE = "reference"  # 按合同约定
    DEADLINE = "deadline"  # 规定时间内完成
    CATEGORY = "category"
    THING = "thing"  # the name is the thing counted: 网格员, 新建机井
    UNKNOWN = "unknown"


class Reading(Struct, frozen=True):
    """One slot of a frame: the words it rests on, what they say (a class of objects), and how that is known."""

    text: str
    what: str | None
    evidence: Evidence


class Frame(Struct, frozen=True):
    """What an indicator measures.

    ``obj``: the object's noun with its class (``person household organisation place building fixture vehicle device system document event animal plant
    land line project goods money time``). ``measure`` and its ``evidence``. ``aspect``: of shares, the respect (``fault remedy timeliness completion quality
    coverage surveyed change unbounded``). ``polarity``: ``up`` (more is better), ``down`` or ``""``. ``high``: natural upper end in %, ``None`` without one.
    ``parts``: numerator and denominator of a quotient.
    """

    obj: Reading
    measure: Measure
    evidence: Evidence
    aspect: Aspect | None = None
    polarity: str = ""
    high: Decimal | None = None
    parts: tuple[str, str] | None = None
    acted: bool = False
    """The name begins with the work done on the object: 举办讲座, 购置校车."""
    wished: bool = False
    """The name begins with what is wished of the object: 推动侨商投资."""

    @property
    def fault(self) -> bool:
        """A share or count of what should not happen."""
        return self.polarity == "down"


_BY_KIND = {
    NameKind.RATE: Measure.SHARE,
    NameKind.SATISFACTION: Measure.SURVEYED,
    NameKind.COUNT: Measure.COUNT,
    NameKind.AMOUNT: Measure.AMOUNT,
    NameKind.MONEY: Measure.MONEY,
    NameKind.TIME: Measure.DURATION,
    NameKind.SPEED: Measure.AMOUNT,
    NameKind.SCORE: Measure.SCORE,
    NameKind.GRADE: Measure.GRADE,
    NameKind.CATEGORY: Measure.CATEGORY,
}
_BY_TAIL = {measure.value: measure for measure in Measure}
_SHAPES = (Measure.QUESTION, Measure.CONDITION, Measure.CHANGE, Measure.EFFECT, Measure.ABSTRACT, Measure.STATE)
_ACTED = re.compile(r"(?:数量|总数|个数|数目|总量|数)$")
_DONE = deferred(r"^(?:新建|改建|扩建|购置|采购|改造|维修|更换|加固|新增|补充|购买|清理|整治|制作|印制|发放)?(?P<noun>.+)$")
_DUE = deferred(
    r"(?:规定|约定|计划|要求)?的?(?:时间|期限|时限|工期)之?(?:内|前)(?:按时|及时)?(?:完成|竣工|完工|交付)|(?:年底|年末|年内|月底|[0-9]月底?|[0-9]月末|季度?末|月末|汛期|雨季|汛)之?前?(?:完成|出具|报送|发放)"
    r"|^(?:按时|按期|及时|如期)(?:完成)?$"
)


def _known(entry: HeadEntry | None) -> Evidence:
    """Heads of one character (率, 数, 费) are morphemes, not words."""
    if entry is None:
        return Evidence.NONE
    return Evidence.KNOWN if len(entry.word) > 1 else Evidence.MORPHOLOGY


def _object(text: str, tail: str) -> Reading:
    """The noun that is counted: what stands before the tail of the measure, without the work done on it (信号灯改造数量 → 信号灯)."""
    counted = _ACTED.sub("", tail)
    if tail not in ("", text) and len(counted) > 1 and object_class(counted) is not None:
        return Reading(counted, object_class(counted), Evidence.MORPHOLOGY)  # 每千人口|床位数
    noun = text.removesuffix(tail) if tail != text else text
    noun = _ACTED.sub("", noun) or text
    for _ in range(2):
        known = object_class(noun)
        if known is not None:
            return Reading(noun, known, Evidence.MORPHOLOGY)
        shorter = _without_work(noun)
        if shorter == noun:
            break
        noun = shorter
    whole = object_class(text)
    return Reading(noun, whole, Evidence.MORPHOLOGY if whole else Evidence.NONE)


def _without_work(noun: str) -> str:
    """The noun before a word of work at its end: 信号灯改造 → 信号灯, 电梯加装 → 电梯."""
    return noun[:-2] if len(noun) > 3 and (shaped(noun, "task", "end") or shaped(noun, "task", "end_char")) else noun


def _shape_of(name: Name) -> tuple[Measure, Evidence]:
    """The measure of a name without a measuring tail."""
    text = name.text
    if shaped(text, "question"):
        return Measure.QUESTION, Evidence.MORPHOLOGY
    if _in_parallel(text):
        return Measure.EFFECT, Evidence.MORPHOLOGY
    if _DUE.search(text):
        return Measure.DEADLINE, Evidence.MORPHOLOGY
    if not text.startswith("完成") and parse_value(text).shape is Shape.REFERENCE:
        return Measure.REFERENCE, Evidence.MORPHOLOGY
    for measure in _SHAPES:
        if shaped(text, measure.value):
            return measure, Evidence.MORPHOLOGY
    if shaped(text, "making", "start") or _is_motto(text):
        return Measure.EFFECT, Evidence.MORPHOLOGY
    return _thing_or_task(name)


def _thing_or_task(name: Name) -> tuple[Measure, Evidence]:
    """What a name that is written as nothing else is: work on a thing, or the thing."""
    text = name.text
    if shaped(text, "task", "inside"):
        return Measure.TASK, Evidence.MORPHOLOGY
    if object_class(text) is not None and not shaped(text, "task", "end"):
        return Measure.THING, Evidence.MORPHOLOGY
    if name.kind is NameKind.ACTIVITY or shaped(text, "task"):
        return Measure.TASK, Evidence.MORPHOLOGY
    return Measure.UNKNOWN, Evidence.NONE


def _is_motto(text: str) -> bool:
    """Four characters of which one comes again, or a beat that comes again in a longer line: 精益求精, 件件有着落, 人民邮政为人民; nor a verb
    that does with its results (压紧压实). No thing is called so."""
    each = (len(text) == _MOTTO and len(set(text)) < _MOTTO) or text[:1] == text[1:2]
    return (each and object_class(text) is None) or _AGAIN.search(text) is not None  # 村村通客车 is a thing


_MOTTO = 4
_HOW = "[实细强优深精大快牢严准透活稳足紧密]"
"""What a verb comes to, behind it: 压紧, 抓实."""
_AGAIN = deferred(
    r"^(?P<word>[一-鿿]{2})[一-鿿]{1,4}(?P=word)$|^一[一-鿿]{2,4}一[一-鿿]{2,4}$|(?P<verb>[一-鿿])(?P<how>"
    + _HOW
    + r")(?P=verb)(?!(?P=how))"
    + _HOW
    + "$"
)
_DENYING = deferred(r"[一-鿿]{2,4}不[一-鿿]{1,4}")
_LEAST_IN_STEP = 2
"""Characters that parallel phrases share, place by place."""


def _in_parallel(text: str) -> bool:
    """Phrases built alike, which only slogans are: 老有所学、老有所乐; 还湖于民、还绿于民; 小事不出村、大事不出镇、矛盾不上交."""
    first, *others = re.split("[、，,]", text)
    if others and all(map(_DENYING.fullmatch, (first, *others))):
        return True
    if len(others) > 1 and all(_rhymes(part, first) for part in (first, *others)):
        return True
    alike = [sum(a == b for a, b in zip(first, other, strict=False)) for other in others if len(other) == len(first)]
    return bool(others) and len(alike) == len(others) and min(alike) >= _LEAST_IN_STEP and len(first) >= 2 * _LEAST_IN_STEP


def _rhymes(part: str, first: str) -> bool:
    """A phrase that is no thing and no work and ends as the first one does: 办事依法、遇事找法、解决问题用法."""
    named = object_class(part) is not None or shaped(part, "task")
    return len(part) >= _MOTTO and part[-1] == first[-1] and not named


def _in_clauses(text: str) -> bool:
    """Two clauses, the first of which says what is to be done: 改善人居环境，提升群众幸福指数 is no index."""
    return ("," in text or "，" in text) and (shaped(text, "change", "start") or shaped(text, "effect", "start"))


def _measure(name: Name, entry: HeadEntry | None) -> tuple[Measure, Evidence]:
    if _in_clauses(name.text):
        return Measure.EFFECT, Evidence.MORPHOLOGY
    kind = _BY_KIND.get(name.kind)
    tail = measure_tail(_RESULT.sub("", name.text))
    if (tail is not None and tail.key == "surveyed") or (entry is not None and entry.surveyed):
        if name.text.endswith("感") and shaped(name.text, "change", "start"):
            return Measure.CHANGE, Evidence.MORPHOLOGY  # 增强职业荣誉感 is what is to be done, 职业荣誉感 what can be asked
        return Measure.SURVEYED, Evidence.MORPHOLOGY if kind is None else _known(entry)
    faults = kind is Measure.COUNT and entry is not None and entry.fault
    able = tail is not None and tail.key == "amount" and name.text.endswith(_ABILITY)
    if (faults or able) and shaped(name.text, "change", "start"):
        return Measure.CHANGE, Evidence.MORPHOLOGY  # 减少道路交通事故 counts no accidents, 提高排涝能力 measures no capacity
    if kind is not None:
        return kind, _known(entry) if name.kind is not NameKind.CATEGORY else Evidence.KNOWN
    if name.kind in _LOOSE and _is_degree(name.text):
        return Measure.SHARE, Evidence.MORPHOLOGY
    if name.kind is NameKind.ABSTRACT and not (tail is not None and len(tail.text) > len(name.head)):
        made = shaped(name.text, "making")  # 打造宜居环境 is a slogan, not the environment
        return (Measure.EFFECT, Evidence.MORPHOLOGY) if made else (Measure.ABSTRACT, Evidence.KNOWN)
    if name.kind in (NameKind.UNKNOWN, NameKind.ACTIVITY) and _DUE.search(name.text):
        return Measure.DEADLINE, Evidence.MORPHOLOGY
    if tail is not None and tail.key in _BY_TAIL:
        return _BY_TAIL[tail.key], Evidence.MORPHOLOGY
    return _shape_of(name)


_ABILITY = "能力"
_LOOSE = frozenset({NameKind.ABSTRACT, NameKind.UNKNOWN, NameKind.ACTIVITY})
_DEGREES = frozenset({"remedy", "coverage", "completion"})


def _is_degree(text: str) -> bool:
    """水土流失治理程度, 资源利用程度: how much of something is done is a share by another name."""
    aspect = aspect_of(text.removesuffix("程度")) if text.endswith("程度") else None
    return aspect is not None and aspect.name in _DEGREES and text.removesuffix("程度").endswith(aspect.word)


_RESULT = re.compile(r"(?:调查|测评|评价|统计|监测)?(?:结果|数据|指标值?)$")
"""读者满意度调查结果 is the satisfaction itself."""
_SHARES = frozenset({Measure.SHARE, Measure.SURVEYED})
_HUNDRED = Decimal(100)


def _bound(measure: Measure, entry: HeadEntry | None, aspect: Aspect | None, name: Name) -> Decimal | None:
    """The end of a share's scale in %: the known head's, else the aspect's."""
    if measure is Measure.SURVEYED:
        return _HUNDRED
    if measure is not Measure.SHARE:
        return None
    if entry is not None and len(entry.word) > 1:
        return entry.bound
    return Decimal(aspect.high) if aspect is not None and aspect.high is not None else None


@derived(size=65536)
def frame_of(text: str) -> Frame:
    """The frame of a name. Never raises, whatever the text."""
    name = parse_name(text)
    parts = quotient(name.text)
    if parts is not None:
        same = parts[0][-2:] == parts[1][-2:] or parts[0][-1:] == parts[1][-1:] == "数"
        return Frame(
            Reading(parts[1], None, Evidence.NONE), Measure.SHARE, Evidence.MORPHOLOGY, None, "", _HUNDRED if same else None, parts
        )
    entry = head_of(name.text)
    measure, evidence = _measure(name, entry)
    ending = measure_tail(name.text)
    tail = entry.word if entry is not None else ending.text if ending is not None and ending.key in _BY_TAIL else ""
    aspect = _respect(name.text) if measure in _SHARES else None
    polarity = "down" if name.fault or _counts_faults(name.text, measure) else _polarity(entry, aspect, name.text)
    acted = name.kind is NameKind.ACTIVITY or shaped(name.text, "task", "start")
    return Frame(
        _object(name.text, tail),
        measure,
        evidence,
        aspect,
        polarity,
        _bound(measure, entry, aspect, name),
        acted=acted,
        wished=shaped(name.text, "wish", "start"),
    )


_NUMBERED = re.compile(r"(?:[件起次例人张份笔户处只台条段株艘辆头]数|人次|面积|数量|数|量|时间|时长)$")


def _counts_faults(text: str, measure: Measure) -> bool:
    """群众上访量, 食物中毒起数, 通关滞留时间: a number or time of what should not happen, whatever stands before; not 信访受理量. 脱逃事件 counts itself.
    So are a wait and what was left undone or done wrong (未按时归档件数, 错票张数); what is spared is none (不渗漏时间)."""
    happened = _HAPPENED.search(text) if measure is Measure.THING else None
    if (not happened and not (measure in _NUMBERS and _NUMBERED.search(text))) or spared(text):
        return False
    if happened and happened["mishap"]:
        return not (tagged(text, "remedy") or shaped(text, "task", "start"))
    stem = _NUMBERED.sub("", text)
    aspect = aspect_of(stem)
    if (aspect is not None and aspect.name == "fault") or tagged(stem, "botched"):
        return True
    return measure is Measure.DURATION and tagged(text, "waiting")


_NUMBERS = frozenset({Measure.COUNT, Measure.AMOUNT, Measure.DURATION})
_HAPPENED = deferred(r"(?:(?P<mishap>事件|事故)|现象|行为)$")
"""Not 案件: they may be a court's work."""


_STATES = frozenset({"quality", "timeliness"})
_MORE_THAN_A_MORPHEME = 3


def is_state_share(text: str) -> bool:
    """With 率 behind it a state is a share everybody knows (账实相符, 发放及时), or one of quality or punctuality by its last word (航班正常). What
    is an abstraction with 性 (可靠性) is none."""
    rated = parse_name(text + "率")
    if rated.kind is NameKind.RATE and len(rated.head) >= _MORE_THAN_A_MORPHEME:
        return True
    aspect = aspect_of(text)
    stated = aspect is not None and aspect.name in _STATES and text.endswith(aspect.word)
    return stated and not shaped(text + "性", "abstract", "end")


def _respect(text: str) -> Aspect | None:
    """What a share is of. Denied, a fault is what one wishes for (三年未复吸率) and anything else a fault (未达成率). The
    death of vermin is wished for (钉螺死亡率), of its life nothing is said; what is faulty is better stopped (不合格器具停用率)."""
    stem = _stem(text)
    aspect = aspect_of(stem)
    if aspect is None:
        return None
    if not stem.endswith(aspect.word):
        denied = aspect.name == "quality" and stem[: stem.rfind(aspect.word)].endswith(("不", "未"))
        return aspect._replace(name="fault", polarity="down") if denied else aspect  # 不规范地名标志占比
    before = stem.removesuffix(aspect.word)
    if aspect.name == "fault" and tagged(aspect.word, "stopped") and names_fault(before):
        return aspect._replace(name="remedy", polarity="up")
    if aspect.name == "remedy" and denies(before):
        return None  # 农残未检出率: good or bad by what was looked for
    of_vermin = tagged(aspect.word, "life_or_death") and tagged(before, "vermin")
    if of_vermin and aspect.name != "fault":
        return None
    if not of_vermin and not denies(before):
        return aspect
    return aspect._replace(name="quality", polarity="up") if aspect.name == "fault" else aspect._replace(name="fault", polarity="down")


def _stem(text: str) -> str:
    """A share's name without its last morpheme: 超期率 → 超期, 完成比例 → 完成."""
    return re.sub(r"(?:率|比例|占比|比重|百分比|程度|度|面)$", "", text)


def _polarity(entry: HeadEntry | None, aspect: Aspect | None, text: str) -> str:
    """A head that says more than 率, 比例 or 占比 decides; else what the share is of."""
    plain = aspect is not None and (tail := measure_tail(text)) is not None and entry is not None and entry.word == tail.text
    if entry is not None and len(entry.word) > 1 and not plain:
        return {"up": "up", "down": "down", "cost": "down"}.get(entry.direction or "", "")
    return aspect.polarity if aspect is not None else ""
