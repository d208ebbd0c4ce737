"""QX101: a target that does not say what it is compared with (a rule of another package, with an option)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.views import FormView, PlacedRow, Row


@dataclass(frozen=True)
class Words(Options):
    word: str = option("186", "指标值含此字样时提示")


RULE = Rule(
    code="QX101",
    slug="qx-comparison",
    title="目标值没有比较对象",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="某省办法",
    messages={"default": "“{name}”的目标值没有写明比较对象。"},
    option_type=Words,
)


def check(row: Row, options: Words) -> Iterator[Hit]:
    if options.word in row.value_text:
        yield Hit("value")


def suggest(hit: Hit, row: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明“不少于”或“等于”。")
