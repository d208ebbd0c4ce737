"""A run over many inputs: read, lay out, lint. The only place where the three axes meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from linter.formats import Limits
from linter.knowledge.context import using
from linter.model.blocks import NotChecked
from linter.model.document import Document
from linter.policy.settings import Settings
from linter.reports.result import Result
from linter.run.concluding import LastYear, concluded
from linter.run.inputs import Job
from linter.run.prepare import Policy, Setup
from linter.run.reading import documents, size_of, unread
from linter.run.records import packed_facts
from linter.run.single import bounds_of, linted, tasks, whole
from linter.run.store import Held, Spilled, SpilledFacts
from linter.run.workers import in_order

if TYPE_CHECKING:
    from linter.run.cache import Cache

__all__ = ["Job", "checked", "documents", "parse", "read", "run"]


def run(
    jobs: Iterable[Job],
    setup: Setup | Settings | None = None,
    *,
    limits: Limits | None = None,
    progress: Callable[[], object] | None = None,
    last_year: Iterable[Job] | None = None,
    workers: int = 1,
) -> Result:
    """Check every job in order, then the forms of all of them against each other, then decide by suppressions and baseline.

    ``setup``: plain settings hold for every input. ``last_year``: last year's files, to which this year's forms are compared; they are not
    checked themselves. ``workers``: see ``linter.run.workers``. ``progress`` is told of every job that is done.
    """
    settings_for, policy = _governing(setup)
    store = Held(policy.copies == "once")
    kept: list[Document] = []
    for each in whole(tasks(jobs, settings_for, limits, keyed=False), limits, workers):
        store.add(each.job, each.records)
        kept += each.documents
        if progress is not None:
            progress()
    settings = settings_for(store.jobs[-1].path if store.jobs else None)
    folded = {(record.input.path, record.input.member) for record in store if record.input.twins}
    result = concluded(store, policy, settings, _last(last_year, len(store), settings, limits, workers))
    kept = [document for document in kept if (document.path, document.member) not in folded]
    return replace(result, inputs=tuple(result.inputs), findings=tuple(result.findings), documents=tuple(kept))


def checked(
    jobs: Iterable[Job],
    setup: Setup | Settings | None = None,
    *,
    limits: Limits | None = None,
    progress: Callable[[], object] | None = None,
    cache: Cache | None = None,
    last_year: Iterable[Job] | None = None,
    workers: int = 1,
    tabled: bool = False,
    documents: bool = False,
) -> Result:
    """As ``run``, in flat memory: what the result has is read from disk where it is much. ``tabled``: it keeps the forms as rows; ``documents``: it
    keeps the documents.

    Raises:
        OSError: the disk is full.
    """
    settings_for, policy = _governing(setup)
    store = Spilled(policy.copies == "once", tabled=tabled)
    for each in linted(tasks(jobs, settings_for, limits, cache is not None, tabled), limits, cache, workers, documents):
        store.add(each.job, each.records, each.documents)
        if progress is not None:
            progress()
    if cache is not None:
        cache.save()
    settings = settings_for(store.jobs[-1].path if store.jobs else None)
    return replace(concluded(store, policy, settings, _last(last_year, len(store), settings, limits, workers)), documents=store.documents)


def _governing(setup: Setup | Settings | None) -> tuple[Callable[[Path | None], Settings], Policy]:
    if isinstance(setup, Setup):
        return setup.settings_for, setup.policy
    plain = setup or Settings()
    return lambda _: plain, Policy()


def _last(jobs: Iterable[Job] | None, first: int, settings: Settings, limits: Limits | None, workers: int) -> LastYear | None:
    """Last year's forms, read by the words of this year's settings but not by its ``--year``; ``first``: the number of their first document."""
    if jobs is None:
        return None
    facts, notes = SpilledFacts(), list[NotChecked]()
    read_before = read(jobs, replace(settings, year=None), _compared, limits=limits, workers=workers)
    for number, (forms, unchecked) in enumerate(read_before, start=first):
        notes += unchecked
        for each in forms:
            facts.append(each, number)
    return LastYear(facts, tuple(notes))


def _compared(document: Document) -> tuple[tuple[bytes, ...], tuple[NotChecked, ...]]:
    return packed_facts(document), document.not_checked


_Kept = TypeVar("_Kept")


def _whole(document: Document) -> Document:
    return document


class _Reading(Struct, Generic[_Kept], frozen=True):
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


def parse(jobs: Iterable[Job], settings: Settings | None = None, limits: Limits | None = None, workers: int = 1) -> list[Document]:
    """Read every job without checking."""
    return list(read(jobs, settings or Settings(), _whole, limits=limits, workers=workers))
