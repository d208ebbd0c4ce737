"""Every input of a run checked by itself: from the cache, else anew in one of the processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from linter.formats import Limits
from linter.knowledge.context import using
from linter.model.document import Document
from linter.policy.settings import Settings
from linter.run.engine import lint
from linter.run.inputs import Job
from linter.run.pointers import with_lines
from linter.run.reading import documents, size_of, unread
from linter.run.records import InputRecord, Packed, packed, record_of
from linter.run.timing import CHECKING, spent
from linter.run.workers import Bounds, in_order

if TYPE_CHECKING:
    from linter.run.cache import Cache


class Whole(Struct, frozen=True):
    """A job that was checked by itself, with its documents."""

    job: Job
    records: list[InputRecord]
    documents: list[Document]


class Linted(Struct, frozen=True):
    """A job that was checked by itself. ``content``: the SHA-256 of what was read, ``""`` where the records are not to be kept;
    ``documents``: pickled, one for each record, where they were asked for."""

    job: Job
    records: list[Packed]
    content: str = ""
    documents: tuple[bytes, ...] = ()


_TABLED = "+tables"
"""What tells the records of a run that keeps rows from those of one that does not."""


class Task(Struct, frozen=True):
    """A job with what governs it. ``key``: a text that stands for settings and limits, for the cache; ``tabled``: its forms are wanted as rows."""

    job: Job
    settings: Settings
    key: str
    tabled: bool = False


def tasks(
    jobs: Iterable[Job], settings_for: Callable[[Path | None], Settings], limits: Limits | None, keyed: bool, tabled: bool = False
) -> Iterator[Task]:
    """The tasks of a run, in order."""
    known: Settings | None = None
    key = ""
    for job in jobs:
        settings = settings_for(job.path)
        if settings is not known:
            known, key = settings, f"{settings.key()}{limits}{_TABLED if tabled else ''}" if keyed else ""
        yield Task(job, settings, key, tabled)


def _records(task: Task, job: Job, limits: Limits | None) -> tuple[list[Document], list[InputRecord]]:
    """Documents and records of one task. Depends on nothing but the input and its settings."""
    with using(task.settings.knowledge):
        read = list(documents(job, task.settings.year, limits, task.settings.layout))
        with spent(CHECKING):
            outcomes = [lint(document, task.settings) for document in read]
    return read, [record_of(outcome, with_lines(outcome.findings, job)) for outcome in outcomes]


def whole_task(task: Task, limits: Limits | None) -> Whole:
    """One task with its documents, in whatever process."""
    read, records = _records(task, task.job, limits)
    return Whole(task.job, records, read)


def lint_task(task: Task, limits: Limits | None, documents: bool = False) -> Linted:
    """One task, in whatever process. ``documents``: with its documents."""
    job, content = task.job, ""
    if job.path is not None and (data := job.content()) is not None:
        job, content = replace(job, data=data), hashlib.sha256(data).hexdigest()
    read, records = _records(task, job, limits)
    rows = _tables(task, read)
    kept = [packed(record, tables) for record, tables in zip(records, rows, strict=True)]
    return Linted(task.job, kept, content, _pickled(read) if documents else ())


def _pickled(read: Iterable[Document]) -> tuple[bytes, ...]:
    import pickle

    return tuple(map(pickle.dumps, read))


def _tables(task: Task, read: list[Document]) -> list[bytes]:
    """The forms of each document as rows, where they are wanted."""
    if not task.tabled:
        return [b""] * len(read)
    from linter.dataset.forms import packed_forms

    with using(task.settings.knowledge):
        return list(map(packed_forms, read))


def _lost_whole(task: Task, why: str) -> Whole:
    document = unread(task.job, why)
    return Whole(task.job, [record_of(lint(document, task.settings), ())], [document])


def lost(task: Task, why: str, documents: bool = False) -> Linted:
    """What stands for an input whose process died or never ended. ``documents``: as for ``lint_task``."""
    gone = _lost_whole(task, why)
    return Linted(task.job, list(map(packed, gone.records)), documents=_pickled(gone.documents) if documents else ())


def task_size(task: Task) -> int:
    """Bytes of the input."""
    return size_of(task.job)


def bounds_of(limits: Limits | None) -> Bounds:
    """What one input may cost a process of the pool."""
    most = limits or Limits()
    return Bounds(most.seconds, most.memory)


def _held(task: Task, cache: Cache) -> Linted | None:
    """The job as it was linted the last time, if nothing changed since."""
    data = task.job.content() if task.job.path is not None and cache.holds_any else None
    if data is None:
        return None
    records = cache.get(task.job.shown, hashlib.sha256(data).hexdigest(), task.key)
    return Linted(task.job, records) if records is not None else None


def whole(listed: Iterable[Task], limits: Limits | None, workers: int) -> Iterator[Whole]:
    """Every task in order, with its documents."""
    work = partial(whole_task, limits=limits)
    return in_order(work, listed, workers, lost=_lost_whole, size=task_size, bounds=bounds_of(limits))


def linted(listed: Iterable[Task], limits: Limits | None, cache: Cache | None, workers: int, documents: bool = False) -> Iterator[Linted]:
    """Every task in order. This process alone reads and writes the cache, which holds no documents and is left alone where they are wanted."""
    work = partial(lint_task, limits=limits, documents=documents)
    if cache is None or documents:
        gone = partial(lost, documents=documents)
        yield from in_order(work, listed, workers, lost=gone, size=task_size, bounds=bounds_of(limits))
        return
    every = list(listed)
    held = {number: kept for number, task in enumerate(every) if (kept := _held(task, cache)) is not None}
    missing = [task for number, task in enumerate(every) if number not in held]
    fresh = in_order(work, missing, workers, lost=lost, size=task_size, bounds=bounds_of(limits))
    for number, task in enumerate(every):
        done = held.pop(number, None) or next(fresh)
        if done.content:
            cache.put(task.job.shown, done.content, task.key, done.records)
        yield done
