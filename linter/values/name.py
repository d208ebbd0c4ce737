"""From the text of an indicator name to its head and kind."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from linter.knowledge.lexicons import words
from linter.model.form import CATEGORIES
from linter.values.lexicons import HeadEntry, alternation, head_kind, head_of, name_words, unit_of, unit_table
from linter.values.normalise import Normalised, normalise
from linter.values.types import Name, NameKind, Unit

_DECORATION = re.compile(
    r"^(?:(?:指标|目标|产出|效益)[0-9一二三四五六七八九十]+[:：.、\-]|[★☆*●▲■◆※]+|\((?:必填|必选|选填|核心|重点)\)|(?:[0-9]{1,2}|[一二三四五六七八九十])[.、)](?![0-9])|[①-⑳]|\([0-9一二三四五六七八九十]{1,2}\))+"
)
_TAIL_NOTE = re.compile(r"(?:\((?P<note>[^()]*)\)|[★☆*]+)$")


@cache
def _category() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(name_words('category'))})(?:{alternation(name_words('category-suffix'))})*")


@cache
def _task() -> re.Pattern[str]:
    """A name that starts with a verb."""
    return re.compile(alternation(name_words("verb")))


@cache
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


def _undecorated(norm: Normalised) -> tuple[str, int, str | None, Unit | None]:
    """Name without decorations and trailing brackets, its offset in the normalised text, the bracket's text and a unit in it."""
    text = norm.text.replace("（", "(").replace("）", ")")
    start = match.end() if (match := _DECORATION.match(text)) and match.end() < len(text) else 0
    body = text[start:].rstrip(":：;；。,，、")
    note: str | None = None
    unit = None
    while (tail := _TAIL_NOTE.search(body)) and tail.start() > 0:
        note = tail["note"] or note
        if tail["note"] in unit_table():
            unit = unit_of(tail["note"], tail["note"])
        body = body[: tail.start()]
    return body.rstrip(":：;；。,，、") or text[start:], start, note, unit


def _kind(text: str, entry: HeadEntry | None) -> NameKind:
    if is_category_name(text):
        return NameKind.CATEGORY
    if entry is not None:
        kind = head_kind(entry)
        if kind is NameKind.ABSTRACT and _task().match(text):
            return NameKind.ACTIVITY
        return kind
    task = _task().match(text) is not None and not text.endswith(tuple(name_words("not-task-end")))
    return NameKind.ACTIVITY if task else NameKind.UNKNOWN


@cache
def _remedies() -> re.Pattern[str]:
    return re.compile(alternation(words("name-senses", "remedy")))


def _unwanted(body: str, entry: HeadEntry | None, kind: NameKind) -> bool:
    """The name counts something unwanted. Dealing with it is work, not a fault: 处理投诉件数, 查处事故数量."""
    if entry is None:
        return bool(_fault().search(body)) and not _remedies().match(body)
    if entry.kind == "count":
        return entry.fault and not _remedies().search(body[: -len(entry.word)])
    return entry.fault or (entry.direction == "down" and kind is not NameKind.TIME)


@lru_cache(maxsize=131072)
def parse_name(text: str) -> Name:
    """Read a name: its head decides what is measured, whatever stands before it. Never raises."""
    norm = normalise(text)
    body, start, note, unit = _undecorated(norm)
    entry = head_of(body)
    kind = _kind(body, entry)
    head = entry.word if entry is not None else body
    end = start + len(body)
    return Name(
        raw=text,
        text=body,
        head=head,
        kind=kind,
        head_span=norm.raw_span(end - len(head), end) if head else None,
        unit=unit,
        formula=note,
        change=bool(entry and entry.change),
        fault=_unwanted(body, entry, kind),
    )


def head_entry(name: Name) -> HeadEntry | None:
    """What the lexicon says of the name's head: wished direction, natural bound, and so on."""
    return head_of(name.text)
