"""JX003: a suppression nothing answers to."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion, SuppressionState

RULE = Rule(
    code="JX003",
    slug="unused-suppression",
    title="豁免没有用到",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.SUPPRESSION,
    source="实务惯例",
    messages={"default": "{shown}对 {rules} 的豁免没有对应的问题，可能已经修改。"},
)


def check(state: SuppressionState) -> Iterator[Hit]:
    if state.state == "unused":
        yield Hit("", {"shown": state.shown, "rules": state.rules, "reason": state.reason, "expires": state.expires})


def suggest(hit: Hit, state: SuppressionState) -> Suggestion | None:
    return Suggestion("建议删去这条豁免；写在设置文件中的，可用 jixiao check --remove-unused 删去。")
