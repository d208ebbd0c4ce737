"""JX905: a form that carries the indicators and values of another though project or budget differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from linter.collection.copies import CopiedPair, copied_pairs
from linter.collection.facts import FormFacts, RowFacts
from linter.model.finding import Confidence, Severity
from linter.rules.api import CollectionHit, Rule, Scope, Suggestion

RULE = Rule(
    code="JX905",
    slug="copied-form",
    title="两张表的指标与指标值雷同",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.COLLECTION,
    source="实务惯例",
    messages={
        "default": "与{where}“{other}”的绩效指标雷同：{shared}行指标名称与指标值完全相同（{examples}），{differing}。",
        "some": "与{where}“{other}”的绩效指标雷同：{shared}行指标名称与指标值完全相同（{examples}），仅{rest}不同；{differing}。",
    },
)
_SHOWN = 3


def _money(amount: Decimal) -> str:
    if amount < 10_000:
        return f"{amount.normalize():f}元"
    return f"{(amount / 10_000).quantize(Decimal('0.01')).normalize():f}万元"


def _differing(a: FormFacts, b: FormFacts) -> str:
    parts = []
    if a.project != b.project:
        parts.append("项目不同")
    if a.budget is not None and b.budget is not None:
        same = a.budget == b.budget
        parts.append(f"资金同为{_money(a.budget)}" if same else f"资金为{_money(a.budget)}、{_money(b.budget)}")
    return "、".join(parts) or "项目或资金并不相同"


def _named(rows: Sequence[RowFacts]) -> str:
    shown = "、".join(f"{row.name} {row.value}" for row in rows[:_SHOWN])
    return shown + (" 等" if len(rows) > _SHOWN else "")


def _where(here: FormFacts, there: FormFacts) -> str:
    same_file = here.document == there.document
    return f"第{there.index}张表" if same_file else f"{there.place.file if there.place else '另一文件'}第{there.index}张表"


def _rest(pair: CopiedPair) -> str:
    names = dict.fromkeys(row.name for row in (*pair.only_later, *pair.only_earlier))
    return "、".join(f"“{name}”" for name in list(names)[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def check(facts: Sequence[FormFacts]) -> Iterator[CollectionHit]:
    for pair in copied_pairs(facts):
        later, earlier = facts[pair.later], facts[pair.earlier]
        rest = _rest(pair)
        data = {
            "other": earlier.project or earlier.title,
            "where": _where(later, earlier),
            "shared": len(pair.shared),
            "examples": _named(pair.shared),
            "rest": rest,
            "differing": _differing(later, earlier),
        }
        yield CollectionHit(pair.later, data, "some" if rest else "default", ((pair.earlier, "雷同的表"),))


def suggest(hit: CollectionHit, facts: Sequence[FormFacts]) -> Suggestion | None:
    return Suggestion("建议按本项目的内容与资金规模分别设定指标与指标值。")
