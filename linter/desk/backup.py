"""The desk's file as one whole: written out while it is in use, and taken in elsewhere."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from linter.desk import schema
from linter.desk.schema import UnusableDesk


def export(path: Path, target: Path) -> None:
    """Write a copy of the desk at ``path``, consistent even while it is worked on.

    Raises:
        UnusableDesk: it is none.
        FileExistsError: there is something at ``target``.
    """
    if not path.is_file():
        raise UnusableDesk(f"{path} 不存在，没有可以导出的审核台")
    schema.prepare(path)
    if target.exists():
        raise FileExistsError(f"{target} 已存在，未覆盖")
    partial = target.with_name(f"{target.name}.part")
    partial.unlink(missing_ok=True)
    with contextlib.closing(schema.connect(path)) as source:
        source.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(target)


def take_in(given: Path, path: Path, replace: bool = False) -> None:
    """Put an exported desk at ``path``.

    Raises:
        UnusableDesk: ``given`` is no desk of this version or an earlier one.
        FileExistsError: there is a desk already, and ``replace`` was not said.
    """
    if not given.is_file():
        raise UnusableDesk(f"{given} 不存在")
    if path.exists() and not replace:
        raise FileExistsError(f"{path} 已有审核台数据，未覆盖；确要换成导入的，请加 --replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(given.read_bytes())
    try:
        schema.prepare(partial)
        with contextlib.closing(sqlite3.connect(partial)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
    except UnusableDesk as error:
        raise UnusableDesk(str(error).replace(str(partial), str(given))) from error
    else:
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        partial.replace(path)
    finally:
        for tail in ("", "-wal", "-shm"):
            partial.with_name(partial.name + tail).unlink(missing_ok=True)
