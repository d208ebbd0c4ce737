"""One process at a time in a folder. The lock is the system's: it is gone with the process, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Another process holds the lock."""


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK = ".lock"
"""The name of the lock file of a folder."""


@contextmanager
def alone(folder: Path, refusal: Exception) -> Iterator[None]:
    """Work in a folder, which is made where there is none, alone.

    Raises:
        refusal: another process works there.
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(folder / LOCK):
            yield
    except Taken as error:
        raise refusal from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock file for the time being; it stays behind, empty.

    Raises:
        Taken: somebody else holds it.
        OSError: the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise Taken(str(path)) from error
        yield
    finally:
        os.close(handle)


def taken(folder: Path) -> bool:
    """Whether another process works in a folder."""
    path = folder / LOCK
    if not path.exists():
        return False
    try:
        with _locked(path):
            return False
    except (Taken, OSError):
        return True
