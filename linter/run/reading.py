"""One input becomes documents: bytes to blocks, blocks to forms. Never raises for bad content."""

from __future__ import annotations

import time
from collections.abc import Iterator

from linter import formats, layouts
from linter.formats import Limits
from linter.model.blocks import NotChecked, Source
from linter.model.document import Document
from linter.model.place import Place
from linter.run.inputs import Job
from linter.run.timing import LAYING_OUT, READING, clock, spent


def _sources(job: Job, limits: Limits | None = None) -> Iterator[Source]:
    """The sources of one job (a zip has several)."""
    if job.problem is not None:
        yield Source(job.shown, "none", "", (), (NotChecked(job.shown, job.problem, fatal=True),))
    elif job.data is not None:
        yield from formats.read_bytes(job.data, job.shown, limits=limits)
    elif job.path is not None:
        yield from formats.read_path(job.path, limits=limits, shown=job.shown)


def _measured(sources: Iterator[Source]) -> Iterator[Source]:
    """The sources, the time of reading each told to the clock of the run."""
    running = clock()
    if running is None:
        yield from sources
        return
    while True:
        began = time.perf_counter()
        source = next(sources, None)
        seconds = time.perf_counter() - began
        if source is None:
            return
        running.stages[READING] += seconds  # type: ignore[assignment]
        running.formats[source.format] += seconds  # type: ignore[assignment]
        running.times[source.format] += 1
        yield source


def documents(job: Job, year: int | None = None, limits: Limits | None = None, layout: str | None = None) -> Iterator[Document]:
    """The documents of one job."""
    for source in _measured(_sources(job, limits)):
        try:
            with spent(LAYING_OUT):
                document = layouts.read_document(source, year, layout)
            yield document
        except Exception as error:  # one bad file must not void the batch
            shown = source.member or source.path
            note = NotChecked(
                shown, f"文件无法读取：表格结构无法解析（{type(error).__name__}）", Place(source.path, source.member), fatal=True
            )
            yield Document(source.path, source.format, source.sha256, (), not_checked=(*source.not_checked, note), member=source.member)


def unread(job: Job, why: str) -> Document:
    """What stands for an input whose process died or never ended."""
    return Document(job.shown, "unknown", "", (), not_checked=(NotChecked(job.shown, why, Place(job.shown), fatal=True),))


def size_of(job: Job) -> int:
    """Bytes of the input, 0 where nobody can say."""
    if job.data is not None or job.path is None:
        return len(job.data or b"")
    try:
        return job.path.stat().st_size
    except OSError:
        return 0
