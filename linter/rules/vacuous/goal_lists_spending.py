"""JX216: the goal only divides the money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from linter.knowledge.lexicons import alternation
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import find_numbers, normalise
from linter.values.types import Dimension

RULE = Rule(
    code="JX216",
    slug="goal-lists-spending",
    title="总体目标只罗列资金用途",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    supersedes=("JX217",),
    messages={"default": "总体目标只写了资金如何分配，没有写明产出和效果。"},
)


_MARKERS = re.compile(r"20[0-9]{2}年?度?|(?:^|(?<=[,，。;；:：、]))\(?[0-9]{1,2}[.、)](?![0-9])")
"""Years and list numbers are no figures of the goal."""
_STANDARD = re.compile(r"每人|每户|人均|户均|标准|补贴|补助|奖励|救助|资助")
"""Paying people so much each is what such a project delivers."""


@lru_cache(maxsize=256)
def only_divides(goal: str) -> bool:
    """Two amounts or more, no other figure and no result."""
    folded = _MARKERS.sub("", normalise(goal).text)
    numbers = list(find_numbers(folded))
    money = [n for n in numbers if n.unit is not None and n.unit.dimension is Dimension.MONEY and not n.unit.per]
    if len(money) < 2 or len(money) != len(numbers) or _STANDARD.search(folded):
        return False
    return not alternation("narrative-words", "result").search(folded)


def check(form: FormView) -> Iterator[Hit]:
    found = [half for half, text in form.form.goal.items() if text and only_divides(text.text)]
    if found:
        others = tuple((f"fields.goal.{half}", "另一侧") for half in found[1:])
        yield Hit(f"fields.goal.{found[0]}", related=others, half="both" if others else found[0])


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明资金用来做成什么、达到什么效果，资金分配放在预算明细中。")
