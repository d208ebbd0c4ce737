"""Batches from beginning to end, and what one that is done leaves behind: the chosen reports, the inputs with their hashes, and the table of
what could not be read.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from linter.dataset.runs import require_target, write_run
from linter.files.printing import inert
from linter.files.writing import write_pieces
from linter.formats import Limits
from linter.reports import RenderOptions, output_named
from linter.reports.result import Result
from linter.reports.visible import visible_result
from linter.reports.wording import unchecked
from linter.run.batch import Batch, BatchRefused, Progress, begun, held, manifest_of, merged, stored
from linter.run.concluding import concluded
from linter.run.executors import Executor, Processes
from linter.run.inputs import Job
from linter.run.prepare import Setup

READ, UNREAD = "inputs.csv", "unread.csv"
_SUFFIXES = {"text": "txt"}


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([inert(cell) for cell in row])
        yield out.getvalue()


def _read(result: Result) -> Iterator[Sequence[str]]:
    yield "文件", "压缩包内文件", "SHA-256", "格式", "表数", "未检查的内容"
    for source in result.inputs:
        yield source.path, source.member or "", source.sha256, source.format, str(source.forms), str(len(source.not_checked))


def _unread(result: Result) -> Iterator[Sequence[str]]:
    yield "文件", "压缩包内文件", "整个未读", "未检查的内容及原因"
    for source, note, text in unchecked(result):
        yield source.path, source.member or "", "是" if note.fatal else "", text


def _file_of(name: str) -> str:
    return f"report.{_SUFFIXES.get(name, name)}"


def _hashed(pieces: Iterable[str | bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else piece
        digest.update(data)
        yield data


def write_reports(result: Result, folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Write everything; file name → SHA-256.

    Raises:
        OSError: the disk is full.
    """
    shown = visible_result(result)
    pieces: dict[str, Iterable[str | bytes]] = {READ: _lines(_read(shown)), UNREAD: _lines(_unread(shown))}
    for name in names:
        pieces[_file_of(name)] = output_named(name).pieces(result, RenderOptions())
    digests = {}
    for file, content in pieces.items():
        digest = hashlib.sha256()
        write_pieces(folder / file, _hashed(content, digest))
        digests[file] = digest.hexdigest()
    return digests


def _finish(batch: Batch, setup: Setup, executor: Executor, names: Sequence[str], kept: Kept | None) -> Finished:
    wanted = {READ, UNREAD, *map(_file_of, names)}
    reported = (
        batch.manifest.finished and wanted <= batch.manifest.reports.keys() and all((batch.folder / file).exists() for file in wanted)
    )
    if reported and kept is None:
        return Finished(batch.progress(), 0)
    store, again = stored(batch)
    settings = setup.settings_for(store.jobs[-1].path if store.jobs else None)
    result = concluded(store, setup.policy, settings, None, executor.compared(store.facts, batch.folder))
    if not reported:
        batch.finish(write_reports(result, batch.folder, names))
    run = write_run(kept.folder, result, kept.name) if kept is not None else None
    return Finished(batch.progress(), again, run.name if run is not None else None)


@dataclass(frozen=True, slots=True)
class Finished:
    """A batch that is done. ``again``: inputs that several of its parts hold, each of which counts once; ``run``: its name in the store that was
    asked for."""

    progress: Progress
    again: int
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A store a batch is written to. ``name``: of the run, ``None`` for one made of its inputs."""

    folder: Path
    name: str | None = None


def run_batch(
    folder: Path,
    source: str,
    jobs: Callable[[], Iterable[Job]],
    setup_for: Callable[[Sequence[Job]], Setup],
    limits: Limits,
    *,
    size: int,
    executor: Executor,
    names: Sequence[str],
    kept: Kept | None = None,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> Finished:
    """Begin the batch or go on with it, to the end. ``source``: what people asked for, the same when it goes on; ``executor``: who does the work; ``names``: of the reports;
    ``kept``: a store it is written to; ``progress``: is told how many inputs are done, and of how many.

    Raises:
        BatchRefused: the folder holds another batch, or one that is at work.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        OSError: the disk is full; what is done stays, and the same call goes on from there.
    """
    if kept is not None:
        require_target(kept.folder, kept.name)
    with held(folder):
        batch, setup = begun(folder, source, jobs, setup_for, limits, size, tabled=kept is not None)
        batch.missing(setup, limits, executor, lambda count: progress(count, batch.manifest.inputs))
        return _finish(batch, setup, executor, names, kept)


def merge_batches(
    folders: Sequence[Path],
    out: Path,
    setup_for: Callable[[Sequence[Job]], Setup],
    names: Sequence[str],
    kept: Kept | None = None,
) -> Finished:
    """One batch of several, of several machines for instance: their forms are held against each other, and an input that several hold counts once.
    ``kept``: a store it is written to.

    Raises:
        BatchRefused: a batch is not done, of another version or other settings, or without the rows a store wants; the folder is not empty.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        OSError: the disk is full.
    """
    parts = [Batch(folder, manifest_of(folder)) for folder in folders]
    if kept is not None:
        require_target(kept.folder, kept.name)
        for part in parts:
            if not part.manifest.tabled:
                raise BatchRefused(f"{part.folder} 中的批次开始时没有要求写结果库（--store），不能由它写出结果库")
    with held(out):
        batch = merged(parts, out)
        return _finish(batch, setup_for(list(batch.jobs())), Processes(1), names, kept)
