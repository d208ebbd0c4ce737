"""From what a person types to jobs: files, folders, globs, standard input."""

from __future__ import annotations

import codecs
import glob
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from linter import formats
from linter.knowledge.resources import reason
from linter.model.errors import JixiaoError
from linter.policy import baseline

_SKIPPED = frozenset({"node_modules", "__pycache__"})


class Job(Struct, frozen=True):
    """An input: bytes already at hand (``data``), else the file at ``path``. ``path`` also says where its settings are found."""

    shown: str
    path: Path | None = None
    data: bytes | None = None
    problem: str | None = None
    """Why there is nothing to read, in Chinese: the input is reported as unread and the rest goes on."""

    def content(self) -> bytes | None:
        """The bytes, ``None`` where the file cannot be read."""
        if self.data is not None or self.path is None:
            return self.data
        try:
            return self.path.read_bytes()
        except OSError:
            return None


def is_input(path: Path) -> bool:
    """Whether a walk takes a file: a suffix we read or have something to say about, no lock file, nothing hidden, no baseline of ours."""
    return path.suffix.lower() in formats.known_suffixes() and not path.name.startswith(("~$", ".")) and path.name != baseline.DEFAULT


_OURS = (
    b'"name": "jixiao"',
    b'"name":"jixiao"',
    b'<meta name="generator" content="jixiao">',
    b'<testsuites name="jixiao"',
    b"jixiao-report",
)
"""What our reports carry in their first lines: JSON, SARIF, web pages, JUnit."""
_HEAD = 4096


def is_generated(path: Path) -> bool:
    """Whether a file is a report of ours that lies beside the forms: no form, and nothing to complain of."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if head[:4] == b"PK\x03\x04":
        return _generated_package(path)
    return any(mark in head for mark in _OURS)


def _generated_package(path: Path) -> bool:
    """A workbook or document whose properties say that a report wrote it."""
    import zipfile

    from linter.files import zipped

    try:
        with zipfile.ZipFile(path) as package:
            return b"jixiao-report" in package.read("docProps/core.xml")[:_HEAD]
    except zipped.DAMAGED:
        return False


def skipped(parts: Sequence[str]) -> bool:
    """Whether a relative path leads through a folder no walk enters."""
    return any(part in _SKIPPED or part.startswith(".") for part in parts)


def _walk(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files of a folder and those below it, and the folders that could not be opened."""
    files: list[Path] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not skipped((name,))]
        files += [path for name in names if is_input(path := Path(parent, name)) and path.is_file() and not is_generated(path)]
    return sorted(files), closed


def printable(name: str) -> str:
    """A file name as text any output can carry: names of old Chinese systems (GBK bytes, as archives unpack them) are read as such."""
    if os.name == "nt":
        return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


class NothingFound(JixiaoError):
    """A path that names nothing, neither file nor folder nor pattern. The message is a Chinese line."""


def jobs(paths: Sequence[str]) -> Iterator[Job]:
    """The jobs of the given paths, in order, each file once.

    Raises:
        NothingFound: a path does not exist.
    """
    seen: set[str] = set()
    for given in paths:
        if given == "-":
            yield Job("<标准输入>", data=sys.stdin.buffer.read())
            continue
        files, problems = _named(given)
        yield from problems
        for path in files:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield Job(printable(str(path)).replace("\\", "/"), path=path)


def listed_jobs(file: Path) -> Iterator[Job]:
    """The jobs of a list, a text of one path a line, relative to the list's own folder; each file once. What is missing is a job that says so.

    Raises:
        NothingFound: the list cannot be read or holds no path.
    """
    try:
        lines = [line.strip() for line in file.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines()]
    except OSError as error:
        raise NothingFound(f"清单 {file} 无法读取：{reason(error)}") from error
    if not any(lines) or any(b"\0" in line for line in lines):
        raise NothingFound(f"{file} 不是文件清单：应为文本文件，一行一个文件")
    seen: set[str] = set()
    for line in filter(None, lines):
        path = _on_disk(file.parent, line)
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        shown = printable(str(path)).replace("\\", "/")
        if path.is_file():
            yield Job(shown, path)
        else:
            yield Job(shown, problem="清单所列的文件不存在" if not path.exists() else "不是普通文件，未读取")


def _on_disk(folder: Path, line: bytes) -> Path:
    """The file a line names: as it is spelled, else as a list of an old Chinese system spells it."""
    path = folder / os.fsdecode(line)
    if path.exists():
        return path
    try:
        other = folder / line.decode("gb18030")
    except UnicodeDecodeError:
        return path
    return other if other.exists() else path


def _named(given: str) -> tuple[list[Path], list[Job]]:
    """The files a path or pattern names, and jobs that say what of it cannot be read.

    Raises:
        NothingFound: it does not exist.
    """
    path = Path(given)
    if path.is_dir():
        return _in_folder(path, given)
    if path.is_file():
        return [path], []
    if path.exists():
        # A pipe nobody writes to, a device without end: reading would never end.
        return [], [Job(printable(given), problem="不是普通文件，未读取；管道中的内容请用 - 从标准输入读取")]
    matching = [Path(name) for name in sorted(glob.glob(given, recursive=True)) if Path(name).is_file()]  # noqa: PTH207 - absolute patterns too
    if not matching:
        raise NothingFound(f"找不到文件：{given}")
    return matching, []


def _in_folder(folder: Path, given: str) -> tuple[list[Path], list[Job]]:
    files, closed = _walk(folder)
    problems = [Job(printable(str(error.filename)), problem=f"文件夹无法打开，其中的文件未检查：{reason(error)}") for error in closed]
    if not files and not closed:
        problems.append(Job(printable(given), problem=f"文件夹中没有可检查的文件（支持 {'、'.join(sorted(formats.suffixes()))}）"))
    return files, problems
