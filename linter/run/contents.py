"""What a batch is made of: a folder, a list of files, or a Parquet table, of files as Spark's ``binaryFile`` reads them or of forms that a platform has
read itself.

The rows of a table are unpacked into the folder of the batch by those who do the work, so that from there on they are files like any other, for
processes and for a cluster.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from linter.dataset.parquet import require
from linter.formats import Limits
from linter.model.errors import JixiaoError
from linter.run.executors import Executor
from linter.run.inputs import Job, jobs, listed_jobs, printable
from linter.run.workers import Bounds

if TYPE_CHECKING:
    import pyarrow

_PARQUET = ".parquet"
UNPACKED, BEGUN = "inputs", ".inputs"
_TEXT = "文本"
_FEW, _TOGETHER, _LONGEST_SUFFIX = 16, 1000, 8
_GROUP = Bounds(3_600, Limits().memory)
"""What a group of rows may cost that is unpacked."""


class TableRefused(JixiaoError):
    """A table that holds neither files nor forms. One Chinese line: why, and what to do."""


class _Kind(Struct, frozen=True):
    """What the rows of a table are. ``name`` and ``content``: the columns that are read, others are passed over; ``holds`` and ``types``: what the second
    may be, and in Chinese; ``suffix``: of every file that is made, ``None`` for that of its name."""

    rows: str
    name: str
    content: str
    types: str
    holds: Callable[[pyarrow.DataType], bool]
    suffix: str | None

    def missing(self, schema: pyarrow.Schema) -> list[str]:
        """The columns a table lacks."""
        return [column for column in (self.name, self.content) if column not in schema.names]

    @property
    def told(self) -> str:
        """What is expected, in Chinese."""
        return f"{self.rows}的 Parquet 要有 {self.name}（名称，{_TEXT}）和 {self.content}（{self.types}）两列"


def _plain(kind: pyarrow.DataType) -> pyarrow.DataType:
    """What a column holds, however it says so: JSON is text, and so are names that are kept once each."""
    import pyarrow

    if isinstance(kind, pyarrow.BaseExtensionType):
        return _plain(kind.storage_type)
    return _plain(kind.value_type) if pyarrow.types.is_dictionary(kind) else kind


def _is_binary(kind: pyarrow.DataType) -> bool:
    import pyarrow

    return any(test(kind) for test in (pyarrow.types.is_binary, pyarrow.types.is_large_binary, pyarrow.types.is_binary_view))


def _is_text(kind: pyarrow.DataType) -> bool:
    import pyarrow

    return any(test(kind) for test in (pyarrow.types.is_string, pyarrow.types.is_large_string, pyarrow.types.is_string_view))


def _is_form(kind: pyarrow.DataType) -> bool:
    import pyarrow

    listed = pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind)
    return _is_text(kind) or bool(pyarrow.types.is_struct(kind.value_type if listed else kind))


_KINDS = (
    _Kind("一行一个文件", "path", "content", "二进制的文件内容", _is_binary, None),
    _Kind("一行一张绩效目标表", "name", "form", "表的 JSON，文本或嵌套列", _is_form, ".json"),
)


def is_table(source: Path) -> bool:
    """Whether a source is a table: a Parquet file, or a folder that holds nothing else (but marks of whoever wrote it)."""
    if not source.is_dir():
        return source.suffix.lower() == _PARQUET
    suffixes = (file.suffix.lower() == _PARQUET for file in _files(source))
    return next(suffixes, False) and all(suffixes)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if not path.name.startswith((".", "_")) and path.is_file())


class RowGroup(Struct, frozen=True):
    """Rows of a table that stand together. ``group``: their number in the file; ``first``: the number of the first in the table, from 0."""

    file: Path
    group: int
    first: int
    kind: _Kind


def jobs_of_source(source: Path, folder: Path, executor: Executor) -> list[Job]:
    """The inputs in what was asked for, in order. ``folder``: of the batch, for what is unpacked; ``executor``: who unpacks it.

    Raises:
        NothingFound: see ``linter.run.inputs.listed_jobs``.
        TableRefused, MissingLibrary, OSError: see ``_unpacked_jobs``.
    """
    if is_table(source):
        return _unpacked_jobs(source, folder, executor)
    return list(jobs([str(source)]) if source.is_dir() else listed_jobs(source))


def _unpacked_jobs(source: Path, folder: Path, executor: Executor) -> list[Job]:
    """What is in a table, in the order of its rows, unpacked into a folder of ``folder``. A row without content is a job that says so.

    Raises:
        TableRefused: it is no Parquet, lacks a column, or holds something else there.
        MissingLibrary: pyarrow is not installed.
        OSError: the disk is full.
    """
    require()
    begun, place = folder.absolute() / BEGUN, folder.absolute() / UNPACKED
    groups = list(_groups(source))
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True)
    work = partial(_unpacked, begun=begun, place=place)
    unpacked = list(executor.mapped(work, groups, lost=_lost, size=_size, bounds=_GROUP, ahead=max(1, len(groups))))
    begun.rename(place)
    return [job for group in unpacked for job in group]


def _groups(source: Path) -> Iterator[RowGroup]:
    """The rows of a table, as they stand together.

    Raises:
        TableRefused: see ``unpacked_jobs``.
    """
    import pyarrow
    import pyarrow.parquet as parquet

    first = 0
    for file in sorted(_files(source)) if source.is_dir() else [source]:
        try:
            with parquet.ParquetFile(file) as opened:
                kind = _kind_of(file, opened.schema_arrow)
                counts = [opened.metadata.row_group(number).num_rows for number in range(opened.num_row_groups)]
        except pyarrow.ArrowException as error:
            raise TableRefused(f"{file} 不是可用的 Parquet 文件") from error
        for number, count in enumerate(counts):
            yield RowGroup(file.absolute(), number, first, kind)
            first += count


def _kind_of(source: Path, schema: pyarrow.Schema) -> _Kind:
    """What the rows are.

    Raises:
        TableRefused: a column is missing, or holds something else.
    """
    kind = min(_KINDS, key=lambda each: len(each.missing(schema)))
    missing = kind.missing(schema)
    if len(missing) == 2:
        raise TableRefused(f"{source} 不是可检查的表：{'；'.join(each.told for each in _KINDS)}")
    if missing:
        raise TableRefused(f"{source} 缺少 {missing[0]} 列：{kind.told}")
    for column, holds, types in ((kind.name, _is_text, _TEXT), (kind.content, kind.holds, kind.types)):
        if not holds(_plain(schema.field(column).type)):
            raise TableRefused(f"{source} 的 {column} 列应为{types}，现为 {schema.field(column).type}")
    return kind


def _unpacked(group: RowGroup, begun: Path, place: Path) -> list[Job]:
    """The rows of a group as jobs; runs where the work is done. ``begun``: where the files are written, ``place``: where they stand when all are.

    Raises:
        OSError: the disk is full, or the table or the folder cannot be seen there.
    """
    import pyarrow.parquet as parquet

    kind, listed = group.kind, list[Job]()
    with parquet.ParquetFile(group.file) as opened:
        for batch in opened.iter_batches(_FEW, row_groups=[group.group], columns=[kind.name, kind.content]):
            names, contents = (batch.column(column).to_pylist() for column in (kind.name, kind.content))
            for name, content in zip(names, contents, strict=True):
                number = group.first + len(listed)
                shown = printable(name) if name else f"第 {number + 1} 行"
                if content is None:
                    listed.append(Job(shown, problem=f"表中这一行没有内容（{kind.content} 为空）"))
                    continue
                file = f"{number // _TOGETHER:06d}/{number:09d}{kind.suffix or _suffix_of(name or '')}"
                (begun / file).parent.mkdir(exist_ok=True)
                (begun / file).write_bytes(content if isinstance(content, bytes) else _spelled(content))
                listed.append(Job(shown, place / file))
    return listed


def _suffix_of(name: str) -> str:
    suffix = PurePosixPath(name).suffix[:_LONGEST_SUFFIX]
    return suffix if suffix[1:].isalnum() else ""


def _spelled(form: Any) -> bytes:
    """A form as JSON. What is null in a nested column was not there."""
    text = form if isinstance(form, str) else json.dumps(_without_nulls(form), ensure_ascii=False, default=str)
    return text.encode("utf-8", "surrogatepass")


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _size(group: RowGroup) -> int:
    return group.file.stat().st_size


def _lost(group: RowGroup, why: str) -> list[Job]:
    raise TableRefused(f"{group.file} 第 {group.group + 1} 组的行未能取出（内存不足或超时），请把表写成较小的行组")
