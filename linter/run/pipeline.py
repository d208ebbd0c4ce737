"""A run over many inputs: read, lay out, lint. The only place where the three axes meet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from linter import formats, layouts
from linter.collection.facts import facts_of
from linter.formats import Limits
from linter.knowledge.context import using
from linter.model.blocks import NotChecked, Source
from linter.model.document import Document
from linter.model.finding import Finding
from linter.model.place import Place
from linter.policy.settings import Settings
from linter.reports.result import Input, Result
from linter.rules.plugins import plugins
from linter.run.decisions import decided
from linter.run.engine import lint
from linter.run.inputs import Job
from linter.run.passes import lint_collection
from linter.run.pointers import with_lines
from linter.run.prepare import Policy, Setup
from linter.run.records import InputRecord, record_of
from linter.run.ruleset import rule_infos, ruleset
from linter.run.twins import once
from linter.run.workers import in_order
from linter.version import VERSION

if TYPE_CHECKING:
    from linter.run.cache import Cache

__all__ = ["Job", "documents", "parse", "run"]


def _sources(job: Job, limits: Limits | None = None) -> Iterator[Source]:
    """The sources of one job (a zip has several)."""
    if job.problem is not None:
        yield Source(job.shown, "none", "", (), (NotChecked(job.shown, job.problem, fatal=True),))
    elif job.data is not None:
        yield from formats.read_bytes(job.data, job.shown, limits=limits)
    elif job.path is not None:
        yield from formats.read_path(job.path, limits=limits, shown=job.shown)


def documents(job: Job, year: int | None = None, limits: Limits | None = None) -> Iterator[Document]:
    """The documents of one job. Never raises for bad content."""
    for source in _sources(job, limits):
        try:
            yield layouts.read_document(source, year)
        except Exception as error:  # one bad file must not void the batch
            shown = source.member or source.path
            note = NotChecked(
                shown, f"文件无法读取：表格结构无法解析（{type(error).__name__}）", Place(source.path, source.member), fatal=True
            )
            yield Document(source.path, source.format, source.sha256, (), not_checked=(*source.not_checked, note), member=source.member)


@dataclass(frozen=True, slots=True)
class _Linted:
    """A job that was checked by itself: its records, and its documents where they were asked for. ``content``: the SHA-256 of what was
    read, ``""`` where the records are not to be kept."""

    job: Job
    records: list[InputRecord]
    documents: list[Document]
    content: str = ""


@dataclass(frozen=True, slots=True)
class _Task:
    """A job with what governs it. ``key``: a text that stands for settings and limits, for the cache."""

    job: Job
    settings: Settings
    key: str


def _tasks(jobs: Iterable[Job], settings_for: Callable[[Path | None], Settings], limits: Limits | None, keyed: bool) -> Iterator[_Task]:
    """The tasks of a run, in order."""
    known: Settings | None = None
    key = ""
    for job in jobs:
        settings = settings_for(job.path)
        if settings is not known:
            known, key = settings, f"{settings.key()}{limits}" if keyed else ""
        yield _Task(job, settings, key)


def _lint_task(task: _Task, limits: Limits | None, with_documents: bool) -> _Linted:
    """One task, in whatever process. Depends on nothing but the input and its settings."""
    job, content = task.job, ""
    if not with_documents and job.path is not None and (data := job.content()) is not None:
        job, content = replace(job, data=data), hashlib.sha256(data).hexdigest()
    with using(task.settings.knowledge):
        read = list(documents(job, task.settings.year, limits))
        outcomes = [lint(document, task.settings) for document in read]
    records = [record_of(outcome, with_lines(outcome.findings, job)) for outcome in outcomes]
    return _Linted(task.job, records, read if with_documents else [], content)


def _lost(task: _Task, why: str) -> _Linted:
    """What stands for an input whose process died or never ended."""
    shown = task.job.shown
    document = Document(shown, "unknown", "", (), not_checked=(NotChecked(shown, why, Place(shown), fatal=True),))
    return _Linted(task.job, [record_of(lint(document, task.settings), ())], [document])


def _size(task: _Task) -> int:
    """Bytes of the input, 0 where nobody can say."""
    if task.job.data is not None or task.job.path is None:
        return len(task.job.data or b"")
    try:
        return task.job.path.stat().st_size
    except OSError:
        return 0


def _held(task: _Task, cache: Cache) -> _Linted | None:
    """The job as it was linted the last time, if nothing changed since."""
    data = task.job.content() if task.job.path is not None and cache.holds_any else None
    if data is None:
        return None
    records = cache.get(task.job.shown, hashlib.sha256(data).hexdigest(), task.key)
    return _Linted(task.job, records, []) if records is not None else None


def _linted(tasks: Iterable[_Task], limits: Limits | None, cache: Cache | None, workers: int) -> Iterator[_Linted]:
    """Every task in order: from the cache, else anew in one of the processes. This process alone reads and writes the cache."""
    work = partial(_lint_task, limits=limits, with_documents=cache is None)
    seconds = (limits or Limits()).seconds
    if cache is None:
        yield from in_order(work, tasks, workers, lost=_lost, size=_size, seconds=seconds)
        return
    listed = list(tasks)
    held = {number: found for number, task in enumerate(listed) if (found := _held(task, cache)) is not None}
    missing = [task for number, task in enumerate(listed) if number not in held]
    fresh = in_order(work, missing, workers, lost=_lost, size=_size, seconds=seconds)
    for number, task in enumerate(listed):
        linted = held.pop(number, None) or next(fresh)
        if linted.content:
            cache.put(task.job.shown, linted.content, task.key, linted.records)
        yield linted


def run(
    jobs: Iterable[Job],
    setup: Setup | Settings | None = None,
    *,
    limits: Limits | None = None,
    progress: Callable[[Job], None] | None = None,
    cache: Cache | None = None,
    last_year: Iterable[Job] | None = None,
    workers: int = 1,
) -> Result:
    """Check every job in order, then the forms of all of them against each other, then decide by suppressions and baseline.

    ``setup``: plain settings hold for every input. With a ``cache`` the result carries no documents. ``last_year``: last year's files, to which
    this year's forms are compared; they are not checked themselves. ``workers``: see ``linter.run.workers``.
    """
    settings_for, policy = _governing(setup)
    done: list[_Linted] = []
    for linted in _linted(_tasks(jobs, settings_for, limits, cache is not None), limits, cache, workers):
        done.append(linted)
        if progress is not None:
            progress(linted.job)
    if cache is not None:
        cache.save()
    settings = settings_for(done[-1].job.path if done else None)
    listed = [(linted.job, record) for linted in done for record in linted.records]
    records = once(listed) if policy.copies == "once" else listed
    with using(settings.knowledge):
        last = parse(last_year, None, limits) if last_year is not None else None  # --year is this year's
        inputs, findings = _compared(records, settings, last)
    reported = decided(findings, [record for _, record in records], policy, settings, last is not None)
    folded = {(record.input.path, record.input.member) for _, record in records if record.input.twins}
    documents_read = (document for linted in done for document in linted.documents if cache is None)
    read = tuple(document for document in documents_read if (document.path, document.member) not in folded)
    return Result(inputs, reported, read, VERSION, ruleset(), rule_infos(settings), policy.baseline is not None, settings.knowledge)


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


def parse(jobs: Iterable[Job], year: int | None = None, limits: Limits | None = None) -> list[Document]:
    """Read every job without checking."""
    return [document for job in jobs for document in documents(job, year, limits)]
