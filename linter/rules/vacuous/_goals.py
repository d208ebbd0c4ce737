"""What a clause of a goal comes to: work and results, or only a guarantee, a slogan, a way to spend the money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from linter.knowledge.context import derived
from linter.knowledge.lexicons import alternation, one_of, phrase, words
from linter.values import find_numbers, normalise
from linter.values.types import Dimension

Clause = Literal["empty", "guarantee", "slogan", "spending", "content"]
_MARKERS = re.compile(r"20[0-9]{2}年?度?|(?:^|(?<=[，,。;；:：、]))(?:目标)?\(?[0-9一二三四五六七八九十]{1,2}[.、):：](?![0-9])")
"""Years and list numbers are no figures of the goal."""


def unmarked(goal: str) -> str:
    """The normalised goal without years and list numbers."""
    return _MARKERS.sub("", normalise(goal).text)


@derived(size=256)
def has_figure(goal: str) -> bool:
    """The goal states a figure that is no amount of money, or money for each (每人每月200元): something to be counted."""
    text = unmarked(goal)
    numbers = find_numbers(text)
    money = [n for n in numbers if n.unit is not None and n.unit.dimension is Dimension.MONEY and not n.unit.per]
    return len(money) < len(numbers) or phrase("counted_word").search(text) is not None


@derived
def _guarantee() -> re.Pattern[str]:
    """保障…运转, 确保…顺利推进, 做好…工作, 圆满完成全年任务. Three things named one by one (做好维权、帮扶、竞赛等工作) say what is done."""
    verbs, ends = one_of(words("narrative-words", "guarantee")), one_of(words("narrative-words", "running"))
    adverbs = one_of(words("narrative-words", "slogan_adverb"))
    return re.compile(
        rf"(?:{adverbs})*(?:{verbs})[^，,。;；]{{0,80}}?(?:{ends})(?:和[^，,。;；]{{0,80}}?(?:{ends}))?|[^，,。;；]{{0,80}}?做好[^，,。;；、]{{0,80}}?(?:、[^，,。;；、]{{0,80}}?)?工作|[^，,。;；]{{0,80}}?完成(?:[^，,。;；]{{0,80}}?(?:各项|全年|年度|本年|既定|预定|上级|交办|目标|相关))[^，,。;；]{{0,80}}?(?:任务|工作|目标)"
    )


@derived
def _slogan() -> re.Pattern[str]:
    """提升…水平, 筑牢…屏障, 为…保驾护航: a verb of wishing and something nobody can hand over."""
    purpose = one_of(words("narrative-words", "slogan_for"))
    verbs, ends = one_of(words("narrative-words", "slogan_verb")), one_of(words("narrative-words", "slogan_end"))
    return re.compile(
        rf"(?:{one_of(words('narrative-words', 'slogan_adverb'))})*(?:{verbs})[^，,。;；]{{0,80}}?(?:{ends})|为[^，,。;；]{{0,80}}?(?:{purpose})"
    )


@derived
def _spending() -> re.Pattern[str]:
    """用于…支出, 支付…费, 安排…资金, 按规定用途使用."""
    verbs, ends = one_of(words("narrative-words", "spending_verb")), one_of(words("narrative-words", "spending_end"))
    amount = r"[0-9.,]+(?:万|亿)?元"
    return re.compile(
        rf"[^，,。;；]{{0,80}}?(?:{verbs})[^，,。;；]{{0,80}}?(?:{ends}|{amount})等?|[^，,。;；]{{0,80}}?(?:{ends}):?{amount}(?:元)?|(?:严格)?按[^，,。;；]{{0,8}}?(?:使用|支付|列支|拨付)|专款专用"
        r"|[^，,。;；]{0,8}?(?:主要|全部)?用于[^，,。;；]+|用好[^，,。;；]*资金"
    )


def kind_of(clause: str, project: str) -> Clause:
    """What one clause of a normalised goal comes to."""
    if _left_over(clause, project) < 2:
        return "empty"
    if _guarantee().fullmatch(clause):
        return "guarantee"
    if phrase("spending_listed").fullmatch(clause):
        return "spending"  # a list of what is paid for, whatever work its items name
    if _spending().fullmatch(clause) and not alternation("narrative-words", "work").search(_uses(clause)):
        return "spending"
    return "slogan" if _slogan().fullmatch(clause) else "content"


def _uses(clause: str) -> str:
    """The clause without the nouns of expenditure that hold a verb of work: 人员服务, 保障经费, 培训费."""
    of, spent = (one_of(words("narrative-words", group)) for group in ("spent_of", "spent_on"))
    nouns = rf"(?:{of})?(?:{spent})(?=[费、，等和及]|支出|经费|资金|$)"
    return re.sub(nouns, "", clause)


def _left_over(text: str, project: str) -> int:
    """How many characters are neither the project's own words nor words any goal has."""
    rest = alternation("narrative-words", "goal_filler").sub("", text)
    name = normalise(project).text
    shared = {at for start in range(len(rest) - 1) if rest[start : start + 2] in name for at in (start, start + 1)}
    return len(rest) - len(shared)


def clauses(goal: str, project: str) -> Iterator[Clause]:
    """What the clauses of a goal come to, in order."""
    yield from (kind_of(clause, project) for clause in re.split("[，,。;；:：]", unmarked(goal)) if clause)
