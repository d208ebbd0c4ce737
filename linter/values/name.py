"""From the text of an indicator name to its head and kind."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import words
from linter.knowledge.patterns import deferred
from linter.model.form import CATEGORIES
from linter.values.lexicons import HeadEntry, alternation, head_kind, head_of, name_words
from linter.values.morphology import measure_tail
from linter.values.normalise import Normalised, normalise
from linter.values.numbers import find_numbers
from linter.values.types import Dimension, Name, NameKind, Unit
from linter.values.units import column_unit, is_unit

_DECORATION = re.compile(
    r"^(?:(?:指标|目标|产出|效益)[0-9一二三四五六七八九十]+[:：.、\-]|[★☆*●▲■◆※]+|\((?:必填|必选|选填|核心|重点)\)|(?:[0-9]{1,2}|[一二三四五六七八九十])[.、)](?![0-9])|[①-⑳]|\([0-9一二三四五六七八九十]{1,2}\))+"
)
_TAIL_NOTE = re.compile(r"(?:\((?P<note>[^()]*)\)|[≥≤>=<]*[★☆*]+(?:万?[个人名户家项次件套台处份册株元%]|公里|亩|人次|平方米)?)$")
_LABELLED = re.compile(r"^(?:计量)?单位[:：]")
_MASK = deferred(r"^[≥≤>=<]*\*+")
_NOT_OWN = deferred(r"[第每前约近满逾A-Za-z0-9.×*/~-]$|[至到和与及、]$|(?:每|第)[一-鿿]{0,2}$")
"""What before a number at a name's end makes it no target of the name's own: 第3期, 每10万人, DN300, 2026-2028年."""


@derived
def _category() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(name_words('category'))})(?:{alternation(name_words('category-suffix'))})*")


@derived
def _task() -> re.Pattern[str]:
    """A name that starts with a verb."""
    return re.compile(alternation(name_words("verb")))


@derived
def _fault() -> re.Pattern[str]:
    return re.compile(alternation(name_words("fault")))


@cache
def _category_names() -> frozenset[str]:
    return frozenset(CATEGORIES)


def is_category_name(text: str) -> bool:
    """Whether a (normalised) name only repeats a level-2 category: 数量, 质量指标, 经济效益, 可持续影响力. 满意度 is not one (JX212)."""
    if text in name_words("not-category"):
        return False
    return text in _category_names() or _category().fullmatch(text) is not None


class _Bare(NamedTuple):
    """A name without what is no name: where it starts in the normalised text, the bracket's note, a unit stated in it, its own target."""

    text: str
    start: int
    note: str | None = None
    unit: Unit | None = None
    stated: str | None = None


_CLOSING = ":：;；。,，、"


def _undecorated(norm: Normalised) -> _Bare:
    """Name without decorations, masks, trailing brackets, closing marks and a target of its own."""
    text = norm.text.replace("（", "(").replace("）", ")")
    start = match.end() if (match := _DECORATION.match(text)) and match.end() < len(text) else 0
    body = text[start:].rstrip(_CLOSING)
    note: str | None = None
    unit = None
    while (tail := _TAIL_NOTE.search(body)) and tail.start() > 0:
        note = tail["note"] or note
        if tail["note"]:
            labelled = _LABELLED.sub("", tail["note"])  # 采集血小板(单位:治疗量): a unit, whatever it is
            stated = _MASK.sub("", labelled)  # 厂房面积(≥**平方米)
            plain = stated.lstrip("万亿千")  # 人数（万人）
            said = is_unit(plain) or labelled != tail["note"]
            unit = column_unit(plain if is_unit(plain) and not is_unit(stated) else stated) if said else unit
        body = body[: tail.start()]
    body = body.rstrip(_CLOSING) or text[start:]
    own = _own_target(body)
    return _Bare(body[:own].rstrip(_CLOSING + "达为是"), start, note, unit, body[own:]) if own else _Bare(body, start, note, unit)


def _own_target(body: str) -> int:
    """Where the target begins that a name holds at its end (新建机井3眼, 合格率100%); 0 where it holds none."""
    if not any(map(str.isdigit, body[-8:])):
        return 0
    last = next(reversed(find_numbers(body)), None)
    if last is None or last.end != len(body) or last.unit is None or last.start < 2 or last.high is not None:
        return 0
    dated = last.unit.dimension is Dimension.TIME and last.unit.symbol in ("年", "年度", "月", "日", "天", "周")
    technical = last.unit.dimension in (Dimension.LENGTH, Dimension.DATA, Dimension.ENERGY, Dimension.DEGREE)
    return 0 if dated or technical or _NOT_OWN.search(body[: last.start]) else last.start


_QUOTIENT = re.compile(r"(?P<a>[^/÷]{2,})(?P<sign>[/÷]|与(?=.+之比$))(?P<b>[^/÷]{2,}?)(?:之比|[×*]100%?)?")
_COUNTED = frozenset({"count", "amount", "money", "duration", "score"})


@derived(size=16384)
def quotient(text: str) -> tuple[str, str] | None:
    """Numerator and denominator where a name divides two measures: 到课人数/报名人数, 甲数与乙数之比; not 固定/移动岗亭数量."""
    match = _QUOTIENT.fullmatch(text)
    if match is None:
        return None
    above, below = match["a"], match["b"]
    tails = [measure_tail(part) for part in (above, below)]
    measured = all(tail is not None and tail.key in _COUNTED for tail in tails)
    return (above, below) if measured or match["sign"] == "÷" else None


def _kind(text: str, entry: HeadEntry | None) -> NameKind:
    if is_category_name(text):
        return NameKind.CATEGORY
    if quotient(text) is not None:
        return NameKind.RATE
    if entry is not None:
        kind = head_kind(entry)
        if entry.money_after and kind is NameKind.MONEY and not text.removesuffix(entry.word).endswith(entry.money_after):
            return NameKind.COUNT
        if kind is NameKind.ABSTRACT and _task().match(text):
            return NameKind.ACTIVITY
        return kind
    task = _task().match(text) is not None and not text.endswith(tuple(name_words("not-task-end")))
    return NameKind.ACTIVITY if task else NameKind.UNKNOWN


@derived
def _remedies() -> re.Pattern[str]:
    return re.compile(alternation(words("tags", "remedy")))


def _unwanted(body: str, entry: HeadEntry | None, kind: NameKind) -> bool:
    """The name counts something unwanted. Dealing with it is work, not a fault: 处理投诉件数, 查处事故数量."""
    if entry is None:
        return bool(_fault().search(body)) and not _remedies().match(body)
    if entry.kind == "count":
        return entry.fault and not _remedies().search(body[: -len(entry.word)])
    return entry.fault or (entry.direction == "down" and kind is not NameKind.TIME)


@derived(size=131072)
def parse_name(text: str) -> Name:
    """Read a name: its head decides what is measured, whatever stands before it. Never raises."""
    norm = normalise(text)
    bare = _undecorated(norm)
    body = bare.text
    entry = head_of(body) if quotient(body) is None else None
    kind = _kind(body, entry)
    head = entry.word if entry is not None else body
    end = bare.start + len(body)
    return Name(
        raw=text,
        text=body,
        head=head,
        kind=kind,
        head_span=norm.raw_span(end - len(head), end) if head else None,
        unit=bare.unit,
        formula=bare.note,
        change=bool(entry and entry.change),
        fault=_unwanted(body, entry, kind),
        stated=bare.stated,
    )


def head_entry(name: Name) -> HeadEntry | None:
    """What the lexicon says of the name's head: wished direction, natural bound, and so on."""
    return head_of(name.text) if quotient(name.text) is None else None
