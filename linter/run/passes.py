"""Runs the COLLECTION and YEARS rules over the facts of all documents, after each document was linted by itself."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linter.collection.facts import FormFacts
from linter.collection.pairing import pair_forms
from linter.model.blocks import NotChecked
from linter.model.finding import Confidence, Finding, Related, fingerprint
from linter.policy.plan import options_of, plan_of
from linter.policy.settings import Settings
from linter.rules.api import CollectionHit, Scope, Years
from linter.rules.registry import Loaded

log = logging.getLogger("jixiao")


def _path(facts: FormFacts) -> str:
    return f"forms[{facts.index - 1}]"


def _finding(one: Loaded, hit: CollectionHit, facts: Sequence[FormFacts], settings: Settings, ordinal: int) -> Finding:
    rule, form = one.rule, facts[hit.form]
    declared = hit.severity or rule.severity_under(settings.profile)
    wanted = settings.severity.get(rule.code, declared)
    suggestion = one.suggest(hit, facts) if one.suggest is not None else None
    return Finding(
        code=rule.code,
        slug=rule.slug,
        severity=wanted,
        confidence=hit.confidence or rule.confidence,
        message=rule.messages[hit.variant].format_map({"project": form.project, **hit.data}),
        suggestion=suggestion.text if suggestion else None,
        source=settings.source(rule.source),
        form_index=form.index,
        project=form.project or None,
        level2=None,
        indicator=None,
        field=None,
        half=None,
        quote="",
        path=_path(form),
        location=form.place,
        fingerprint=fingerprint(rule.code, form.key, "", "|".join(facts[n].key for n, _ in hit.related), "", ordinal),
        related=tuple(Related(_path(facts[n]), role, facts[n].place) for n, role in hit.related),
        original_severity=declared if wanted is not declared else None,
        data=dict(hit.data),
    )


Noted = tuple[Mapping[int, tuple[Finding, ...]], tuple[NotChecked, ...]]


def lint_across(facts: Sequence[FormFacts], settings: Settings, last: Sequence[FormFacts] | None = None) -> Noted:
    """The findings of every COLLECTION rule by the number of the document they stand in, and the rules that crashed.

    ``last``: last year's forms. Then the YEARS rules run too, and what could not be compared with last year is among the records.
    """
    found: dict[int, list[Finding]] = defaultdict(list)
    notes: list[NotChecked] = []
    for one in plan_of(settings).get(Scope.COLLECTION, ()):
        notes += _run(one, facts, facts, settings, found)
    if last is not None:
        years = Years(tuple(facts), tuple(last), pair_forms(last, facts))
        notes += _unmatched(years)
        for one in plan_of(settings).get(Scope.YEARS, ()):
            notes += _run(one, years, years.every, settings, found)
    return {number: tuple(findings) for number, findings in found.items()}, tuple(notes)


def _run(
    one: Loaded, subject: Any, facts: Sequence[FormFacts], settings: Settings, found: dict[int, list[Finding]]
) -> Iterator[NotChecked]:
    """Runs one rule; its findings go to ``found``. A crash is a record."""
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    try:
        for hit in one.run(subject, options_of(one, settings)):
            identity = (facts[hit.form].key, *(facts[n].key for n, _ in hit.related))
            finding = _finding(one, hit, facts, settings, seen[identity])
            seen[identity] += 1
            if finding.confidence is not Confidence.LOW or settings.pedantic:
                found[facts[hit.form].document].append(finding)
    except Exception as error:  # a crashing rule must not void the others
        log.debug("rule %s crashed across documents", one.rule.code, exc_info=error)
        what = f"规则 {one.rule.code}（{one.rule.title}）"
        yield NotChecked(what, f"规则运行出错，各表之间未按此规则检查：{error!r}", fatal=True)


_LAST_YEAR = "与上一年度比较"
_SHOWN = 3


def _unmatched(years: Years) -> Iterator[NotChecked]:
    """What could not be compared with last year, said once."""
    if not years.last:
        yield NotChecked(_LAST_YEAR, "上一年度的文件中没有读到绩效目标表，未作跨年核对")
        return
    if years.now and not years.pairing.pairs:
        yield NotChecked(_LAST_YEAR, "上一年度的文件中没有与本次名称相同或相近的项目，未能逐项目核对是否沿用")
        return
    alone = [years.now[number].project or f"第{years.now[number].index}张表" for number in years.pairing.only_new]
    if alone:
        names = "、".join(alone[:_SHOWN]) + (" 等" if len(alone) > _SHOWN else "")
        yield NotChecked(_LAST_YEAR, f"{len(alone)}张表在上一年度的文件中没有同一项目（{names}），未能核对是否沿用")
    same = [a for a, b in _year_pairs(years) if a is not None and b is not None and a >= b]
    if same:
        yield NotChecked(_LAST_YEAR, f"作为上一年度给出的文件预算年度为{max(same)}年，不早于本次的年度，请核对所给文件")


def _year_pairs(years: Years) -> Iterator[tuple[int | None, int | None]]:
    return ((years.last[pair.old].year, years.now[pair.new].year) for pair in years.pairing.pairs)
