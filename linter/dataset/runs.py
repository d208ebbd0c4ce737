"""The folder of a store: one folder a run, ``run=NAME``, there whole or not at all.

Writing a run of a name that is there puts the new in its place. What a killed process left begins with a dot and is nobody's run.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from linter.dataset.filling import InputRows, portions
from linter.dataset.parquet import read_rows, require, rows_in
from linter.dataset.parts import PartWriter, StoreRefused, Writing, in_turn, unseen
from linter.dataset.schema import TABLES, VERSION, FindingRow, FormRow, IndicatorRow, InputRow, NotCheckedRow, Row
from linter.files import packing
from linter.files.locking import alone
from linter.files.writing import write_file
from linter.reports.result import Result

_META, _KIND = "run.json", "jixiao-store"
_PREFIX = "run="
_NAME = re.compile(r"[\w][\w.-]{0,79}")
_R = TypeVar("_R", bound=Row)


class Run(Struct, frozen=True):
    """A run in a store. ``name``: of the run; ``schema``: see ``linter.dataset.schema.VERSION``; ``rows``: of every table."""

    kind: str
    schema: int
    name: str
    version: str
    ruleset: str
    rows: dict[str, int]


def name_of(result: Result) -> str:
    """The name a run has where nobody gives one: of its inputs, program and rules, so that the same run has the same name."""
    digest = hashlib.sha256(f"{result.version}\0{result.ruleset}".encode())
    for source in result.inputs:
        digest.update(f"\0{source.path}\0{source.member}\0{source.sha256}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]


def require_name(name: str) -> None:
    """Nothing where the name can be a folder's and a column's.

    Raises:
        StoreRefused: it cannot.
    """
    if not _NAME.fullmatch(name):
        raise StoreRefused(f"运行名“{name}”不能用：请只用文字、数字、点、短横线和下划线，不超过 80 个字")


def require_store(folder: Path) -> None:
    """Nothing where the folder is a store of this schema, or can become one: asked before the work, not after it.

    Raises:
        StoreRefused: it holds something else, or runs of another schema.
        MissingLibrary: pyarrow is not installed.
    """
    require()
    if folder.exists() and not folder.is_dir():
        raise StoreRefused(f"{folder} 不是文件夹，不能作为结果库")
    if not folder.exists():
        return
    others = [path.name for path in folder.iterdir() if not path.name.startswith((_PREFIX, "."))]
    if others and not any(folder.glob(f"{_PREFIX}*")):
        raise StoreRefused(f"{folder} 中已有其他文件，请为结果库另给一个新的或空的文件夹")
    for place in sorted(folder.glob(f"{_PREFIX}*")):
        _meta(place)


def require_target(folder: Path, name: str | None) -> None:
    """Nothing where a run of that name can be expected to be written.

    Raises:
        StoreRefused, MissingLibrary: see ``require_name`` and ``require_store``.
    """
    if name is not None:
        require_name(name)
    require_store(folder)


def _meta(place: Path) -> Run | None:
    """What a run says of itself, ``None`` where it says nothing that can be read.

    Raises:
        StoreRefused: it is of another schema.
    """
    try:
        data = (place / _META).read_bytes()
        schema = msgspec.json.decode(data, type=dict[str, object]).get("schema")
        if schema != VERSION:
            raise StoreRefused(f"{place} 由另一版结果库格式（第 {schema} 版）写成，本程序只用第 {VERSION} 版，请换一个文件夹重新写入")
        return msgspec.json.decode(data, type=Run)
    except packing.UNREADABLE:
        return None


def _held(folder: Path) -> AbstractContextManager[None]:
    return alone(folder, StoreRefused(f"另一个程序正在写入结果库 {folder}，请等它结束"))


def write_run(folder: Path, result: Result, name: str | None = None, writing: Writing = in_turn) -> Run:
    """Write a run into a store, in the place of an earlier run of that name. ``result``: with the rows or the documents of its forms; ``writing``: who
    writes its portions, by default this process.

    Raises:
        StoreRefused: the folder is no store of this schema, the name cannot be used, another process writes there, or who writes cannot do so there.
        MissingLibrary: pyarrow is not installed.
        OSError: the disk is full; the store is as it was.
    """
    name = name or name_of(result)
    require_target(folder, name)
    with _held(folder):
        half = folder.absolute() / f".{_PREFIX}{name}"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        try:
            run = _write(half, result, name, writing)
            _put(half, folder / f"{_PREFIX}{name}")
        except BaseException:  # an interrupt too must leave no half run behind
            shutil.rmtree(half, ignore_errors=True)
            raise
    return run


def _write(half: Path, result: Result, name: str, writing: Writing) -> Run:
    rows = dict.fromkeys(TABLES, 0)
    for part in writing(PartWriter(half), portions(result)):
        for table, count in part.rows.items():
            rows[table] += count
    for begun in half.glob("*/.*"):  # by a process that was killed, another wrote the part
        begun.unlink(missing_ok=True)
    run = Run(_KIND, VERSION, name, result.version, result.ruleset, rows)
    if _damage(half, run) is not None:
        raise unseen(half)
    write_file(half / _META, msgspec.json.encode(run))
    return run


def _put(half: Path, place: Path) -> None:
    """The run takes its place. Between the two steps the old run is aside under a name that readers pass over, and neither is lost."""
    aside = place.with_name(f".old-{place.name}")
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        place.rename(aside)
    half.rename(place)
    shutil.rmtree(aside, ignore_errors=True)


class Store(Struct, frozen=True):
    """A store that is read. ``runs``: those that are whole, by name, and ``folders``: where each stands; ``remarks``: Chinese lines on what was passed
    over."""

    runs: tuple[Run, ...]
    folders: tuple[Path, ...]
    remarks: tuple[str, ...]

    def by_input(self) -> Iterator[tuple[Run, InputRows]]:
        """The rows input by input, as they were written: nothing of one is kept for the next."""
        for run, folder in zip(self.runs, self.folders, strict=True):
            yield from ((run, rows) for rows in _by_input(folder))

    def rows(self, table: type[_R]) -> Iterator[tuple[Run, _R]]:
        """The rows of a table, run by run."""
        name = next(name for name, kind in TABLES.items() if kind is table)
        for run, folder in zip(self.runs, self.folders, strict=True):
            yield from ((run, row) for row in read_rows(folder, name, table))


class _ByInput(Generic[_R]):
    """The rows of a table input by input: they stand in the order of the inputs, those of none last."""

    def __init__(self, place: Path, name: str, table: type[_R]) -> None:
        self._groups = groupby(read_rows(place, name, table), key=lambda row: getattr(row, "input"))  # noqa: B009 - every table has it
        self._next = next(self._groups, None)

    def of(self, number: int | None) -> tuple[_R, ...]:
        """Those of the input whose turn it is."""
        if self._next is None or self._next[0] != number:
            return ()
        rows = tuple(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _by_input(place: Path) -> Iterator[InputRows]:
    forms, indicators = _ByInput(place, "forms", FormRow), _ByInput(place, "indicators", IndicatorRow)
    findings, notes = _ByInput(place, "findings", FindingRow), _ByInput(place, "not_checked", NotCheckedRow)
    for source in read_rows(place, "inputs", InputRow):
        number = source.input
        yield InputRows(source, forms.of(number), indicators.of(number), findings.of(number), notes.of(number))
    rest = findings.of(None)
    if rest:
        yield InputRows(None, findings=rest)


def is_store(folder: Path) -> bool:
    """Whether a folder looks like a store, or one run of one."""
    return folder.is_dir() and any(path.is_dir() for path in _places(folder))


def _places(folder: Path) -> list[Path]:
    """The runs in a store, or the one run whose folder was named."""
    named = folder.resolve()
    return [named] if named.name.startswith(_PREFIX) and (named / _META).exists() else sorted(folder.glob(f"{_PREFIX}*"))


def _damage(place: Path, run: Run) -> str | None:
    """Which table of a run is not as it was written."""
    for table, count in run.rows.items():
        try:
            if rows_in(place, table) == count:
                continue
        except (OSError, ValueError):
            pass
        return table
    return None


def read_store(folder: Path) -> Store:
    """A store as it stands, or one run of it.

    Raises:
        StoreRefused: there is none, or runs of another schema.
        MissingLibrary: pyarrow is not installed.
    """
    require()
    if not is_store(folder):
        raise StoreRefused(f"{folder} 不是结果库，请先用 jixiao check --store 写入")
    runs: list[tuple[Run, Path]] = []
    remarks = [f"{place} 是上次中断留下的未写完部分，未采用" for place in sorted(folder.glob(f".{_PREFIX}*"))]
    for place in _places(folder):
        run = _meta(place)
        damaged = _damage(place, run) if run is not None else _META
        if run is None or damaged is not None:
            remarks.append(f"{place} 不完整（{damaged}），未采用，请重新写入")
        else:
            runs.append((replace(run, name=place.name.removeprefix(_PREFIX)), place))
    return Store(tuple(run for run, _ in runs), tuple(place for _, place in runs), tuple(remarks))
