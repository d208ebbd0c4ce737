"""Processes that stand ready for the desk, one piece of work each at a time: what dies or works too long is replaced and costs only its piece.

``linter.run.workers`` shares one run among processes and ends them with it. A desk waits for the next file with warm ones.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.context import BaseContext
from typing import Any

from linter.run.pool import begin

_WARM = "linter.desk.warmed"
_SECONDS = 60.0


def _ready(memory: int) -> None:
    """What a new process does first: limit itself, end with the desk however that ends, and be ready before its first check."""
    begin(memory)
    importlib.import_module(_WARM)


def _context() -> BaseContext:
    """How processes begin: forked from one that is warm, which costs the warming once and makes the next one ready at once; anew each where the system
    cannot fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    return context


class Pool:
    """``workers`` warm processes, each with so many bytes of ``memory`` at most."""

    def __init__(self, workers: int, memory: int) -> None:
        from pebble import ProcessPool

        self.workers = workers
        self._pool = ProcessPool(max_workers=workers, context=_context(), initializer=_ready, initargs=[memory])
        for _ in range(workers):  # begun now, so that the first file finds them ready
            self.submit(os.getpid, seconds=_SECONDS)

    def submit(self, work: Callable[..., Any], *arguments: Any, seconds: float) -> Future[Any]:
        """Begin a piece of work: a module's function, ended after so many seconds."""
        future: Future[Any] = self._pool.schedule(work, args=list(arguments), timeout=seconds)
        return future

    def close(self) -> None:
        """End the processes now. Unfinished work is given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
