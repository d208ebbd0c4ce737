"""Batches of any size that go on after they were killed: inputs in shards, each written whole or not at all; the report when all are there.

The folder of a batch holds ``manifest.json`` (versions, settings, hashes), ``inputs.jsonl`` (the inputs as they were listed at the beginning),
``shards/`` and, when it is done, the reports. Whatever is missing of it is made by running the same batch again.
"""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import asdict, replace

from linter.files import packing
from linter.files.locking import LOCK, alone, taken
from linter.files.writing import write_file
from linter.formats import Limits
from linter.model.errors import JixiaoError
from linter.run.contents import BEGUN
from linter.run.executors import Executor
from linter.run.inputs import Job
from linter.run.prepare import Setup
from linter.run.ruleset import ruleset
from linter.run.shards import BrokenShard, Entry, Head, ShardTables, head_of, read_shard, write_shard
from linter.run.single import Linted, Task, bounds_of, lint_task, lost, task_size, tasks
from linter.run.store import Spilled
from linter.version import VERSION

MANIFEST, INPUTS, SHARDS = "manifest.json", "inputs.jsonl", "shards"
_NAME = "jixiao-batch"
SHARD_SIZE = 500
"""Inputs of a shard: what a kill costs at most, for each process."""


class BatchRefused(JixiaoError):
    """The folder cannot be used for this batch. One Chinese line: why, and what to do."""


class Manifest(Struct, frozen=True):
    """What a batch is. ``source``: what was asked to be checked; ``settings``: a hash of all settings that govern its inputs; ``listed``: of the
    list of inputs; ``tabled``: its shards hold the forms as rows; ``shards``: digests of the shards and ``reports``: of the reports, when they
    are there."""

    name: str
    version: str
    ruleset: str
    source: str
    settings: str
    limits: str
    inputs: int
    shard_size: int
    listed: str
    tabled: bool = False
    finished: bool = False
    shards: tuple[str, ...] = ()
    reports: dict[str, str] = field(default_factory=dict)


class Progress(Struct, frozen=True):
    """How far a batch is. ``unread``: inputs of which something could not be read; ``running``: a process is at work on it."""

    inputs: int
    done: int
    forms: int
    findings: int
    unread: int
    finished: bool
    running: bool


class Listed(Struct, frozen=True):
    """One line of the list of inputs."""

    shown: str
    path: str | None
    problem: str | None

    def job(self) -> Job:
        """The input as a job."""
        return Job(self.shown, _path(self.path), problem=self.problem)


def _spelled(path: Path | None) -> str:
    """A path as the file system spells it, whatever its bytes; ``""`` for none."""
    return os.fsencode(path).hex() if path is not None else ""


def _path(spelled: str | None) -> Path | None:
    return Path(os.fsdecode(bytes.fromhex(spelled))) if spelled else None


def _listed(job: Job) -> Listed:
    return Listed(job.shown, _spelled(job.path.absolute()) if job.path is not None else None, job.problem)


def manifest_of(folder: Path) -> Manifest:
    """The manifest in a folder.

    Raises:
        BatchRefused: there is none, or it is of another version.
    """
    try:
        manifest: Manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise BatchRefused(f"{folder} 中没有批次，请先用 jixiao batch run 建立") from error
    except packing.UNREADABLE as error:
        raise BatchRefused(f"{folder / MANIFEST} 不是可用的批次清单，请换一个文件夹重新开始") from error
    if manifest.name != _NAME:
        raise BatchRefused(f"{folder / MANIFEST} 不是批次清单，请换一个文件夹")
    return manifest


def _settings_key(listed: Sequence[Task]) -> str:
    digest = hashlib.sha256()
    for key in sorted({task.key for task in listed}):
        digest.update(key.encode())
    return digest.hexdigest()


class Batch:
    """A batch in its folder, held by this process alone."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest

    def shard(self, number: int) -> Path:
        """Where a shard stands; numbers from 1."""
        return self.folder / SHARDS / f"{number:06d}.shard"

    def numbers(self) -> range:
        """The numbers of its shards."""
        return range(1, (len(self.manifest.shards) or -(-self.manifest.inputs // self.manifest.shard_size)) + 1)

    def jobs(self) -> Iterator[Job]:
        """The inputs, as they were listed at the beginning.

        Raises:
            BatchRefused: the list was changed.
        """
        data = (self.folder / INPUTS).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.manifest.listed:
            raise BatchRefused(f"{self.folder / INPUTS} 在开始之后被改动，请换一个文件夹重新开始")
        return (msgspec.json.decode(line, type=Listed).job() for line in data.splitlines())

    def heads(self) -> Iterator[Head]:
        """The heads of the shards that are there."""
        for number in self.numbers():
            try:
                yield head_of(self.shard(number))
            except (FileNotFoundError, BrokenShard):  # made anew
                continue

    def progress(self, running: bool = False) -> Progress:
        """How far it is."""
        heads = list(self.heads())
        done, forms = sum(head.inputs for head in heads), sum(head.forms for head in heads)
        findings, unread = sum(head.findings for head in heads), sum(head.unread for head in heads)
        return Progress(self.manifest.inputs, done, forms, findings, unread, self.manifest.finished, running)

    def entries(self, number: int) -> list[Entry]:
        """What was found in every input of a shard, in order.

        Raises:
            BatchRefused: the shard is missing or damaged.
        """
        try:
            return read_shard(self.shard(number))
        except (OSError, BrokenShard) as error:
            raise BatchRefused(f"{self.shard(number)} 缺失或已损坏，请删去它，再用原来的 batch run 命令补齐") from error

    def missing(self, setup: Setup, limits: Limits, executor: Executor, progress: Callable[[int], object]) -> tuple[int, ...]:
        """Make every shard that is not there; the numbers of those that were, but were cut. ``progress`` is told how many inputs are done.

        Raises:
            BatchRefused: the batch began under other settings.
            OSError: the disk is full; what is done stays.
        """
        every = list(tasks(self.jobs(), setup.settings_for, limits, keyed=True, tabled=self.manifest.tabled))
        if _settings_key(every) != self.manifest.settings or str(limits) != self.manifest.limits:
            raise BatchRefused(f"{self.folder} 中的批次是按另一套设置开始的，请用原来的设置继续，或换一个文件夹")
        there = {head.number for head in self.heads()}
        size = self.manifest.shard_size
        left = {number: every[(number - 1) * size : number * size] for number in self.numbers() if number not in there}
        wanted = [task for some in left.values() for task in some]
        cut = tuple(number for number in left if self.shard(number).exists())
        progress(len(every) - len(wanted))
        if not wanted:
            return ()
        work = partial(lint_task, limits=limits)
        checked = executor.mapped(work, wanted, lost=lost, size=task_size, bounds=bounds_of(limits), ahead=size)
        for number, some in left.items():
            entries = []
            for linted in islice(checked, len(some)):
                entries.append(_entry(linted))
                progress(1)
            write_shard(self.shard(number), number, entries)
        return cut

    def finish(self, reports: dict[str, str]) -> None:
        """Write down that all is done. ``reports``: name → SHA-256 of each report."""
        digests = tuple(head.digest for head in self.heads())
        self.manifest = replace(self.manifest, finished=True, shards=digests, reports=reports)
        _write_manifest(self.folder, self.manifest)


def _entry(linted: Linted) -> Entry:
    return Entry(linted.job.shown, _spelled(linted.job.path), linted.content, tuple(linted.records))


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    write_file(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n")


def held(folder: Path) -> AbstractContextManager[None]:
    """Work in the folder, which is made where there is none, alone.

    Raises:
        BatchRefused: another process works there.
        OSError: the folder cannot be made.
    """
    return alone(folder, BatchRefused(f"{folder} 中另有一批正在运行，请等它结束，或换一个文件夹"))


def _resumed(folder: Path, source: str) -> Batch:
    manifest = manifest_of(folder)
    if manifest.source != source:
        raise BatchRefused(f"{folder} 中是另一批（{manifest.source}），请换一个文件夹")
    if (manifest.version, manifest.ruleset) != (VERSION, ruleset()):
        raise BatchRefused(f"{folder} 中的批次由另一版程序或规则开始（jixiao {manifest.version}），请用该版继续，或换一个文件夹")
    return Batch(folder, manifest)


def require_empty(folder: Path) -> None:
    """Nothing where the folder holds nothing, or what was begun of a table and never ended.

    Raises:
        BatchRefused: it holds something.
    """
    if any(path.name not in (LOCK, BEGUN) for path in folder.iterdir()):
        raise BatchRefused(f"{folder} 中已有其他文件，请给出新的或空的文件夹")


def begun(
    folder: Path,
    source: str,
    jobs: Callable[[], Iterable[Job]],
    setup_for: Callable[[Sequence[Job]], Setup],
    limits: Limits,
    size: int,
    tabled: bool = False,
) -> tuple[Batch, Setup]:
    """The batch in the folder, that which was begun there, else a new one, and its setup. ``jobs``: lists the inputs, asked only for a new one;
    ``tabled``: its shards are to hold the forms as rows.

    Raises:
        BatchRefused: the folder holds another batch, one without the rows that are wanted, or something else.
    """
    if (folder / MANIFEST).exists():
        batch = _resumed(folder, source)
        if tabled and not batch.manifest.tabled:
            raise BatchRefused(f"{folder} 中的批次开始时没有要求写结果库（--store），请换一个文件夹重新开始")
        return batch, setup_for(list(batch.jobs()))
    require_empty(folder)
    listed = list(map(_listed, jobs()))
    if not listed:
        raise BatchRefused(f"{source} 中没有可检查的文件")
    frozen = [entry.job() for entry in listed]
    setup = setup_for(frozen)
    key = _settings_key(list(tasks(frozen, setup.settings_for, limits, keyed=True, tabled=tabled)))
    lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in listed)
    (folder / SHARDS).mkdir()
    write_file(folder / INPUTS, lines)
    digest = hashlib.sha256(lines).hexdigest()
    batch = Batch(folder, Manifest(_NAME, VERSION, ruleset(), source, key, str(limits), len(listed), size, digest, tabled))
    _write_manifest(folder, batch.manifest)
    return batch, setup


def merged(parts: Sequence[Batch], folder: Path) -> Batch:
    """A batch in an empty folder that holds the shards of all parts, which stay as they are.

    Raises:
        BatchRefused: a part is not done, or of another version or other settings.
        OSError: the disk is full.
    """
    first = parts[0].manifest
    for part in parts:
        other = part.manifest
        if (other.version, other.ruleset, other.settings, other.limits) != (first.version, first.ruleset, first.settings, first.limits):
            raise BatchRefused(f"{part.folder} 与 {parts[0].folder} 的程序版本、规则或设置不同，不能合并")
        if part.progress().done < other.inputs:
            raise BatchRefused(f"{part.folder} 中的批次尚未完成，请先用原来的 batch run 命令完成")
    require_empty(folder)
    (folder / SHARDS).mkdir()
    lines = b"".join((part.folder / INPUTS).read_bytes() for part in parts)
    write_file(folder / INPUTS, lines)
    every = [(part, number) for part in parts for number in part.numbers()]
    source = "、".join(part.manifest.source for part in parts)
    made = replace(
        first,
        source=source,
        inputs=sum(part.manifest.inputs for part in parts),
        listed=hashlib.sha256(lines).hexdigest(),
        finished=False,
        shards=tuple(head_of(part.shard(number)).digest for part, number in every),
        reports={},
    )
    batch = Batch(folder, made)
    for place, (part, number) in enumerate(every, start=1):
        write_shard(batch.shard(place), place, part.entries(number))
    return batch


def progress_of(folder: Path) -> Progress:
    """How far the batch in a folder is.

    Raises:
        BatchRefused: there is none.
    """
    return Batch(folder, manifest_of(folder)).progress(taken(folder))


def stored(batch: Batch) -> tuple[Spilled, int]:
    """The records of a batch, in order, and how many inputs stand in it again: each counts once. Rows stay where they are, in the shards.

    Raises:
        BatchRefused: a shard is missing.
        OSError: the disk is full.
    """
    store, seen, again = Spilled(once=True, folder=batch.folder), set(), 0
    numbers, places = array("L"), array("L")
    for number in batch.numbers():
        place = 0
        for entry in batch.entries(number):
            key = hashlib.blake2b(f"{entry.shown}\0{entry.content}".encode(), digest_size=16).digest()
            if key in seen:
                again += 1
            else:
                seen.add(key)
                store.add(Job(entry.shown, _path(entry.path)), entry.records)
                numbers.extend([number - 1] * len(entry.records))
                places.extend(range(place, place + len(entry.records)))
            place += len(entry.records)
    if batch.manifest.tabled:
        store.tables = ShardTables([batch.shard(number).absolute() for number in batch.numbers()], numbers, places)
    return store, again
