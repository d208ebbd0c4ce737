"""Processes that stand ready for the desk, one piece of work each at a time: what dies or works too long is replaced and costs only its piece.

``linter.run.workers`` shares one run among processes and ends them with it. A desk waits for the next file with warm ones.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from linter.desk.digest import warm
from linter.run.pool import begin


def _ready(memory: int) -> None:
    """What a new process does first: limit itself, end with the desk however that ends, and load what its first check would wait for."""
    begin(memory)
    warm()


class Pool:
    """``workers`` warm processes, each with so many bytes of ``memory`` at most."""

    def __init__(self, workers: int, memory: int) -> None:
        from pebble import ProcessPool

        self.workers = workers
        self._pool = ProcessPool(max_workers=workers, context=multiprocessing.get_context("spawn"), initializer=_ready, initargs=[memory])

    def submit(self, work: Callable[..., Any], *arguments: Any, seconds: float) -> Future[Any]:
        """Begin a piece of work: a module's function, ended after so many seconds."""
        future: Future[Any] = self._pool.schedule(work, args=list(arguments), timeout=seconds)
        return future

    def close(self) -> None:
        """End the processes now. Unfinished work is given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
