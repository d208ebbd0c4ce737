"""What titles, column heads and row labels of budget tables say. Words are data: ``lexicons/budget-tables.json``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from linter.knowledge.context import derived
from linter.knowledge.lexicons import entries
from linter.knowledge.patterns import deferred
from linter.values.normalise import normalise

_QUOTES = deferred(r"[“”\"'‘’《》]")
_ENUMERATED = deferred(
    r"^(?P<of>其中:?)?(?:(?P<one>[一二三四五六七八九十]{1,3})[、.]|[(](?P<two>[一二三四五六七八九十]{1,3})[)]|(?P<three>[0-9]{1,2})[、.](?![0-9])"
    r"|[(](?P<four>[0-9]{1,2})[)]|(?P<five>[①-⑳]))"
)
_MAX_TITLE = 50
BUDGET, FINAL = "budget", "final"
"""The two accounts a document may print: what was planned and what was spent. One is never held against the other."""


@derived
def _patterns(wanted: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((e["group"], re.compile(e["pattern"])) for e in entries("budget-tables") if e["set"] == wanted)


def _first(wanted: str, text: str) -> str | None:
    return next((group for group, pattern in _patterns(wanted) if pattern.search(text)), None)


def bare(text: str) -> str:
    """Normalised, without quotation marks."""
    return _QUOTES.sub("", normalise(text).text)


@derived(size=4096)
def kind_of(title: str) -> str | None:
    """The kind of budget table a title names; ``None``: no title of one. Contents lines (``……18``) and forms are no titles."""
    text = bare(title)
    if (
        len(text) > _MAX_TITLE
        or "绩效" in text
        or text.endswith(("。", ":", ";", ","))
        or re.search(r"[.…]{2}-?[0-9]{0,20}$|表[0-9]{1,20}$", text)
    ):
        return None
    # Tables of final accounts are laid out as those of the budget and named alike.
    text = text.replace("决算", "预算").replace("收入支出", "收支")
    return _first("kind", re.sub(r"[(]单位:.{1,3}[)]$", "", text))


@derived(size=4096)
def column_role(head: str) -> str | None:
    """``code ordinal label note apart`` by the lowest head of a column; ``None``: a column of figures that add up, or unknown.

    ``apart``: figures that are no part of a sum across the row (numbers of pieces, last year, shares, 其中)."""
    return _first("column", bare(head))


@derived(size=8192)
def row_role(label: str) -> str | None:
    """``grand`` (总计) ``total`` (合计) ``of_which`` ``class`` ``exempt`` ``unit`` (a body whose projects follow) or ``None`` (a plain item)."""
    return _first("row", bare(label))


_RANKS = ("one", "two", "three", "four", "five")
DEEPEST_RANK = len(_RANKS)


@lru_cache(maxsize=8192)
def rank_of(label: str) -> int | None:
    """The level an enumeration states: 1 for ``一、``, 2 ``（一）``, 3 ``1.``, 4 ``(1)``, 5 ``①``. ``None``: not enumerated."""
    match = _ENUMERATED.match(bare(label))
    if match is None:
        return None
    return 1 + _RANKS.index(match.lastgroup or "one")


def without_enumeration(label: str) -> str:
    """The normalised label without ``其中：``, ``一、`` and the like."""
    text = bare(label)
    return re.sub(r"^其中:?", "", _ENUMERATED.sub("", text)).strip(":")


@derived(size=8192)
def account_said(text: str) -> str | None:
    """``final`` (决算) or ``budget``: which account a heading, a column's heads or a subject speaks of; ``None``: it does not say."""
    return _first("account", bare(text))


@derived(size=8192)
def without_account(text: str) -> str:
    """A subject without the words that say it is of the final accounts: 支出决算数 is the 支出."""
    final = next(pattern for group, pattern in _patterns("account") if group == FINAL)
    return final.sub("", text)


def carried_account(subject: str, before: str) -> str | None:
    """The subject of a bare 支出决算为 behind what the budget was: the same thing in the other account. ``None``: it has a subject of its own."""
    return before.replace("预算", "决算") if _first("bare-account", bare(subject)) else None


def current_columns(heads: Mapping[int, tuple[str, ...]], columns: Iterable[int]) -> list[int]:
    """The columns that say this year's money: none that stands apart (上年, 执行数, 数量, 增减), and of several years the last."""
    own = [col for col in columns if not any(column_role(head) == "apart" for head in heads.get(col, ()))]
    years = {col: max((int(y) for head in heads.get(col, ()) for y in re.findall(r"20[0-9]{2}(?=年)", head)), default=0) for col in own}
    last = max(years.values(), default=0)
    return [col for col in own if years[col] in (0, last)]
