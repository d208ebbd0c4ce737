"""Checks what lies in the store: originals in the pool's processes, each result written as it comes, then the forms of a batch against each other.

The store is the only memory. What was not written when a process was killed is still waiting, and what was written is not waiting any more: a
restart loses nothing and does nothing twice.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, TypeVar

from linter.desk.digest import FACTS, Orders, compared, digest, gist, matched
from linter.desk.pool import Pool
from linter.desk.store import Earlier, Store
from linter.formats import Limits
from linter.run.pool import why_failed
from linter.run.twins import Twins

_Out = TypeVar("_Out")
_ASKED = 60.0
"""Seconds somebody waits for an answer."""
_AHEAD = 2
"""Pieces of work begun for each process, so that none waits for the store."""
_IDLE, _TICK = 30.0, 0.2
_TROUBLE = "数据文件暂时无法写入，稍后继续"


class Worker:
    """A thread that works through the store. ``trouble``: what keeps it from going on, for people."""

    def __init__(self, store: Store, orders: Orders, workers: int = 1) -> None:
        self.store = store
        self.orders = orders
        self.trouble = ""
        self._workers = workers
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._busy: dict[Future[Any], tuple[int, str]] = {}
        self._pool: Pool | None = None
        self._thread = threading.Thread(target=self._run, name="jixiao-desk", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; what was begun is given up and begun anew next time."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def wake(self) -> None:
        """There is something new to do."""
        self._wake.set()

    def ask(self, work: Callable[..., _Out], *arguments: Any) -> _Out:
        """A piece of work done at once in one of the processes, which hostile content may take down without harm (in this one, before any
        was started).

        Raises:
            OSError: its process ended or took too long.
        """
        if self._pool is None:
            return work(*arguments)
        future = self._pool.submit(work, *arguments, seconds=_ASKED)
        try:
            answer: _Out = future.result()
        except Exception as error:
            raise OSError(why_failed(error, _ASKED)) from error
        return answer

    def reading(self) -> list[str]:
        """The names of what is being read at this moment."""
        return sorted(name for _, name in list(self._busy.values()))

    def drain(self, pool: Pool) -> None:
        """Work until nothing is left, in the caller's own thread."""
        while self._round(pool):
            pass

    def _run(self) -> None:
        limits = self.orders.limits or Limits()
        pool = self._pool = Pool(self._workers, limits.memory)
        try:
            while not self._stop.is_set():
                self._wake.clear()
                with self.tolerant():
                    if self._round(pool):
                        continue
                self._wake.wait(_TICK * 5 if self.trouble else _IDLE)
        finally:
            self._pool = None
            self._busy.clear()
            pool.close()

    @contextlib.contextmanager
    def tolerant(self) -> Any:
        """A full disk or a locked file ends nothing: it is said, and tried again."""
        try:
            yield
            self.trouble = ""
        except (sqlite3.Error, OSError) as error:
            logging.getLogger("jixiao").debug("desk", exc_info=error)
            self.trouble = f"{_TROUBLE}（{error}）"

    def _round(self, pool: Pool) -> bool:
        """Begin what can be begun, write what is ready. Whether there may be more to do at once."""
        room = pool.workers * _AHEAD - len(self._busy)
        if room > 0:
            for number, name, data in self.store.waiting([number for number, _ in self._busy.values()], room):
                self._busy[pool.submit(digest, name, data, self.orders, seconds=self._seconds)] = (number, name)
        if self._busy:
            ready, _ = wait(self._busy, timeout=_TICK, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=lambda done: self._busy[done]):
                self._write(future)
            return True
        return self._compare(pool)

    @property
    def _seconds(self) -> float:
        return (self.orders.limits or Limits()).seconds

    def _write(self, future: Future[Any]) -> None:
        """The result of one original goes to the store; only then is it no longer busy."""
        number, _ = self._busy[future]
        error = future.exception()
        if error is None:
            self.store.keep(number, future.result())
        else:
            self.store.fail(number, why_failed(error, self._seconds))
        del self._busy[future]

    def _compare(self, pool: Pool) -> bool:
        batch = self.store.uncompared()
        if batch is None:
            return False
        documents = self.store.documents(batch)
        twins = Twins()
        firsts = [twins.first(gist(row["input"], row["facts"], self.store.fingerprints(row["id"]))) for row in documents]
        alone = [row for row, first in zip(documents, firsts, strict=True) if not first]
        folded = {row["id"]: (first, len(FACTS.decode(row["facts"]))) for row, first in zip(documents, firsts, strict=True) if first}
        said, notes = self._compared(pool, [row["facts"] for row in alone])
        previous = self.store.batch(batch)["previous"]
        earlier = self._matched(pool, previous, alone) if previous is not None else ()
        self.store.keep_compared(batch, {alone[number]["id"]: rows for number, rows in said.items()}, folded, notes, earlier)
        return True

    def _compared(self, pool: Pool, facts: list[bytes]) -> tuple[dict[int, Any], tuple[str, ...]]:
        future = self._waited(pool.submit(compared, facts, self.orders.settings, seconds=self._seconds))
        error = future.exception()
        if error is not None:
            return {}, (f"各表之间：{why_failed(error, self._seconds)}",)
        said, notes = future.result()
        return said, notes

    def _matched(self, pool: Pool, previous: int, now: Sequence[sqlite3.Row]) -> list[Earlier]:
        """Which form of the round before each form is: by the document it stands in and its place there."""
        then, shown = self.store.documents(previous), self.store.shown(previous)
        future = self._waited(pool.submit(matched, [row["facts"] for row in then], [row["facts"] for row in now], seconds=self._seconds))
        if future.exception() is not None:
            return []
        matches = (
            (now[new]["id"], place, shown.get((then[old]["id"], at)), renamed) for (old, at), (new, place), renamed in future.result()
        )
        return [Earlier(document, place, form, renamed) for document, place, form, renamed in matches if form is not None]

    def _waited(self, future: Future[Any]) -> Future[Any]:
        """The piece of work when it is done.

        Raises:
            OSError: the desk is stopped meanwhile.
        """
        while not future.done() and not self._stop.is_set():
            wait([future], timeout=_TICK)
        if not future.done():
            raise OSError("已停止")
        return future
