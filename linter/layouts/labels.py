"""What a cell says when it is a label: header fields, levels, column roles. Words are data (``lexicons/labels.json``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries, one_of
from linter.knowledge.patterns import deferred
from linter.values import normalise

_DECORATION = re.compile(r"^(?:[★☆*●▲■◆]+|其中[:：]?|[0-9一二三四五六七八九十]{1,2}[、.．]|\([一二三四五六七八九十0-9]{1,2}\)|[①-⑨])")
_NOTE = re.compile(r"[（(\[【][^（()）\]】]*[)）\]】]$")
_YEAR = re.compile(r"^20[0-9]{2}年(?:度)?")
_PREFIX = re.compile(r"^(?:20[0-9]{2}年度?|本年度?|当年度?|项目|绩效|实施周期|全周期|半年|上半年|全年)+")
_OWNER = re.compile(r"^(?:绩效|评价|考核|三级)*(?:指标)?")
_OF_INDICATOR = frozenset({"value", "unit", "weight", "standard", "actual", "score", "remark", "comparator"})
_OF_FORMS = frozenset({"field", "funding", "role", "level1", "level2", "heading"})
_LONGEST = 40
"""Characters of a label."""
_INNER = re.compile(r"[（(][^（()）]*[)）]")
_LONGEST_MADE = 40
"""A longer text is no label made of known words."""
_UNIT = deferred(r"(?:单位|[（(\[【,，])[:：]?(?:人民币)?(万元|亿元|元)")


@derived
def _vocabulary() -> dict[str, dict[str, str]]:
    """Word → the set it belongs to → its group there."""
    words: dict[str, dict[str, str]] = {}
    for entry in entries("labels"):
        words.setdefault(normalise(entry["word"]).text, {})[entry["set"]] = entry["group"]
    return words


@lru_cache(maxsize=32768)
def clean(text: str) -> str:
    """A label's bare word: normalised, without decorations, a trailing colon and a trailing bracket that is no part of it."""
    folded = normalise(text).text.strip(":：.。*★ ")
    folded = _DECORATION.sub("", folded)
    return folded.strip(":：.。*★")


@lru_cache(maxsize=4096)
def _spellings(text: str) -> tuple[tuple[str, ...], str]:
    """What a label may be looked up by in any table, the most exact first (its word, without the notes behind it, without what is in brackets
    inside, without its year), and its word without notes."""
    word = clean(text)
    spellings = [word]
    while (shorter := _NOTE.sub("", word).strip(":：")) != word and shorter:
        spellings.append(word := shorter)
    spellings.append(_INNER.sub("", word))
    if (overall := word.replace("整体", "总体")) != word:
        spellings.append(overall)  # 年度整体目标 is 年度总体目标
    if (undated := _YEAR.sub("", word)) != word:
        spellings += (undated, "年度" + undated)
    return tuple(filter(None, spellings)), word


_NOTHING: Mapping[str, str] = MappingProxyType({})


@derived(size=32768)
def _readings(text: str) -> Mapping[str, str]:
    """Everything a cell may say as a label: set of words → group. Each set reads the most exact spelling it knows."""
    if not text or len(text) > _LONGEST:
        return _NOTHING
    vocabulary = _vocabulary()
    spellings, word = _spellings(text)
    readings: dict[str, str] = {}
    for spelling in reversed(spellings):
        readings.update(vocabulary.get(spelling, _NOTHING))
    if "role" not in readings and (role := _role_inside(word)) is not None:
        readings["role"] = role
    return readings or _NOTHING


def _role_inside(word: str) -> str | None:
    """The role of a heading with more words around it than the table has: 2026年度指标值; 指标标准, 评价指标计量单位, 评价标准值 as 标准, 计量单位,
    标准值. 指标 before a name or a level names no column of the indicator."""
    vocabulary = _vocabulary()
    role = vocabulary.get(_PREFIX.sub("", _INNER.sub("", word)), _NOTHING).get("role")
    if role is not None:
        return role
    own = _OWNER.sub("", word)
    role = vocabulary.get(own, _NOTHING).get("role") if own != word else None
    return role if role in _OF_INDICATOR else None


def field_of(text: str) -> str | None:
    """The header field a cell labels: a key of ``FIELD_KEYS`` or ``total_period total_annual funding_block goal goal_period
    goal_annual remark funding``, ``block`` (rows kept whole: 年度主要任务), ``indicator_block`` (绩效指标 beside the table)."""
    readings = _readings(text)
    return readings.get("field") or readings.get("funding")


def level1_of(text: str) -> str | None:
    """The canonical level-1 name a cell prints."""
    return _readings(text).get("level1")


def level2_of(text: str) -> str | None:
    """The canonical level-2 category a cell prints."""
    return _readings(text).get("level2")


def role_of(text: str) -> str | None:
    """The role of a column with this header: ``level1 level2 name value comparator unit nature weight standard actual score
    threshold1…4 project unit_name amount goal year number remark``."""
    return _readings(text).get("role")


def is_known(text: str) -> bool:
    """Whether a cell prints nothing but a word of the forms themselves: a label, a level, a column heading."""
    return not _OF_FORMS.isdisjoint(_readings(text))


def content_of(text: str) -> str | None:
    """What kind of column a cell can only belong to, whatever its heading: ``nature`` (定量) ``comparator`` (≥) ``direction`` (正向)."""
    return _readings(text).get("content") or _vocabulary().get(normalise(text).text, _NOTHING).get("content")


def execution_heading(text: str) -> str | None:
    """Which figure of the budget's execution a heading names: a key of ``EXECUTION``."""
    return _readings(text).get("execution")


def is_total_score(text: str) -> bool:
    """Whether a line's first cell labels the score as a whole."""
    return _readings(text).get("total") is not None


@derived
def _table(kind: str) -> dict[str, str]:
    """The words of one set, with their groups."""
    return {word: groups[kind] for word, groups in _vocabulary().items() if kind in groups}


@derived
def _made(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = one_of(_table(kind))
    return re.compile(f"(?:{words})+"), re.compile(words)


@derived(size=4096)
def made_of(kind: str, text: str) -> tuple[str, ...]:
    """The groups of the words a label is made of, in order, where it is made of words of one set (``goal-part money-part``) and nothing else."""
    word = _spellings(text)[1] if text and len(text) <= _LONGEST_MADE else ""
    whole, part = _made(kind)
    return tuple(_table(kind)[match.group()] for match in part.finditer(word)) if whole.fullmatch(word) else ()


def is_money_label(text: str) -> bool:
    """Whether a label no data file knows can only be that of an amount as a whole: 年度财政资金总额, 本年度预计投入. A source (财政资金) is none."""
    groups = set(made_of("money-part", text))
    return {"what", "when"} <= groups or ("sum" in groups and bool(groups & {"what", "source"}))


_AMOUNT = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?P<unit>亿元|万元|元)?[。;；]?")


def states_total(label: str, value: str) -> bool:
    """Whether a label no data file knows and an amount beside it state the money as a whole: the label is made of words of money. One that says
    no more than 预算 needs a unit."""
    amount = _AMOUNT.fullmatch(normalise(value).text)
    if amount is None:
        return False
    return is_money_label(label) or ("what" in made_of("money-part", label) and bool(amount["unit"] or money_unit(label)))


def is_name_heading(text: str) -> bool:
    """Whether a heading can only be that of the name column: beside 三级指标, 绩效指标 is the label of the whole block."""
    return _readings(text).get("strong_name") is not None


def money_unit(text: str) -> str | None:
    """元 万元 亿元 where the text states it: ``项目资金(万元)``, ``单位：万元``, ``金额（元）``."""
    match = _UNIT.search(normalise(text).text)
    return match[1] if match else None


@derived(size=4096)
def split_label(text: str) -> tuple[str, int] | None:
    """``填报日期: 20260116`` → (``filed``, offset of the value). ``None`` where the cell is no label with its value inside."""
    match = re.match(r"^\s*([^:：]{2,24})[:：]\s*(?=\S)", text)
    if match is None:
        return None
    field = field_of(match[1])
    return (field, match.end()) if field is not None else None


_BRACKETED = deferred(r"^[(（【《〔\[]([^()（）【】《》〔〕\[\]]*)[)）】》〕\]]$")
_PARTS = deferred(r"[-—－/、·>→]")


def _parts(level2: str) -> list[str]:
    """The levels a label prints together, a bracket around all of it left out: 产出指标-数量指标, （产出·数量）."""
    return _PARTS.split(_BRACKETED.sub(r"\1", clean(level2)))


def category_of(level2: str, level1: str) -> str:
    """The canonical category of a row, from its level-2 label, else from a level 1 that has only one; ``""`` if unknown.

    In the level-2 column some words are categories that elsewhere may be names (群众满意度, 完成数量): set ``category``.
    ``产出指标-数量指标`` in one cell is read by its last part.
    """
    category = level2_of(level2) or _readings(level2).get("category")
    if category is None and len(parts := _parts(level2)) > 1:
        category = level2_of(parts[-1]) or level2_of(parts[-1] + parts[0])  # 满意度·服务对象
    if category is None and not clean(level2):
        category = {"满意度指标": "服务对象满意度"}.get(level1_of(level1) or "")
    return category or ""


def level1_in(level2: str) -> str:
    """The level-1 part of a cell that prints both levels (``产出指标-数量指标``), ``""`` where it prints one."""
    parts = _parts(level2)
    return parts[0] if len(parts) > 1 and level1_of(parts[0]) and level2_of(level2) is None else ""
