"""Batches from beginning to end, and what one that is done leaves behind: the chosen reports, the inputs with their hashes, and the table of
what could not be read.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from linter.dataset.filling import Portion
from linter.dataset.parts import Part, StoreRefused, Writing
from linter.dataset.runs import require_target, write_run
from linter.files.frames import Kept
from linter.files.printing import inert
from linter.files.writing import write_pieces
from linter.formats import Limits
from linter.reports import RenderOptions, output_named
from linter.reports.result import Result
from linter.reports.visible import visible_result
from linter.reports.wording import unchecked
from linter.run.batch import Batch, BatchRefused, Progress, begun, held, manifest_of, merged, stored
from linter.run.concluding import concluded
from linter.run.contents import jobs_of_source
from linter.run.executors import Executor, Processes
from linter.run.inputs import Job
from linter.run.prepare import Setup
from linter.run.workers import Bounds

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


def _finish(batch: Batch, setup: Setup, executor: Executor, names: Sequence[str], target: Target | None) -> Finished:
    wanted = {READ, UNREAD, *map(_file_of, names)}
    reported = (
        batch.manifest.finished and wanted <= batch.manifest.reports.keys() and all((batch.folder / file).exists() for file in wanted)
    )
    if reported and target is None:
        return Finished(batch.progress(), 0, remarks=tuple(executor.remarks))
    store, again = stored(batch)
    settings = setup.settings_for(store.jobs[-1].path if store.jobs else None)
    result = concluded(store, setup.policy, settings, None, executor.compared(store.facts, batch.folder))
    if not reported:
        batch.finish(write_reports(result, batch.folder, names))
    run = write_run(target.folder, result, target.name, _writing(executor, batch.folder)) if target is not None else None
    return Finished(batch.progress(), again, run.name if run is not None else None, tuple(executor.remarks))


_PORTION = Bounds(3_600, Limits().memory)
"""What a portion of a store may cost: a thousandth of the time."""
_BY_ITSELF = 2**18
"""What is called the size of a portion, so that each travels by itself."""


def _writing(executor: Executor, folder: Path) -> Writing:
    """The executor writes the portions; until it has them they are kept in ``folder``."""

    def written(write: Callable[[Portion], Part], run: Iterable[Portion]) -> Iterator[Part]:
        waiting = Kept[Portion](folder)
        for portion in run:
            waiting.append(portion)
        return executor.mapped(write, waiting, lost=_lost_part, size=_size_of_portion, bounds=_PORTION, ahead=len(waiting))

    return written


def _size_of_portion(portion: Portion) -> int:
    return _BY_ITSELF


def _lost_part(portion: Portion, why: str) -> Part:
    raise StoreRefused(f"写结果库第 {portion.number} 部分的进程意外终止或超时（可能内存不足），结果库没有改动，请用同一命令再做一次")


class Finished(Struct, frozen=True):
    """A batch that is done. ``again``: inputs that several of its parts hold, each of which counts once; ``run``: its name in the store that was
    asked for; ``remarks``: Chinese lines on what the executor had to mend."""

    progress: Progress
    again: int
    run: str | None = None
    remarks: tuple[str, ...] = ()


class Target(Struct, frozen=True):
    """A store a batch is written to. ``name``: of the run, ``None`` for one made of its inputs."""

    folder: Path
    name: str | None = None


def run_batch(
    folder: Path,
    source: Path,
    setup_for: Callable[[Sequence[Job]], Setup],
    limits: Limits,
    *,
    size: int,
    executor: Executor,
    names: Sequence[str],
    target: Target | None = None,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> Finished:
    """Begin the batch or go on with it, to the end. ``source``: a folder, a list of files or a table, the same when it goes on; ``executor``: who does
    the work; ``names``: of the reports; ``target``: a store it is written to; ``progress``: is told how many inputs are done, and of how many.

    Raises:
        BatchRefused: the folder holds another batch, or one that is at work.
        NothingFound, TableRefused: the source is no such thing.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        OSError: the disk is full; what is done stays, and the same call goes on from there.
    """
    if target is not None:
        require_target(target.folder, target.name)
    with held(folder):
        batch, setup = begun(
            folder,
            str(source.resolve()),
            lambda: jobs_of_source(source, folder, executor),
            setup_for,
            limits,
            size,
            tabled=target is not None,
        )
        cut = batch.missing(setup, limits, executor, lambda count: progress(count, batch.manifest.inputs))
        done = _finish(batch, setup, executor, names, target)
        return replace(done, remarks=(*_remade(cut), *done.remarks))


def _remade(cut: Sequence[int]) -> Iterator[str]:
    if cut:
        yield f"第 {'、'.join(map(str, cut))} 片不完整（如上次中断所致），未采用，已重做"


def merge_batches(
    folders: Sequence[Path],
    out: Path,
    setup_for: Callable[[Sequence[Job]], Setup],
    names: Sequence[str],
    target: Target | None = None,
) -> Finished:
    """One batch of several, of several machines for instance: their forms are held against each other, and an input that several hold counts once.
    ``target``: a store it is written to.

    Raises:
        BatchRefused: a batch is not done, of another version or other settings, or without the rows a store wants; the folder is not empty.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        OSError: the disk is full.
    """
    parts = [Batch(folder, manifest_of(folder)) for folder in folders]
    if target is not None:
        require_target(target.folder, target.name)
        for part in parts:
            if not part.manifest.tabled:
                raise BatchRefused(f"{part.folder} 中的批次开始时没有要求写结果库（--store），不能由它写出结果库")
    with held(out):
        batch = merged(parts, out)
        return _finish(batch, setup_for(list(batch.jobs())), Processes(1), names, target)
