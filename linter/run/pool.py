"""The pool behind ``linter.run.workers``: inputs in chunks, results in order, and what became of those that have none."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from linter.files.memory import collect_seldom, limit_memory
from linter.knowledge.context import forget

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_TOGETHER, _TOGETHER_BYTES = 16, 2**18
"""Small inputs travel together, this many or this much at most: handing one over costs as much as a tenth of checking a small form."""
BLOCK, _UNDER_WAY = 1024, 2
"""Inputs begun together, and how many blocks of them at once: what is done and waits for its turn is bounded by that."""
_REMEMBERED, _LIKE_ONE = 150, 2**14
"""Inputs after which a process empties its memos, a large one counting as several: they help within a form and between neighbours, and hold
100 kB a form."""
_worked = 0
_LARGE = 2**20
"""From this size on an input is begun before all others, whatever its turn."""


def why_failed(error: BaseException, seconds: float) -> str:
    """Why a process gave nothing of an input, in Chinese. ``seconds``: how long it might have taken."""
    if isinstance(error, ProcessExpired):
        return "检查进程意外终止（可能内存不足），本文件未检查，其余照常"
    if isinstance(error, MemoryError):
        return "检查时超出内存上限，本文件未检查"
    if isinstance(error, TookTooLong):
        return f"检查超过 {seconds:g} 秒的时限，已中止，本文件未检查"
    return f"检查未能完成（{type(error).__name__}），本文件未检查"


def begin(memory: int) -> None:
    """What a new process of the pool does first: limit itself, and end with the process that started it, however that ends."""
    limit_memory(memory)
    collect_seldom()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent.sentinel], daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _all(work: Callable[[_In], _Out], items: Sequence[_In], size: int) -> list[_Out]:
    """A chunk's results; runs in a process of the pool. ``size``: bytes of all its inputs."""
    global _worked
    _worked += max(len(items), size // _LIKE_ONE)
    if _worked >= _REMEMBERED:
        _worked = 0
        forget()
    return [work(item) for item in items]


class _Chunk(Generic[_In, _Out]):
    """Inputs that travel together. Where their process failed each is tried once more alone: only the one at fault is lost."""

    def __init__(self, share: _Share[_In, _Out], items: Sequence[_In]) -> None:
        self.share, self.items = share, items
        self.whole: Future[list[_Out]] = share.begin(items)
        self.alone: list[Future[list[_Out]]] | None = None

    def result(self, place: int) -> _Out:
        """The result of one of them, or what stands for it."""
        try:
            return self.whole.result()[place]
        except (ProcessExpired, MemoryError):
            pass
        except TookTooLong as error:
            if len(self.items) == 1:
                return self._lost(place, error)
        if self.alone is None:
            self.alone = [self.share.begin([item]) for item in self.items]
        return self._single(place, self.alone[place])

    def _single(self, place: int, future: Future[list[_Out]]) -> _Out:
        try:
            return future.result()[0]
        except (ProcessExpired, MemoryError, TookTooLong) as error:
            return self._lost(place, error)

    def _lost(self, place: int, error: BaseException) -> _Out:
        return self.share.lost(self.items[place], why_failed(error, self.share.seconds))


class _Share(Generic[_In, _Out]):
    """A pool at work on one run."""

    def __init__(
        self, pool: ProcessPool, work: Callable[[_In], _Out], lost: Callable[[_In, str], _Out], size: Callable[[_In], int], seconds: float
    ) -> None:
        self.pool, self.work, self.lost, self.size, self.seconds = pool, work, lost, size, seconds

    def begin(self, items: Sequence[_In]) -> Future[list[_Out]]:
        """Hand inputs to the pool."""
        future: Any = self.pool.schedule(_all, args=[self.work, items, sum(map(self.size, items))], timeout=self.seconds)
        return future  # type: ignore[no-any-return]

    def chunks(self, items: Sequence[_In], numbers: Sequence[int], sizes: Sequence[int]) -> dict[int, tuple[_Chunk[_In, _Out], int]]:
        """Every number → its chunk and its place there; the largest are begun first."""
        shares: dict[int, tuple[_Chunk[_In, _Out], int]] = {}
        for together in _parted(sorted(numbers, key=lambda number: (-sizes[number], number)), sizes):
            chunk = _Chunk(self, [items[number] for number in together])
            shares.update((number, (chunk, place)) for place, number in enumerate(together))
        return shares


def _parted(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in order, as chunks; a few inputs are spread rather than bundled."""
    most = min(_TOGETHER, max(1, len(numbers) // 32))
    together: list[int] = []
    room = _TOGETHER_BYTES
    for number in numbers:
        if together and (len(together) >= most or sizes[number] > room):
            yield together
            together, room = [], _TOGETHER_BYTES
        together.append(number)
        room -= sizes[number]
    if together:
        yield together


def pooled(
    work: Callable[[_In], _Out],
    items: Sequence[_In],
    workers: int,
    lost: Callable[[_In, str], _Out],
    size: Callable[[_In], int],
    *,
    seconds: float,
    memory: int,
    block: int = BLOCK,
) -> Iterator[_Out]:
    """See ``linter.run.workers.in_processes``."""
    sizes = [size(item) for item in items]
    large = [number for number, each in enumerate(sizes) if each >= _LARGE]
    small = [number for number, each in enumerate(sizes) if each < _LARGE]
    blocks = deque(small[start : start + block] for start in range(0, len(small), block))
    context = multiprocessing.get_context("spawn")
    with ProcessPool(max_workers=workers, context=context, initializer=begin, initargs=[memory]) as pool:
        share = _Share(pool, work, lost, size, seconds)
        try:
            begun = share.chunks(items, large, sizes)
            ends: deque[int] = deque()  # the last numbers of the blocks under way
            for number in range(len(items)):
                while ends and number > ends[0]:
                    ends.popleft()
                while blocks and len(ends) < _UNDER_WAY:
                    ends.append(blocks[0][-1])
                    begun.update(share.chunks(items, blocks.popleft(), sizes))
                chunk, place = begun.pop(number)
                yield chunk.result(place)
        except BaseException:  # an interrupt or a caller that wants no more: no child may go on
            pool.stop()  # type: ignore[no-untyped-call]
            raise
