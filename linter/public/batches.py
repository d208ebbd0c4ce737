"""``batch_run``, ``batch_status`` and ``batch_merge``: what ``jixiao batch`` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Unpack

from msgspec.structs import replace

from linter.model.errors import UsageError
from linter.public.inputs import folders
from linter.public.options import RuleOptions, limits_of, setup_of
from linter.reports import names
from linter.run.batch import SHARD_SIZE, Progress, progress_of
from linter.run.batch_reports import Finished, Target, merge_batches, run_batch
from linter.run.engines import engine_of
from linter.run.guard import refuse_unguarded
from linter.run.inputs import Job, NothingFound
from linter.run.prepare import Setup


def _nobody(done: int, of: int) -> None:
    return


def batch_run(
    source: str | Path,
    out: str | Path,
    *,
    formats: Iterable[str] = ("jsonl",),
    shard_size: int = SHARD_SIZE,
    max_pages: int | None = None,
    max_seconds: float | None = None,
    max_memory: int | None = None,
    today: date | None = None,
    store: str | Path | None = None,
    run: str | None = None,
    jobs: int = 1,
    engine: str = "pool",
    master: str | None = None,
    progress: Callable[[int, int], object] = _nobody,
    **rules: Unpack[RuleOptions],
) -> Finished:
    """Check a folder, or the files of a list, in shards that survive a kill: the same call goes on where it was ended. ``source``: the folder, a
    text file of one path a line, relative to its own folder, or a Parquet table with the columns ``path`` and ``content`` (bytes of a file) or ``name`` and ``form`` (JSON of a form). ``out``: the folder of the
    batch, new or empty at the beginning. ``formats``: of the reports, as of ``render``. ``store``: the folder of a store the batch is written to,
    under the name ``run``. ``max_seconds`` and ``max_memory`` (bytes): what one file may cost. ``engine``: ``pool``, processes of this machine,
    ``jobs`` of them, or ``spark``, whose ``master`` is the URL of one, by default all processors of this machine; either gives the same. ``progress``
    is told how many more inputs are done, and of how many. The rest as in ``check``.

    Raises:
        BatchRefused: the folder holds another batch, one that is at work, or something else.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        SparkFailed: Spark could not be started, or gave up; what is done stays.
        OSError: the disk is full; what is done stays.
        as ``check``.
    """
    refuse_unguarded(jobs, even_one=True)
    place, wanted = Path(source), _formats(formats)
    if not place.exists():
        raise NothingFound(f"找不到 {place}")
    limits = limits_of(max_pages)
    limits = replace(limits, seconds=max_seconds or limits.seconds, memory=max_memory or limits.memory)

    def setup_for(listed: Sequence[Job]) -> Setup:
        return setup_of(listed, folders(place), today, **rules)

    with engine_of(engine, master, jobs) as executor:
        return run_batch(
            Path(out),
            place,
            setup_for,
            limits,
            size=shard_size,
            executor=executor,
            names=wanted,
            target=_target(store, run),
            progress=progress,
        )


def _target(store: str | Path | None, run: str | None) -> Target | None:
    """The store that was asked for.

    Raises:
        UsageError: a name without a store.
    """
    if store is None:
        if run is not None:
            raise UsageError("run 须与 store 合用")
        return None
    return Target(Path(store), run)


def _formats(formats: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(formats)
    for name in wanted:
        if name not in names():
            raise UsageError(f"没有输出格式“{name}”；可用：{'、'.join(names())}")
    return wanted


def batch_status(out: str | Path) -> Progress:
    """How far the batch in a folder is.

    Raises:
        BatchRefused: there is none.
    """
    return progress_of(Path(out))


def batch_merge(
    parts: Iterable[str | Path],
    out: str | Path,
    *,
    formats: Iterable[str] = ("jsonl",),
    today: date | None = None,
    store: str | Path | None = None,
    run: str | None = None,
    **rules: Unpack[RuleOptions],
) -> Finished:
    """One batch of several that are done, of several machines for instance: their forms are held against each other, and an input that several
    hold counts once. ``store`` and ``run`` as of ``batch_run``.

    Raises:
        BatchRefused: a batch is not done, or of another version or other settings; the folder is not empty.
        StoreRefused, MissingLibrary: nothing can be written to the store.
        as ``check``.
    """

    def setup_for(listed: Sequence[Job]) -> Setup:
        return setup_of(listed, (), today, **rules)

    return merge_batches([Path(part) for part in parts], Path(out), setup_for, _formats(formats), _target(store, run))
