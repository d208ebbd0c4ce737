"""Runs the COLLECTION rules over the facts of all documents, after each document was linted by itself."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence

from linter.collection.facts import FormFacts
from linter.engine import options_of, plan_of
from linter.model.blocks import NotChecked
from linter.model.finding import Confidence, Finding, Related, fingerprint
from linter.rules.api import CollectionHit, Scope
from linter.rules.registry import Loaded
from linter.settings import Settings

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


def lint_across(facts: Sequence[FormFacts], settings: Settings) -> tuple[Mapping[int, tuple[Finding, ...]], tuple[NotChecked, ...]]:
    """The findings of every COLLECTION rule by the number of the document they stand in, and the rules that crashed."""
    found: dict[int, list[Finding]] = defaultdict(list)
    crashed = []
    for one in plan_of(settings).get(Scope.COLLECTION, ()):
        seen: dict[tuple[int, ...], int] = defaultdict(int)
        try:
            for hit in one.run(facts, options_of(one, settings)):
                identity = (hit.form, *(n for n, _ in hit.related))
                finding = _finding(one, hit, facts, settings, seen[identity])
                seen[identity] += 1
                if finding.confidence is not Confidence.LOW or settings.pedantic:
                    found[facts[hit.form].document].append(finding)
        except Exception as error:  # a crashing rule must not void the others
            log.debug("rule %s crashed across documents", one.rule.code, exc_info=error)
            what = f"规则 {one.rule.code}（{one.rule.title}）"
            crashed.append(NotChecked(what, f"规则运行出错，各表之间未按此规则检查：{error!r}", fatal=True))
    return {number: tuple(findings) for number, findings in found.items()}, tuple(crashed)
