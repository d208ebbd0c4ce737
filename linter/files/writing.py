"""The one way this program writes a file: whole or not at all.

The content goes to a temporary file beside the target, is forced to the disk, and takes the target's place in one step. A kill, a
crash or a full disk leaves what was there before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_NEW_FILE_MODE = 0o666


def no_room(error: OSError) -> bool:
    """Whether the disk, and not the person who typed the command, is to blame."""
    return error.errno in _NO_ROOM


def _mode(path: Path) -> int:
    """The permissions the file has, else those a new file gets here."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE_MODE & ~mask


def _settle(folder: Path) -> None:
    """Force the new name to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def require_writable(path: Path) -> None:
    """Nothing where ``write_file`` can be expected to write: a place to be filled after long work is tried before it.

    Raises:
        OSError: the folder does not exist or takes no files, or the file may not be replaced.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists():
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        if not path.is_file():
            return
    handle, name = _begun(path)
    os.close(handle)
    Path(name).unlink()


def _begun(path: Path) -> tuple[int, str]:
    """A new file beside ``path``, open, and its name."""
    import tempfile

    return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp")


def _encoded(content: bytes | str) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def write_file(path: Path, content: bytes | str) -> None:
    """Put ``content`` in the place of ``path``, see ``write_pieces``."""
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[bytes | str]) -> None:
    """Put the pieces (text as UTF-8), one after the other, in the place of ``path``; its permissions stay, a link is followed.

    A pipe or a device is written to as it is: nothing can take its place.

    Raises:
        OSError: it cannot be written; what was there before is untouched.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.writelines(map(_encoded, pieces))
        return
    target = path.resolve()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    handle, name = _begun(target)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(map(_encoded, pieces))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:  # an interrupt too must leave no half file behind
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _settle(target.parent)
