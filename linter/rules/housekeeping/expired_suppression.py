"""JX002: a suppression past its date binds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion, SuppressionState

RULE = Rule(
    code="JX002",
    slug="expired-suppression",
    title="豁免已过有效期",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.SUPPRESSION,
    source="实务惯例",
    messages={"default": "{shown}对 {rules} 的豁免有效期至 {expires}，已过期，未予采用。"},
)


def check(state: SuppressionState) -> Iterator[Hit]:
    if state.state == "expired":
        yield Hit("", {"shown": state.shown, "rules": state.rules, "reason": state.reason, "expires": state.expires})


def suggest(hit: Hit, state: SuppressionState) -> Suggestion | None:
    return Suggestion("请重新核实：仍需豁免的，更新有效期和理由；不再需要的，删去。")
