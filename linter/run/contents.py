"""Files that are handed over as rows of a Parquet table: their names and contents, as Spark's ``binaryFile`` reads them.

They are unpacked into the folder of the batch, so that from there on they are files like any other, for processes and for a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from linter.dataset.parquet import require
from linter.model.errors import JixiaoError
from linter.run.inputs import Job, printable

COLUMNS = ("path", "content")
"""The columns that are read; others are passed over."""
UNPACKED = "inputs"
_FEW, _TOGETHER, _LONGEST_SUFFIX = 16, 1000, 8


class TableRefused(JixiaoError):
    """A table that holds no files. One Chinese line: why, and what to do."""


def is_table(source: Path) -> bool:
    """Whether a source is a table: a Parquet file, or a folder of its parts."""
    return source.suffix.lower() == ".parquet" or (source.is_dir() and any(source.glob("part-*.parquet")))


def unpacked_jobs(source: Path, folder: Path) -> Iterator[Job]:
    """The files in a table, in the order of its rows, unpacked into a folder of ``folder``. A row without content is a job that says so.

    Raises:
        TableRefused: it is no Parquet, lacks a column, or holds something else there.
        MissingLibrary: pyarrow is not installed.
        OSError: the disk is full.
    """
    require()
    for number, (name, content) in enumerate(_rows(source)):
        shown = printable(name) if name else f"第 {number + 1} 行"
        if content is None:
            yield Job(shown, problem="表中这一行没有内容（content 为空）")
            continue
        suffix = PurePosixPath(name or "").suffix[:_LONGEST_SUFFIX]
        place = folder / UNPACKED / f"{number // _TOGETHER:06d}" / f"{number:09d}{suffix if suffix[1:].isalnum() else ''}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        yield Job(shown, place)


def _rows(source: Path) -> Iterator[tuple[str | None, bytes | None]]:
    """Name and content of every row, a few at a time."""
    import pyarrow
    import pyarrow.parquet as parquet

    files = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
    if not files:
        raise TableRefused(f"{source} 中没有 Parquet 文件")
    for file in files:
        try:
            with parquet.ParquetFile(file) as opened:
                _require_columns(source, opened.schema_arrow)
                for batch in opened.iter_batches(_FEW, columns=list(COLUMNS)):
                    names, contents = (batch.column(name).to_pylist() for name in COLUMNS)
                    yield from zip(names, contents, strict=True)
        except pyarrow.ArrowException as error:
            raise TableRefused(f"{file} 不是可用的 Parquet 文件") from error


def _require_columns(source: Path, schema: object) -> None:
    import pyarrow

    assert isinstance(schema, pyarrow.Schema)
    missing = [name for name in COLUMNS if name not in schema.names]
    if missing:
        raise TableRefused(f"{source} 缺少 {'、'.join(missing)} 列：应有 path（文件名，文本）和 content（文件内容，二进制）两列")
    content, path = schema.field("content").type, schema.field("path").type
    if not (pyarrow.types.is_binary(content) or pyarrow.types.is_large_binary(content)) or not (
        pyarrow.types.is_string(path) or pyarrow.types.is_large_string(path)
    ):
        raise TableRefused(f"{source} 的 path 应为文本、content 应为二进制，现为 {path}、{content}")
