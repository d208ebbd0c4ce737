"""Old Word files through LibreOffice, where it is installed: a child process of its own, with a time limit, and said in the output."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked

_PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
SECONDS = 60.0
"""What a conversion may take; a form takes two to five."""


def program() -> str | None:
    """The command that converts, ``None`` where LibreOffice is not installed."""
    executable = next((path for name in _PROGRAMS if (path := shutil.which(name)) is not None), None)
    return executable or next((path for path in _ELSEWHERE if Path(path).is_file()), None)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _convert(command: str, data: bytes, suffix: str, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"form{suffix}"
        source.write_bytes(data)
        out = Path(folder) / "out"
        arguments = [
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
        ]
        process = subprocess.Popen(
            [command, *arguments, "--convert-to", "docx", "--outdir", str(out), str(source)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise Unreadable(f"LibreOffice 转换超过 {seconds:.0f} 秒，已停止；请另存为 docx 后再检查") from error
        finally:
            _stop(process)
        written = out / "form.docx"
        if not written.is_file():
            raise Unreadable("LibreOffice 未能转换此文件，请用原来的软件另存为 docx 后再检查")
        return written.read_bytes()


def read_converted(data: bytes, context: ReadContext, otherwise: str) -> Iterator[Piece]:
    """The pieces of an old Word file.

    Raises:
        Unreadable: LibreOffice is not there (``otherwise`` says what to do), failed, or took too long.
    """
    command = program()
    if command is None:
        raise Unreadable(otherwise)
    from linter.formats import docx

    name = context.member or context.path
    suffix = Path(name).suffix.lower()
    converted = _convert(
        command, data, suffix if suffix in (".doc", ".wps", ".dot", ".wpt") else ".doc", min(SECONDS, context.limits.seconds)
    )
    yield from docx.read(converted, context)
    yield NotChecked(name, "旧版 Word 文档，已用本机的 LibreOffice 转换后读取；版式可能与原件略有出入，建议另存为 docx")
