"""JX909: a form carried over from last year unchanged though the budget changed, or taken from another project's form of last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from linter.collection.carried import carried
from linter.collection.copies import copied_from, copied_pairs
from linter.collection.facts import FormFacts
from linter.collection.pairing import Paired, Way
from linter.model.finding import Confidence, Severity
from linter.rules.api import CollectionHit, Options, Rule, Scope, Suggestion, Years, option
from linter.rules.crosscheck._forms import differing, named, other_project, rest_of
from linter.values.amounts import yuan


@dataclass(frozen=True)
class Change(Options):
    """How much the money has to move (%), and how many measured targets are enough to say so."""

    noticeable_percent: int = option(20, "资金变动达到这一比例（%）而目标值不变时建议修改，不足时仅提示")
    ignored_percent: int = option(1, "资金变动低于这一比例（%）时视为未变")
    least_rows: int = option(3, "可量化的指标不足这一行数时不判断")


RULE = Rule(
    code="JX909",
    slug="carried-over",
    title="绩效指标沿用上一年度",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.YEARS,
    source="实务惯例",
    messages={
        "default": "资金由上一年度的{then}调整为{now}（{change}），可量化的{shared}行指标值与上一年度完全相同：{examples}。",
        "near": "上一年度名称相近的“{other}”资金为{then}，本年度为{now}（{change}），可量化的{shared}行指标值完全相同：{examples}。",
        "copied": "与上一年度另一项目{other}的绩效指标雷同：{shared}行指标名称与指标值完全相同（{examples}）{differing}。",
        "some": "与上一年度另一项目{other}的绩效指标雷同：{shared}行相同（{examples}），仅{rest}不同{differing}。",
    },
    option_type=Change,
    rests_on_absence=True,
)


def _carried(years: Years, pair: Paired, options: Change) -> CollectionHit | None:
    last, now = years.last[pair.old], years.now[pair.new]
    if pair.way is Way.ROWS or last.kind != now.kind or last.truncated or now.truncated or not last.budget or now.budget is None:
        return None
    change = (now.budget - last.budget) * 100 / last.budget
    evidence = carried(last, now)
    if abs(change) < Decimal(options.ignored_percent) or evidence.moved or len(evidence.same) < options.least_rows:
        return None
    data = {
        "then": yuan(last.budget),
        "now": yuan(now.budget),
        "change": f"{'增加' if change > 0 else '减少'}{abs(change).quantize(Decimal('0.1')).normalize():f}%",
        "shared": len(evidence.same),
        "examples": named(evidence.same),
        "other": last.project,
    }
    certain = abs(change) >= Decimal(options.noticeable_percent) and evidence.amounts and pair.way is Way.SAME
    variant = "default" if pair.way is Way.SAME else "near"
    related = ((len(years.now) + pair.old, "上一年度的表"),)
    return CollectionHit(pair.new, data, variant, related, None if certain else Severity.INFO)


def _copied(years: Years) -> Iterator[CollectionHit]:
    """Another project's form of last year; what is a copy within this year is JX905's, what the project filed itself last year is its own."""
    known = {pair.later for pair in copied_pairs(years.now)}
    own = {pair.new: pair.old for pair in years.pairing.pairs}
    for pair in copied_from(years.last, years.now):
        now, last = years.now[pair.later], years.last[pair.earlier]
        before = own.get(pair.later)
        if pair.later in known or before == pair.earlier or (before is not None and set(now.rows) <= set(years.last[before].rows)):
            continue
        rest = rest_of(pair)
        data = {
            "other": other_project(now, last),
            "shared": len(pair.shared),
            "examples": named(pair.shared),
            "rest": rest,
            "differing": differing(now, last),
        }
        yield CollectionHit(pair.later, data, "some" if rest else "copied", ((len(years.now) + pair.earlier, "上一年度雷同的表"),))


def check(years: Years, options: Change) -> Iterator[CollectionHit]:
    hits = [hit for pair in years.pairing.pairs if (hit := _carried(years, pair, options)) is not None]
    hits += _copied(years)
    yield from sorted(hits, key=lambda hit: hit.form)


def suggest(hit: CollectionHit, facts: Sequence[FormFacts]) -> Suggestion | None:
    if hit.variant in ("copied", "some"):
        return Suggestion("建议按本项目的内容与资金规模分别设定指标与指标值。")
    return Suggestion("请核实工作量是否随资金调整，相应修改指标值；确属沿用的，建议在项目概况中说明资金变化的原因。")
