"""Reads through the child process: a time limit, a memory limit, and a crash that costs one file only.

One child serves a batch; it is started when the first PDF or scan comes and thrown away after a failure.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.formats._paged.child import receive, send
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked
from linter.model.errors import install_hint

_CHILD = "linter.formats._paged.child"
_CRASHED = "读取组件中途退出，文件可能已损坏，已中止"
_KILLED = "读取进程被系统强行终止（多为内存不足），已中止"
_NO_START = f"读取组件未能启动，安装可能不完整，请{install_hint('pdf')}"
_STARTUP_FAILED = 1
"""What the interpreter exits with where the child's module cannot be imported."""
_ALLOWED = ("linter.model.", "linter.formats.")


class _Pieces(pickle.Unpickler):
    """Takes nothing from the child but our own records."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_ALLOWED):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Child:
    """A running child and the thread that takes in its answers."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[3])
        paths = [root, *(p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONSAFEPATH": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.answers: queue.Queue[tuple[Any, ...] | None] = queue.Queue()
        self.owner = os.getpid()
        self.answered = False
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while True:
            try:
                body = receive(self.process.stdout)
                message = None if body is None else _Pieces(io.BytesIO(body)).load()
            except Exception:  # a broken frame is a broken child
                message = None
            self.answered = self.answered or message is not None
            self.answers.put(message)
            if message is None:
                return

    def ask(self, reader: str, data: bytes, context: ReadContext) -> None:
        assert self.process.stdin is not None
        send(self.process.stdin, (reader, data, context))

    def alive(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def why_gone(self) -> str:
        """Why the child ended before it had answered, in Chinese: memory is blamed only where the system killed it."""
        try:
            code = self.process.wait(5)
        except subprocess.TimeoutExpired:
            return _CRASHED
        if code == -getattr(signal, "SIGKILL", 9):
            return _KILLED
        return _NO_START if code == _STARTUP_FAILED and not self.answered else _CRASHED

    def stop(self) -> None:
        if self.owner != os.getpid():
            return
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)


_lock = threading.Lock()
_idle: list[_Child] = []


def _take() -> _Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.alive():
                return child
    return _Child()


def _give_back(child: _Child) -> None:
    with _lock:
        if not _idle:
            _idle.append(child)
            return
    child.stop()


@atexit.register
def close() -> None:
    """Stop the child that waits for the next file."""
    with _lock:
        while _idle:
            _idle.pop().stop()


def _answer(child: _Child, deadline: float, context: ReadContext) -> tuple[Any, ...]:
    """What the child says next; ``("gone", why)`` where it ended or is late."""
    try:
        message: tuple[Any, ...] | None = child.answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return "gone", f"读取超过 {context.limits.seconds:g} 秒的时限，已中止"
    return message if message is not None else ("gone", child.why_gone())


def read(reader: str, data: bytes, context: ReadContext) -> Iterator[Piece]:
    """What the child makes of the file.

    Raises:
        Unreadable: the file, or the child before it gave anything.
    """
    child = _take()
    finished = False
    given: int | None = None
    try:
        child.ask(reader, data, context)
        deadline = time.monotonic() + context.limits.seconds
        while True:
            match _answer(child, deadline, context):
                case ("gone", why):
                    if given is None:
                        raise Unreadable(why)
                    yield NotChecked(f"{context.member or context.path} 第{given}页以后", f"文件无法读取：{why}", fatal=True)
                    return
                case ("piece", piece):
                    if not isinstance(piece, NotChecked):
                        given = piece.place.page or 1
                    yield piece
                case ("more", seconds):
                    deadline += seconds
                case ("unreadable", line):
                    finished = True
                    raise Unreadable(line)
                case _:
                    finished = True
                    return
    except (BrokenPipeError, OSError) as error:
        raise Unreadable(child.why_gone()) from error
    finally:
        if finished:
            _give_back(child)
        else:
            child.stop()
