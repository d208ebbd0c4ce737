"""JX905: a form that carries the indicators and values of another though project or budget differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.collection.copies import copied_pairs
from linter.collection.facts import FormFacts
from linter.model.finding import Confidence, Severity
from linter.rules.api import CollectionHit, Rule, Scope, Suggestion
from linter.rules.crosscheck._forms import differing, named, other_form, rest_of

RULE = Rule(
    code="JX905",
    slug="copied-form",
    title="两张表的指标与指标值雷同",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.COLLECTION,
    source="实务惯例",
    messages={
        "default": "与{other}的绩效指标雷同：{shared}行指标名称与指标值完全相同（{examples}）{differing}。",
        "some": "与{other}的绩效指标雷同：{shared}行指标名称与指标值完全相同（{examples}），仅{rest}不同{differing}。",
    },
    rests_on_absence=True,
)


def check(facts: Sequence[FormFacts]) -> Iterator[CollectionHit]:
    for pair in copied_pairs(facts):
        later, earlier = facts[pair.later], facts[pair.earlier]
        rest = rest_of(pair)
        data = {
            "other": other_form(later, earlier),
            "shared": len(pair.shared),
            "examples": named(pair.shared),
            "rest": rest,
            "differing": differing(later, earlier),
        }
        yield CollectionHit(pair.later, data, "some" if rest else "default", ((pair.earlier, "雷同的表"),))


def suggest(hit: CollectionHit, facts: Sequence[FormFacts]) -> Suggestion | None:
    return Suggestion("建议按本项目的内容与资金规模分别设定指标与指标值。")
