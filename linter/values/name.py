"""From the text of an indicator name to its head and kind."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from linter.model.form import CATEGORIES
from linter.values.lexicons import HeadEntry, head_kind, head_of, unit_of, unit_table
from linter.values.normalise import Normalised, normalise
from linter.values.types import Name, NameKind, Unit

_DECORATION = re.compile(
    r"^(?:(?:指标|目标|产出|效益)[0-9一二三四五六七八九十]+[:：.、\-]|[★☆*●▲■◆※]+|\((?:必填|必选|选填|核心|重点)\)|(?:[0-9]{1,2}|[一二三四五六七八九十])[.、)](?![0-9])|[①-⑳]|\([0-9一二三四五六七八九十]{1,2}\))+"
)
_TAIL_NOTE = re.compile(r"(?:\((?P<note>[^()]*)\)|[★☆*]+)$")
_STEMS = (
    "数量",
    "质量",
    "时效",
    "成本",
    "经济效益",
    "社会效益",
    "生态效益",
    "环境效益",
    "可持续",
    "可持续影响",
    "可持续发展",
    "服务对象",
    "经济成本",
    "社会成本",
    "生态环境成本",
    "产出",
    "效益",
    "满意度",
)
_SUFFIX = r"(?:指标|指标值|值|情况|效果|性|力|影响|影响力|影响性|影响力指标|方面|目标|类|类指标|效益|发展影响|发展)*"
_CATEGORY = re.compile(rf"(?:{'|'.join(sorted(_STEMS, key=len, reverse=True))}){_SUFFIX}")
_VERBS = re.compile(
    r"^(?:完成|开展|组织|举办|召开|实施|推进|推动|加快|加强|加大|提高|提升|促进|保障|保证|维护|维持|确保|节约|节省|增加|减少|降低|改善|优化|为|对|征求|落实|强化|规范|支持|防止|防范|减轻|满足|建立|健全|完善|巩固|规定|按|按照|按时|及时|关爱|带动|拉动|增强|扩大|解决|提供|做好|发放|支付|购买|购置|采购|补缴)"
)
_FAULT = re.compile(r"投诉|事故|差错|违规|违纪|故障|失误|信访|上访|伤亡|死亡|泄密|舆情|逾期|拖欠|超支|污染事件|安全事件|负面")


@cache
def _category_names() -> frozenset[str]:
    return frozenset(CATEGORIES)


def is_category_name(text: str) -> bool:
    """Whether a (normalised) name only repeats a level-2 category: 数量, 质量指标, 经济效益, 可持续影响力. 满意度 is not one (JX212)."""
    if text in ("满意度", "服务对象满意度", "满意度指标", "效益", "产出", "服务对象"):
        return False
    return text in _category_names() or _CATEGORY.fullmatch(text) is not None


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
        if kind is NameKind.ABSTRACT and _VERBS.match(text):
            return NameKind.ACTIVITY
        return kind
    return NameKind.ACTIVITY if _VERBS.match(text) else NameKind.UNKNOWN


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
        fault=bool(entry and (entry.fault or entry.direction == "down")) or (entry is None and bool(_FAULT.search(body))),
    )


def head_entry(name: Name) -> HeadEntry | None:
    """What the lexicon says of the name's head: wished direction, natural bound, and so on."""
    return head_of(name.text)
