"""From what a Python caller gives to jobs: paths, bytes, streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from linter.knowledge.resources import reason
from linter.model.errors import UsageError
from linter.run.inputs import Job, jobs

Paths = str | Path | Iterable[str | Path]
"""Files, folders, glob patterns, as ``jixiao check`` takes them."""
Data = bytes | bytearray | memoryview | IO[bytes]
"""The content of one file, or a stream open for reading bytes."""

UNNAMED = "<数据>"


def _listed(paths: Paths) -> list[str]:
    """The paths as text.

    Raises:
        UsageError: something that is no path.
    """
    listed = [paths] if isinstance(paths, str | Path) else list(paths) if isinstance(paths, Iterable) else [paths]
    for path in listed:
        if not isinstance(path, str | Path):
            raise UsageError(f"路径应为文本或 Path，现为 {type(path).__name__}；文件内容请用 data= 给出")
    return [str(path) for path in listed]


def _bytes(data: Data) -> bytes:
    content: object = data.read() if hasattr(data, "read") else data
    if not isinstance(content, bytes | bytearray | memoryview):
        raise UsageError(f"data 应为 bytes，或以二进制方式打开的文件，现得到 {type(content).__name__}")
    return bytes(content)


def _named(data: Data, name: str | Path | None) -> str | None:
    """The name given, else the one the stream has."""
    own = getattr(data, "name", None) if name is None else str(name)
    return own if isinstance(own, str) and own else None


def _job(data: Data, name: str | Path | None) -> Job:
    shown = _named(data, name)
    path = Path(shown) if shown is not None else None
    try:
        return Job(shown or UNNAMED, path, _bytes(data))
    except OSError as error:
        return Job(shown or UNNAMED, path, problem=reason(error))


def jobs_of(paths: Paths, data: Data | None, name: str | Path | None) -> list[Job]:
    """The jobs of one call. A named piece of data is governed by the settings that govern a file of that name; an unnamed one by those of the
    working directory.

    Raises:
        UsageError: neither or both of ``paths`` and ``data``, or something that is neither.
        NothingFound: a path names nothing.
    """
    listed = _listed(paths)
    if data is not None:
        if listed:
            raise UsageError("路径与 data 只能给一个")
        return [_job(data, name)]
    if not listed:
        raise UsageError("请给出路径，或用 data= 给出文件内容")
    return list(jobs(listed))


def single(paths: Paths, data: Data | None, name: str | Path | None) -> Job:
    """The one file a call is about, its content read: what is checked is what is written.

    Raises:
        UsageError: several files, a folder; see ``jobs_of``.
        Unreadable: the file cannot be opened.
    """
    from msgspec.structs import replace

    from linter.formats import Unreadable

    given = jobs_of(paths, data, name)
    if len(given) != 1 or any(Path(path).is_dir() for path in _listed(paths)):
        raise UsageError("一次只处理一个文件，请逐个给出")
    (job,) = given
    try:
        if job.data is None and job.path is not None and job.problem is None:
            job = replace(job, data=job.path.read_bytes())
    except OSError as error:
        raise Unreadable(f"{job.shown}：{reason(error)}") from error
    if job.problem is not None:
        raise Unreadable(f"{job.shown}：{job.problem}")
    return job


def folders(paths: Paths) -> Iterator[Path]:
    """The folders among the paths: every file of them is part of the run."""
    return (Path(path) for path in _listed(paths) if Path(path).is_dir())
