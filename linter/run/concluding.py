"""The end of a run: the forms of all inputs against each other, then what was decided on the findings, then the result.

What a run kept is read through again and again and never held as a whole, so that a result of any size is a view of its store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from linter.collection.facts import FormFacts
from linter.knowledge.context import using
from linter.model.blocks import NotChecked
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.reports.result import Input, Passing, Result
from linter.rules.plugins import plugins
from linter.run.decisions import decisions
from linter.run.passes import Noted, Noticed, lint_collection
from linter.run.pointers import with_lines
from linter.run.prepare import Policy
from linter.run.ruleset import rule_infos, ruleset
from linter.run.store import Store
from linter.run.timing import COMPARING, spent
from linter.version import VERSION


class LastYear(Struct, frozen=True):
    """Last year's forms, whose documents are numbered after those of this year, and what of them could not be read."""

    facts: Sequence[FormFacts]
    not_checked: tuple[NotChecked, ...]


def concluded(store: Store, policy: Policy, settings: Settings, last: LastYear | None, facts: Sequence[FormFacts] | None = None) -> Result:
    """The result of a run that kept ``store``. ``last``: last year's forms, where they were given; ``facts``: those of the store, where something
    is known of them already."""
    with using(settings.knowledge), spent(COMPARING):
        compared, notes = _compared(store, facts if facts is not None else store.facts, settings, last)

    def inputs() -> Iterator[Input]:
        for number, record in enumerate(store, start=1):
            source = record.input
            yield source if number < len(store) or not notes else replace(source, not_checked=(*source.not_checked, *notes))

    def findings() -> Iterator[Finding]:
        for number, record in enumerate(store):
            yield from record.findings
            yield from compared.get(number, ())

    decided = decisions(findings, store, policy, settings, last is not None)

    def reported() -> Iterator[Finding]:
        return decided.over(findings())

    return Result(
        Passing(inputs, len(store)),
        Passing(reported),
        (),
        VERSION,
        ruleset(),
        rule_infos(settings),
        policy.baseline is not None,
        store.tables,
        settings.knowledge,
    )


def _compared(store: Store, facts: Sequence[FormFacts], settings: Settings, last: LastYear | None) -> Noted:
    """What the forms of all inputs (and last year's) say of each other, by the record it belongs to, and what could not be compared."""
    said, crashed = lint_collection(facts, settings, last.facts if last is not None else None)
    notes = (*plugins().problems, *crashed, *(last.not_checked if last is not None else ()))
    lined = Noticed()
    for number, findings in said.items():
        for each in with_lines(findings, store.jobs[number]):
            lined.add(number, each)
    return lined, notes
