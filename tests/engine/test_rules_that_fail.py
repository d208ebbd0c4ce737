"""A rule that crashes, names a place its row does not have, or gives what no rule may give: one record, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from linter.collection.facts import facts_of
from linter.model.finding import Confidence, Severity
from linter.policy.settings import Settings
from linter.rules.api import CollectionHit, Hit, Rule, Scope, Suggestion
from linter.rules.registry import Loaded
from linter.run import passes, ruling
from linter.run.engine import Outcome, lint
from tests.support.cases import document_of

ROWS = ["数量指标 | 服务单位数量 | ≥186%", "质量指标 | 平台稳定性 | 稳定稳定"]


def _rule(scope: Scope, check: Callable[..., Any], suggest: Callable[..., Any] | None = None) -> Loaded:
    rule = Rule("JX599", "sample", "样例", Severity.WARNING, Confidence.HIGH, scope, "实务惯例", {"default": "样例{name}。"})
    return Loaded(rule, check, suggest, Path())


def _lint(monkeypatch: pytest.MonkeyPatch, *added: Loaded) -> Outcome:
    plan = dict(ruling.plan_of(Settings()))
    for loaded in added:
        plan[loaded.rule.scope] = (*plan.get(loaded.rule.scope, ()), loaded)
    monkeypatch.setattr(ruling, "plan_of", lambda settings: plan)
    monkeypatch.setattr(ruling, "_RULINGS", {})
    return lint(document_of({"rows": ROWS}))


def _raises(subject: Any) -> Iterator[Hit]:
    raise ValueError("boom")
    yield


BAD = {
    "raises": (Scope.INDICATOR, _raises),
    "raises on a form": (Scope.FORM, _raises),
    "no iterable": (Scope.INDICATOR, lambda row: 7),
    "no hit": (Scope.INDICATOR, lambda row: ["指标值不够具体"]),
    "no hit on a form": (Scope.FORM, lambda form: [{"at": ""}]),
    "a column the row lacks": (Scope.INDICATOR, lambda row: [Hit("unit")]),
    "a part there is none of": (Scope.INDICATOR, lambda row: [Hit("price")]),
    "a row the form lacks": (Scope.FORM, lambda form: [Hit("indicators[9].annual.value")]),
    "a half the row lacks": (Scope.FORM, lambda form: [Hit("indicators[0].period", {"name": ""})]),
    "no path at all": (Scope.FORM, lambda form: [Hit("第一行")]),
    "a span outside the cell": (Scope.INDICATOR, lambda row: [Hit("value", span=(0, 99))]),
    "a related place there is none of": (Scope.INDICATOR, lambda row: [Hit("value", related=(("indicators[9].annual.name", "另一处"),))]),
    "an unknown variant": (Scope.INDICATOR, lambda row: [Hit("value", variant="other")]),
    "a message without its data": (Scope.FORM, lambda form: [Hit("")]),
    "on the document": (Scope.DOCUMENT, lambda document: [Hit("tables[3]", {"name": ""})]),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_record_and_the_others_go_on(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _lint(monkeypatch, _rule(*BAD[kind]))
    (note,) = [note for note in outcome.not_checked if note.fatal]
    assert note.what == "规则 JX599（样例）"
    assert note.why.startswith("规则运行出错")
    assert {"JX402", "JX301"} <= {finding.code for finding in outcome.findings}
    assert "JX599" not in {finding.code for finding in outcome.findings}


def test_a_suggestion_that_is_none_is_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _lint(monkeypatch, _rule(Scope.INDICATOR, lambda row: [Hit("value")], lambda *_: "请改为“≥186户”。"))
    (note,) = [note for note in outcome.not_checked if note.fatal]
    assert "给出的不是检查结果，而是 str" in note.why


def test_a_sound_rule_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _lint(monkeypatch, _rule(Scope.INDICATOR, lambda row: [Hit("value")], lambda *_: Suggestion("请核实。")))
    assert not [note for note in outcome.not_checked if note.fatal]
    assert [finding.message for finding in outcome.findings if finding.code == "JX599"] == ["样例服务单位数量。", "样例平台稳定性。"]


@pytest.mark.parametrize("check", [_raises, lambda facts: ["x"], lambda facts: [CollectionHit(9)]])
def test_across_forms_too(check: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "plan_of", lambda settings: {Scope.COLLECTION: (_rule(Scope.COLLECTION, check),)})
    findings, notes = passes.lint_collection(facts_of(document_of({"rows": ROWS})), Settings())
    assert not findings
    assert [note.what for note in notes] == ["规则 JX599（样例）"]


def test_absence_in_an_incomplete_form_is_a_hint_across_forms_too(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = _rule(Scope.COLLECTION, lambda facts: [CollectionHit(0, {"name": ""})])
    absent = replace(loaded, rule=replace(loaded.rule, rests_on_absence=True))
    facts = facts_of(document_of({"rows": ROWS, "doubt": "各列归属存疑"}))
    for one, severity in ((loaded, "warning"), (absent, "info")):
        monkeypatch.setattr(passes, "plan_of", lambda settings, one=one: {Scope.COLLECTION: (one,)})
        findings, _ = passes.lint_collection(facts, Settings())
        assert [each.severity.value for each in findings[0]] == [severity]
