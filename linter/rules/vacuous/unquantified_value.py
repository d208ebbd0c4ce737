"""JX206: a slogan: 节约财政资金, 完善地方志建设."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.knowledge.lexicons import alternation, words
from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import ways_out
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import covered, normalise
from linter.values.types import Shape

RULE = Rule(
    code="JX206",
    slug="unquantified-value",
    title="指标值是口号式表述，未量化",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX702", "JX709"),
    messages={"default": "指标值“{value}”是笼统的表述，没有数量、程度或时间，无法考核。"},
)


_PREDICATE = ("direction", "degree", "evaluative")
_MIN_SUBJECT = 2
_MAX_PREDICATE = 32
"""No predicate is longer: a page put into a cell is not tried from each of its characters."""
_NOT_A_WISH = frozenset({"到位", "足额", "完好", "具体", "明确"})
"""Ends of a value that can be looked up: 资金拨付到位."""


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation('value-words', 'degree').pattern}|大力|严格|积极|更好地?|有力|较好)+")


def _framed(text: str) -> bool:
    """为决策提供参考, 具有重要意义."""
    frames = (frame.partition("…") for frame in words("slogans", "frame"))
    return any(text.startswith(first) and last in text[len(first) :] for first, _, last in frames)


def _wished(text: str) -> bool:
    """It says how things should turn out: 群众生活水平得到改善, 社会秩序稳定."""
    for start in range(max(_MIN_SUBJECT, len(text) - _MAX_PREDICATE), len(text)):
        tail = text[start:]
        if covered(tail, _PREDICATE, "direction") or (len(tail) > 1 and covered(tail, _PREDICATE, "evaluative")):
            return tail not in _NOT_A_WISH and tail not in words("value-words", "grade")
    return False


def _praised(text: str) -> bool:
    """圆满完成: done, and well; neither says how much."""
    return text.endswith("完成") and covered(text.removesuffix("完成"), ("degree", "evaluative"), "evaluative")


def is_slogan(text: str) -> bool:
    """A wish without a measurable result: opens with a verb of wishing, or ends in how things should be; and names no milestone."""
    if text in words("slogans", "vague") or _framed(text) or _praised(text):
        return True
    if alternation("slogans", "milestone").search(alternation("slogans", "no_milestone").sub("", text)):
        return False
    bare = _adverbs().sub("", text)
    opening = alternation("slogans", "wish").match(bare) or alternation("slogans", "state").match(text)
    return opening is not None or _wished(text)


_LONGEST_PHRASE = 4
_SAYS_SOMETHING = re.compile(
    r"[^一-鿿]|^(?:[不无未零负全应按每据免首定即同]|优先|国家|省|市|县|区)|[级类标证率名次件项条期度年月日季周天时元]|覆盖|兜底"
    r"|[县市区镇乡村户人员童众民者商位业校院所厅馆]$"
)


def _bare_phrase(row: Row, text: str) -> bool:
    """A few characters under a benefit that only colour it: 浓厚, 风清气正. Not a standard, a scope, a date or whom it reaches."""
    if row.category not in BENEFIT_CATEGORIES or not 2 <= len(text) <= _LONGEST_PHRASE:
        return False
    return not _SAYS_SOMETHING.search(text) and not alternation("slogans", "milestone").search(text)


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is not Shape.TEXT or not row.name_text.strip():
        return
    text = normalise(row.value_text).text.strip("。.;；")
    if is_slogan(text) or _bare_phrase(row, text):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion(*ways_out(form, placed))
