"""JX001: a suppression without a reason binds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion, SuppressionState

RULE = Rule(
    code="JX001",
    slug="unexplained-suppression",
    title="豁免没有写明理由",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.SUPPRESSION,
    source="实务惯例",
    messages={"default": "{shown}对 {rules} 的豁免没有写明理由，未予采用。"},
)


def check(state: SuppressionState) -> Iterator[Hit]:
    if state.state == "unexplained":
        yield Hit("", {"shown": state.shown, "rules": state.rules, "reason": state.reason, "expires": state.expires})


def suggest(hit: Hit, state: SuppressionState) -> Suggestion | None:
    return Suggestion("建议写明由谁、依据什么决定，或删去这条豁免。")
