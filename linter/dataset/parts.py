"""The parts of a run in a store: a portion of its inputs as one file of each table, written by whoever has the portion.

A part is there whole or not at all, and whoever writes it writes the same bytes, so that it does no harm if two processes do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from linter.dataset.filling import Portion, rows_of
from linter.dataset.parquet import Files
from linter.model.errors import JixiaoError


class StoreRefused(JixiaoError):
    """The folder cannot be used as a store. One Chinese line: why, and what to do."""


class Part(Struct, frozen=True):
    """A portion that was written. ``rows``: of every table."""

    number: int
    rows: dict[str, int]


def unseen(folder: Path) -> StoreRefused:
    """Who writes the parts of a run does not write where they are looked for. ``folder``: of the run."""
    return StoreRefused(
        f"结果库 {folder.parent} 不是各个进程都看得到的：用 Spark 时请放在各节点按同样的路径都能读写的文件夹，再用同一命令做一次"
    )


class PartWriter(Struct, frozen=True):
    """Writes portions into the folder of a run, in whatever process."""

    folder: Path

    def __call__(self, portion: Portion) -> Part:
        """Write one.

        Raises:
            StoreRefused: the folder is not to be seen here.
            OSError: the disk is full.
        """
        if not self.folder.is_dir():
            raise unseen(self.folder)
        with Files(self.folder, portion.number) as files:
            for rows in rows_of(portion):
                files.add("inputs", [rows.input] if rows.input is not None else [])
                files.add("forms", rows.forms)
                files.add("indicators", rows.indicators)
                files.add("findings", rows.findings)
                files.add("not_checked", rows.notes)
        return Part(portion.number, files.counts)


class Writing(Protocol):
    """Who writes the portions of a run: this process, one after the other, or several at once."""

    def __call__(self, write: Callable[[Portion], Part], portions: Iterable[Portion], /) -> Iterator[Part]:
        """The part of each portion, in order."""


def in_turn(write: Callable[[Portion], Part], portions: Iterable[Portion]) -> Iterator[Part]:
    """This process writes them, one after the other."""
    return map(write, portions)
