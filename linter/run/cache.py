"""Results by content: a file that did not change, under the same settings and the same version, is not read again.

One SQLite file in the user's cache folder (``JIXIAO_CACHE_DIR`` names another, for CI): safe with parallel runs and after a crash. It
holds nothing that could not be made anew, so whatever is wrong with it, it is dropped.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from linter.files import databases
from linter.run.records import Packed, dumps, loads

FILE = "results.sqlite3"
_WAIT_SECONDS = 5.0
_MOST_INPUTS = 200_000
"""Inputs kept; beyond that those checked longest ago are forgotten."""
_TOGETHER = 2_000
"""Inputs written at once."""


def default_folder() -> Path:
    """Where the cache of this user lies, never where one happens to stand."""
    named = os.environ.get("JIXIAO_CACHE_DIR")
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("jixiao", appauthor=False)


@cache
def program() -> str:
    """Changes whenever a file of this program does: code, pages, lexicons or schemas."""
    from linter.knowledge.resources import data_root

    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for root in (package, data_root() / "lexicons", data_root() / "schemas"):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".json"):
                stat = path.stat()
                digest.update(f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Cache:
    """The results kept in a folder. ``trouble``: a Chinese line where the cache could not be used."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or default_folder()) / FILE
        self.trouble: str | None = None
        self._fresh: list[tuple[str, str, bytes]] = []
        self._failed = False
        self._held: sqlite3.Connection | None = None
        if self.path.exists():
            with self._tolerant():
                self._held = self._open()
                self._held.execute("SELECT count(*) FROM results WHERE key = ''").fetchone()

    @property
    def holds_any(self) -> bool:
        """There is something to look up."""
        return self._held is not None

    @contextlib.contextmanager
    def _tolerant(self) -> Iterator[None]:
        """Whatever is wrong with the cache, the check goes on without it."""
        try:
            yield
        except databases.UNUSABLE:
            self.close()
            self._drop()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS)
        try:
            connection.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, content TEXT, program TEXT, value BLOB)")
        except databases.DAMAGED:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let go of the file."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _drop(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
            self.trouble = f"缓存 {self.path} 已损坏，已删除并重新检查"
        except OSError:
            self.trouble = f"缓存 {self.path} 无法使用，已全部重新检查"

    @staticmethod
    def _key(path: str, settings: str) -> str:
        return hashlib.sha256(f"{Path(path).absolute()}\0{path}\0{settings}".encode()).hexdigest()

    def get(self, path: str, content: str, settings: str) -> list[Packed] | None:
        """What was found in the file the last time, ``None`` where it or the settings changed since. ``content``: its SHA-256."""
        held = None
        if self._held is not None:
            with self._tolerant():
                query = "SELECT value FROM results WHERE key = ? AND content = ? AND program = ?"
                held = self._held.execute(query, (self._key(path, settings), content, program())).fetchone()
        if held is None:
            return None
        try:
            return loads(held[0])
        except (ValueError, TypeError):
            return None

    def put(self, path: str, content: str, settings: str, records: list[Packed]) -> None:
        """Keep what was found, unless something failed. Written by ``save`` at the latest."""
        if all(packed.sound for packed in records):
            self._fresh.append((self._key(path, settings), content, dumps(records)))
            if len(self._fresh) >= _TOGETHER:
                self._write()

    def save(self) -> None:
        """Write what is new, forget what another version left, and let go of the file."""
        self.close()
        self._write()

    def _write(self) -> None:
        if not self._fresh or self._failed:
            self._fresh.clear()
            return
        try:
            with contextlib.closing(self._open()) as connection, connection:
                connection.execute("DELETE FROM results WHERE program <> ?", (program(),))
                rows = [(key, content, program(), value) for key, content, value in self._fresh]
                connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                oldest = "SELECT rowid FROM results ORDER BY rowid DESC LIMIT -1 OFFSET ?"
                connection.execute(f"DELETE FROM results WHERE rowid IN ({oldest})", (_MOST_INPUTS,))
        except databases.UNUSABLE:
            self._failed = True
            self.trouble = self.trouble or f"缓存 {self.path} 无法写入，下次将重新检查"
        self._fresh.clear()


def clear(folder: Path | None = None) -> bool:
    """Delete the cache. ``True`` where there was one."""
    path = (folder or default_folder()) / FILE
    held = [file for file in (path, path.with_name(f"{FILE}-journal")) if file.exists()]
    for file in held:
        file.unlink()
    return bool(held)
