"""A run over many inputs: read, lay out, lint. The only place where the three axes meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from linter.collection.facts import facts_of
from linter.formats import Limits
from linter.knowledge.context import using
from linter.model.document import Document
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.reports.result import Input, Result
from linter.rules.plugins import plugins
from linter.run.decisions import decided
from linter.run.inputs import Job
from linter.run.passes import lint_collection
from linter.run.pointers import with_lines
from linter.run.prepare import Policy, Setup
from linter.run.reading import documents, size_of, unread
from linter.run.records import InputRecord
from linter.run.ruleset import rule_infos, ruleset
from linter.run.single import Linted, bounds_of, linted, tasks
from linter.run.twins import once
from linter.run.workers import in_order
from linter.version import VERSION

if TYPE_CHECKING:
    from linter.run.cache import Cache

__all__ = ["Job", "documents", "parse", "read", "run"]


def run(
    jobs: Iterable[Job],
    setup: Setup | Settings | None = None,
    *,
    limits: Limits | None = None,
    progress: Callable[[], object] | None = None,
    cache: Cache | None = None,
    last_year: Iterable[Job] | None = None,
    workers: int = 1,
) -> Result:
    """Check every job in order, then the forms of all of them against each other, then decide by suppressions and baseline.

    ``setup``: plain settings hold for every input. With a ``cache`` the result carries no documents. ``last_year``: last year's files, to which
    this year's forms are compared; they are not checked themselves. ``workers``: see ``linter.run.workers``.
    """
    settings_for, policy = _governing(setup)
    done: list[Linted] = []
    for each in linted(tasks(jobs, settings_for, limits, cache is not None), limits, cache, workers, cache is None):
        done.append(each)
        if progress is not None:
            progress()
    if cache is not None:
        cache.save()
    settings = settings_for(done[-1].job.path if done else None)
    listed = [(each.job, record) for each in done for record in each.records]
    records = once(listed) if policy.copies == "once" else listed
    with using(settings.knowledge):
        own = replace(settings, year=None)  # --year is this year's
        last = list(read(last_year, own, _whole, limits=limits, workers=workers)) if last_year is not None else None
        inputs, findings = _compared(records, settings, last)
    reported = decided(findings, [record for _, record in records], policy, settings, last is not None)
    folded = {(record.input.path, record.input.member) for _, record in records if record.input.twins}
    documents_read = (document for each in done for document in each.documents)
    kept = tuple(document for document in documents_read if (document.path, document.member) not in folded)
    return Result(inputs, reported, kept, VERSION, ruleset(), rule_infos(settings), policy.baseline is not None, settings.knowledge)


def _governing(setup: Setup | Settings | None) -> tuple[Callable[[Path | None], Settings], Policy]:
    if isinstance(setup, Setup):
        return setup.settings_for, setup.policy
    plain = setup or Settings()
    return lambda _: plain, Policy()


def _compared(
    records: Sequence[tuple[Job, InputRecord]], settings: Settings, last: Sequence[Document] | None
) -> tuple[tuple[Input, ...], list[Finding]]:
    """Inputs and findings, with what the forms of all inputs (and last year's) say of each other put where it belongs."""
    facts = [replace(each, document=number) for number, (_, record) in enumerate(records) for each in record.facts]
    earlier = [each for number, document in enumerate(last or (), start=len(records)) for each in facts_of(document, number)]
    compared, crashed = lint_collection(facts, settings, earlier if last is not None else None)
    notes = (*plugins().problems, *crashed, *(note for document in last or () for note in document.not_checked))
    inputs = [record.input for _, record in records]
    if notes and inputs:
        inputs[-1] = replace(inputs[-1], not_checked=(*inputs[-1].not_checked, *notes))
    findings = []
    for number, (job, record) in enumerate(records):
        findings += [*record.findings, *with_lines(compared.get(number, ()), job)]
    return tuple(inputs), findings


_Kept = TypeVar("_Kept")


def _whole(document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class _Reading(Generic[_Kept]):
    """How each input is read, in whatever process."""

    settings: Settings
    limits: Limits | None
    keep: Callable[[Document], _Kept]

    def __call__(self, job: Job) -> list[_Kept]:
        with using(self.settings.knowledge):
            return [self.keep(document) for document in documents(job, self.settings.year, self.limits, self.settings.layout)]

    def lost(self, job: Job, why: str) -> list[_Kept]:
        """What stands for an input whose process died."""
        return [self.keep(unread(job, why))]


def read(
    jobs: Iterable[Job],
    settings: Settings,
    keep: Callable[[Document], _Kept],
    *,
    limits: Limits | None = None,
    workers: int = 1,
    progress: Callable[[], object] | None = None,
) -> Iterator[_Kept]:
    """What is kept of every document of every job, without checking, in order. ``keep``: a module's function, run where the document is
    read; ``progress`` is told of every job that is done."""
    reading = _Reading(settings, limits, keep)
    for kept in in_order(reading, jobs, workers, lost=reading.lost, size=size_of, bounds=bounds_of(limits)):
        yield from kept
        if progress is not None:
            progress()


def parse(jobs: Iterable[Job], year: int | None = None, limits: Limits | None = None, workers: int = 1) -> list[Document]:
    """Read every job without checking."""
    settings = Settings(year=year)
    return list(read(jobs, settings, _whole, limits=limits, workers=workers))
