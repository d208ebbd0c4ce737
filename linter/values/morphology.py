"""What the ends and beginnings of Chinese nouns say: the class of an object, the way a thing is measured, the shape of a name.

Tables, not lists of names: ``object-classes``, ``measure-kinds``, ``aspects``, ``object-units`` and ``name-shapes`` in ``lexicons/``. A name nobody has
seen is read by its last morphemes; what they do not say stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, one_of, words


class Ending(NamedTuple):
    """An ending that was found: the entry's key (class, measure) and the ending itself."""

    key: str
    text: str


class _Endings(NamedTuple):
    """Ending → key, key → look-alikes, length of the longest ending."""

    table: dict[str, str]
    alike: dict[str, tuple[str, ...]]
    longest: int


def _endings(lexicon: str, key: str, words: str) -> _Endings:
    by_word = {word: e[key] for e in entries(lexicon) for word in e[words]}
    return _Endings(by_word, {e[key]: tuple(e.get("not", ())) for e in entries(lexicon)}, max(map(len, by_word)))


@derived
def _classes() -> _Endings:
    return _endings("object-classes", "class", "endings")


@derived
def _tails() -> _Endings:
    return _endings("measure-kinds", "measure", "tails")


def _ending(endings: _Endings, text: str) -> Ending | None:
    """The longest ending of a text, unless the text ends in a look-alike longer than it."""
    table, alike, longest = endings
    for length in range(min(len(text), longest), 0, -1):
        reading = table.get(text[-length:])
        if reading is None:
            continue
        ending = text[-length:]
        if not text.endswith(alike[reading]) or not any(
            len(word) >= length and word != ending and text.endswith(word) for word in alike[reading]
        ):
            return Ending(reading, ending)
    return None


@derived(size=65536)
def object_class(noun: str) -> str | None:
    """The class of the thing a noun names, by its ending: 劝导员 → person, 机井 → building; ``None`` where its ending says nothing."""
    ending = _ending(_classes(), noun)
    return ending.key if ending is not None else None


def object_ending(noun: str) -> str:
    """The ending that tells the class of a noun: 网格劝导员 → 员; ``""`` where its ending says nothing."""
    ending = _ending(_classes(), noun)
    return ending.text if ending is not None else ""


@derived(size=65536)
def measure_tail(name: str) -> Ending | None:
    """How a name is measured, by its tail: 索证索票率 → share, 讲师课酬 → money."""
    return _ending(_tails(), name)


@derived
def _measures() -> dict[str, Entry]:
    return {e["measure"]: e for e in entries("measure-kinds")}


def dimensions(measure: str, verdict: str) -> frozenset[str]:
    """The dimensions (or classes of measure words) that fit or clash with a measure."""
    entry = _measures().get(measure)
    return frozenset(entry[verdict]) if entry is not None else frozenset()


def said(measure: str) -> str:
    """How people call a measure: ``share`` is 百分比; ``""`` where nothing is to be expected of it."""
    entry = _measures().get(measure)
    return str(entry.get("said", "")) if entry is not None else ""


class Aspect(NamedTuple):
    """One aspect of a share: which way is better (``up``, ``down``, ``""``) and where its scale ends, in %."""

    name: str
    word: str
    polarity: str
    low: int | None
    high: int | None
    must_do: bool


@derived
def _aspects() -> tuple[dict[str, Entry], int]:
    table = {word: e for e in reversed(entries("aspects")) for word in e["words"]}
    return table, max(map(len, table))


@derived(size=65536)
def aspect_of(stem: str) -> Aspect | None:
    """The aspect the stem of a share's name ends in (超期案件清理 → remedy, 扬尘超标 → fault), else the last one inside it."""
    table, longest = _aspects()
    for end in range(len(stem), max(0, len(stem) - _ASPECT_REACH), -1):
        for length in range(min(end, longest), 1, -1):
            entry = table.get(stem[end - length : end])
            if entry is not None and not any(word in stem for word in entry.get("not", ())):
                word, after = stem[end - length : end], stem[end:]
                if entry["aspect"] == "fault" and after not in _AFTER_FAULT and not (end == length and _is_one_thing(after)):
                    return None  # 信访事项受理, 故障设备更换: what is done with a fault is none; the share of 无效工单 is one
                low, high = entry.get("low"), entry.get("high")
                return Aspect(entry["aspect"], word, entry.get("polarity", ""), low, high, entry.get("must_do", False))
    return None


def _is_one_thing(noun: str) -> bool:
    """Whether a noun is a thing of a known class and nothing more: 工单, not 工单回访."""
    return len(noun) <= _A_NOUN and object_class(noun) is not None


_A_NOUN = 2
"""Characters of a plain noun (工单); as many stand on either side of a verb inside a name, its subject and its object."""


DENIED = ("未", "不", "无", "零")
"""Before a word they deny it."""


def denies(before: str, denials: tuple[str, ...] = DENIED) -> bool:
    """What stands before a word denies it, whether or not an adverb of punctuality stands between: 未|归档, 未按期|归档."""
    if before.endswith(denials):
        return True
    table, longest = _aspects()
    adverbs = (before[-length:] for length in range(min(longest, len(before) - 1), 1, -1))
    adverb = next((word for word in adverbs if word in table and table[word]["aspect"] == "timeliness"), None)
    return adverb is not None and before.removesuffix(adverb).endswith(denials)


@derived
def _faults() -> str:
    return one_of(word for e in entries("aspects") if e["aspect"] == "fault" for word in e["words"])


@derived
def _spared() -> re.Pattern[str]:
    return re.compile(f"(?:{one_of(DENIED)})(?:{_faults()})")


def names_fault(text: str) -> bool:
    """Whether a text speaks of what is faulty: 不合格器具, 超标车辆."""
    return re.search(_faults(), text) is not None


@derived(size=65536)
def spared(text: str) -> bool:
    """Whether a name speaks of a fault that does not happen: 不渗漏时间, 无差错登记批次, 未复吸人员占比."""
    return _spared().search(text) is not None


_AFTER_FAULT = frozenset(
    {
        "",
        "发生",
        "事件",
        "案件",
        "案",
        "现象",
        "问题",
        "事故",
        "行为",
        "情况",
        "人数",
        "起数",
        "次数",
        "件数",
        "时间",
        "时长",
        "量",
        "件",
        "数",
        "面积",
    }
)
_ASPECT_REACH = 8
"""An aspect further than this from the tail belongs to what the share is of."""


class _Fits(NamedTuple):
    """(class, measure word or dimension) → verdict; and what holds only of a thing nothing is done to."""

    verdicts: dict[tuple[str, str], str]
    unless_acted: frozenset[tuple[str, str]]


@derived
def _fits() -> _Fits:
    verdicts: dict[tuple[str, str], str] = {}
    idle: set[tuple[str, str]] = set()
    for entry in entries("object-units"):
        if "acts" in entry:
            continue
        measures = (*entry.get("units", ()), *entry.get("dimensions", ()))
        keys = [(object_class_, measure) for object_class_ in entry["classes"] for measure in measures]
        verdicts.update(dict.fromkeys(keys, entry["verdict"]))
        idle.update(keys if entry.get("unless_acted") else ())
    return _Fits(verdicts, frozenset(idle))


def fits(object_class_: str, measure: str, acted: bool = False) -> str:
    """``fits``, ``clash`` or ``ask`` for a class of objects and a measure word or what a unit measures: 企业 in 公里 clashes. ``acted``: the name
    says what is done to it, and the act may be measured: 服务农户 in 亩."""
    table, key = _fits(), (object_class_, measure)
    return "ask" if acted and key in table.unless_acted else table.verdicts.get(key, "ask")


@derived
def _acts() -> tuple[tuple[tuple[str, ...], frozenset[str], frozenset[str]], ...]:
    """Verbs, the classes of what they are done to, the dimensions they have nothing to do with."""
    listed = (e for e in entries("object-units") if "acts" in e)
    return tuple((tuple(e["acts"]), frozenset(e["classes"]), frozenset(e["dimensions"])) for e in listed)


def act_clashes(name: str, object_class_: str | None, dimension: str) -> bool:
    """Whether what is done, by the verb a name begins or ends with, is measured in something else: 公证员培训 in 公里, 检定计价器 in 公斤."""
    begins = shaped(name, "task", "start")
    return any(
        dimension in dimensions
        and (object_class_ or "unknown") in classes
        and (name.endswith(verbs) or (begins and name.startswith(verbs)))
        for verbs, classes, dimensions in _acts()
    )


def fitting_units(object_class_: str) -> list[str]:
    """The measure words of a class, the usual first."""
    return [
        unit for e in entries("object-units") if e["verdict"] == "fits" and object_class_ in e["classes"] for unit in e.get("units", ())
    ]


class _Shapes(NamedTuple):
    start: tuple[tuple[str, ...], tuple[str, ...]]
    end: tuple[tuple[str, ...], tuple[str, ...]]
    anywhere: tuple[str, ...]
    anywhere_not: tuple[str, ...]
    inside: tuple[str, ...]
    chars: frozenset[str]
    chars_not: tuple[str, ...]


def _joined(shape: str, place: str, key: str) -> tuple[str, ...]:
    shapes: Iterable[Entry] = (e for e in entries("name-shapes") if e["shape"] == shape and e["place"] == place)
    return tuple(word for e in shapes for word in e.get(key, ()))


@derived
def _shape(shape: str) -> _Shapes:
    start, end = ((_joined(shape, place, "words"), _joined(shape, place, "not")) for place in ("start", "end"))
    anywhere, beside = _joined(shape, "anywhere", "words"), _joined(shape, "anywhere", "not")
    chars, alike = frozenset(_joined(shape, "end_char", "words")), _joined(shape, "end_char", "not")
    return _Shapes(start, end, anywhere, beside, _joined(shape, "inside", "words"), chars, alike)


@derived
def _adverbs() -> re.Pattern[str]:
    """What may stand before the verb a name begins with: 依法维护…, 扎实推进…."""
    return re.compile(f"^(?:{one_of(words('narrative-words', 'slogan_adverb'))})+")


@derived
def _verbs() -> frozenset[str]:
    return frozenset(word for word in _shape("task").end[0] if len(word) == _A_VERB)


_A_VERB = 2
_LEAST_OBJECT = 3


def _done_to_a_thing(text: str) -> bool:
    """A verb that ends names of tasks begins one before its object as well (检定压力表); before a person or a place of the trade (检定人员) it only
    says which."""
    verb, rest = text[:_A_VERB], text[_A_VERB:]
    if verb not in _verbs() or len(rest) < _LEAST_OBJECT or measure_tail(rest) is not None or rest.startswith(_shape("compound").start[0]):
        return False
    if object_class(text[: _A_VERB + 1]) == "person":
        return False  # 保洁员工资标准: who does it
    return object_class(rest) not in ("person", "organisation", "building", "team", "event", "survey")


@derived(size=65536)
def shaped(text: str, shape: str, place: str = "") -> bool:
    """Whether a name is written as a ``task condition change effect abstract state question`` (at one ``place`` only, where given)."""
    if place == "":
        return any(shaped(text, shape, position) for position in ("start", "end", "anywhere", "inside", "end_char"))
    table = _shape(shape)
    if place == "start":
        readings = (text, _adverbs().sub("", text))
        listed = any(reading.startswith(table.start[0]) and not reading.startswith(table.start[1]) for reading in readings)
        return listed or (shape == "task" and _done_to_a_thing(text))
    if place == "end":
        return text.endswith(table.end[0]) and not text.endswith(table.end[1])
    if place == "anywhere":
        return any(word in text for word in table.anywhere) and not any(word in text for word in table.anywhere_not)
    if place == "inside":
        return any(word in text[_A_NOUN:-_A_NOUN] for word in table.inside)
    return text[-1:] in table.chars and not text.endswith(table.chars_not)
