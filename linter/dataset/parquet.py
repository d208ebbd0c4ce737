"""Rows to Parquet and back. pyarrow is loaded here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

import msgspec

from linter.dataset.schema import DIGITS, TABLES, Column, Kind, Row, columns, places
from linter.model.errors import MissingLibrary, install_hint

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 65_536
"""Rows of a group in a file: what a writer holds in memory, and what a reader takes in one piece."""
_SUFFIX = ".parquet"
_R = TypeVar("_R", bound=Row)


def require() -> None:
    """Nothing where Parquet can be written.

    Raises:
        MissingLibrary: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingLibrary(f"结果库（Parquet）需要 pyarrow，请{install_hint('store')}") from error


def _type(column: Column) -> pyarrow.DataType:
    import pyarrow

    if column.kind in DIGITS:
        return pyarrow.decimal128(DIGITS[column.kind], places(column.kind))
    types = {
        Kind.TEXT: pyarrow.string(),
        Kind.WHOLE: pyarrow.int32(),
        Kind.FLAG: pyarrow.bool_(),
        Kind.TEXTS: pyarrow.list_(pyarrow.string()),
    }
    return types[column.kind]


def arrow_schema(row: type[Row]) -> pyarrow.Schema:
    """The columns of a table as Arrow knows them."""
    import pyarrow

    return pyarrow.schema([pyarrow.field(each.name, _type(each), nullable=each.empty) for each in columns(row)])


def _table(rows: Sequence[Row], kind: type[Row]) -> pyarrow.Table:
    import pyarrow

    schema = arrow_schema(kind)
    listed = list(zip(*map(msgspec.structs.astuple, rows), strict=True))
    return pyarrow.Table.from_arrays([pyarrow.array(each, field.type) for each, field in zip(listed, schema, strict=True)], schema=schema)


def files_of(folder: Path, table: str) -> list[Path]:
    """The files of a table of a run, in the order of its inputs."""
    return sorted((folder / table).glob(f"*{_SUFFIX}"))


class Files:
    """A part of every table of a run as files that are being written; they take their names when all of them are whole. ``number``: of the part.

    Raises:
        OSError: the folder of the run is not there.
    """

    def __init__(self, folder: Path, number: int = 1) -> None:
        import pyarrow.parquet as parquet

        self._waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._begun = {name: folder / name / f".{number:06d}-{uuid4().hex}.begun" for name in TABLES}
        self._whole = {name: folder / name / f"{number:06d}{_SUFFIX}" for name in TABLES}
        for file in self._begun.values():
            file.parent.mkdir(exist_ok=True)
        self._writers = {
            name: parquet.ParquetWriter(self._begun[name], arrow_schema(kind), compression="zstd", compression_level=6)
            for name, kind in TABLES.items()
        }
        self.counts = dict.fromkeys(TABLES, 0)

    def add(self, table: str, rows: Sequence[Row]) -> None:
        """More rows of a table.

        Raises:
            OSError: the disk is full.
        """
        waiting = self._waiting[table]
        waiting += rows
        self.counts[table] += len(rows)
        if len(waiting) >= _AT_ONCE:
            self._write(table)

    def _write(self, table: str) -> None:
        if self._waiting[table]:
            self._writers[table].write_table(_table(self._waiting[table], TABLES[table]))
            self._waiting[table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            for table, writer in self._writers.items():
                if kind is None:
                    self._write(table)
                writer.close()
            if kind is None:
                for table, file in self._begun.items():
                    file.replace(self._whole[table])
        finally:
            for file in self._begun.values():
                file.unlink(missing_ok=True)


def rows_in(folder: Path, table: str) -> int:
    """How many rows a table of a run says it has.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is no Parquet, or was cut.
    """
    import pyarrow.parquet as parquet

    return sum(int(parquet.read_metadata(file).num_rows) for file in files_of(folder, table))


def read_rows(folder: Path, table: str, kind: type[_R]) -> Iterator[_R]:
    """The rows of a table of a run, a piece of a file at a time."""
    import pyarrow.parquet as parquet

    names = [column.name for column in columns(kind)]
    for file in files_of(folder, table):
        with parquet.ParquetFile(file) as opened:
            for batch in opened.iter_batches(columns=names):
                yield from map(kind, *(_values(batch.column(name).to_pylist()) for name in names))


def _values(values: list[Any]) -> list[Any]:
    return [tuple(each) if isinstance(each, list) else _bare(each) for each in values]


def _bare(value: Any) -> Any:
    """A decimal without the zeros its column adds."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
