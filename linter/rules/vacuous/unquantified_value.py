"""JX206: a slogan: 节约财政资金, 完善地方志建设."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.lexicon import words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
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


def _starts(text: str, group: str) -> bool:
    return any(text.startswith(word) for word in words("slogans", group))


def is_slogan(text: str) -> bool:
    """A wish without a measurable result: opens with a verb of wishing (or a degree word before one) and names no milestone."""
    bare = re.sub(r"^(?:进一步|有效|切实|持续|不断|显著|明显|逐步|稳步|大力|全面|充分|合理|严格|积极|更好地?|有力|较好|为)+", "", text)
    if any(word in text for word in words("slogans", "milestone")):
        return False
    return _starts(bare, "wish") or _starts(text, "state")


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is Shape.TEXT and row.name_text.strip() and is_slogan(normalise(row.value_text).text):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    return Suggestion(f"建议改为可计量的指标{'，' + better if better else ''}；确需定性的，写明各档次的具体情形，项目不涉及的可删除此行。")
