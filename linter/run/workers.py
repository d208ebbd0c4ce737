"""How many processes share a run: one, or a pool behind ``in_order`` and nowhere else.

What the pool counts on: ``work`` is a module's function, an input's result depends on nothing but the input and its settings, and results
are taken in the order of the inputs, so that every report is the same for every number of processes. A process that dies or works
without end costs the input it was at, and is replaced.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TypeVar

from linter.model.errors import JixiaoError, UsageError

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class UnguardedScript(JixiaoError, RuntimeError):
    """Several processes were asked for by a script that would run anew, whole, in each of them."""


_DIED = "检查进程意外终止（可能内存不足），本文件未检查，其余照常"
FEW = 24
"""Below this many inputs starting processes costs more than it saves."""


def default_workers(inputs: int) -> int:
    """As many processes as there are processors at hand; one where there is little to do."""
    if inputs < FEW:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    return min(inputs, len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


def in_order(
    work: Callable[[_In], _Out],
    items: Iterable[_In],
    workers: int = 1,
    *,
    lost: Callable[[_In, str], _Out],
    size: Callable[[_In], int],
    seconds: float,
) -> Iterator[_Out]:
    """The result of each item, in order.

    ``lost``: what stands for an item whose process died or took longer than ``seconds``, given why in Chinese. ``size``: the largest items
    are begun first, so that none is left alone at the end.

    Raises:
        UsageError: ``workers`` is no positive number.
        UnguardedScript: see ``refuse_unguarded``.
    """
    refuse_unguarded(workers)
    if workers == 1:
        return map(work, items)
    listed = list(items)
    return _pooled(work, listed, workers, lost, size, seconds) if len(listed) > 1 else map(work, listed)


def _pooled(
    work: Callable[[_In], _Out],
    items: Sequence[_In],
    workers: int,
    lost: Callable[[_In, str], _Out],
    size: Callable[[_In], int],
    seconds: float,
) -> Iterator[_Out]:
    from concurrent.futures import TimeoutError as TookTooLong

    from pebble import ProcessExpired, ProcessPool

    with ProcessPool(max_workers=min(workers, max(len(items), 1)), context=multiprocessing.get_context("spawn")) as pool:
        begun = sorted(range(len(items)), key=lambda number: (-size(items[number]), number))
        futures = {number: pool.schedule(work, args=[items[number]], timeout=seconds) for number in begun}
        try:
            for number, item in enumerate(items):
                try:
                    yield futures.pop(number).result()
                except ProcessExpired:
                    yield lost(item, _DIED)
                except TookTooLong:
                    yield lost(item, f"检查超过 {seconds:g} 秒的时限，已中止，本文件未检查")
        except BaseException:  # an interrupt or a caller that wants no more: no child may go on
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def refuse_unguarded(workers: int) -> None:
    """Nothing where one process does the work or the running script is safe to share it.

    A new process loads the main script again. Where the call does not stand below ``if __name__ == "__main__":`` it would be made again
    there, and everything before it, so it is refused before any process is started.

    Raises:
        UsageError: ``workers`` is no positive number.
        UnguardedScript: the call would be run again.
    """
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise UsageError(f"jobs 应为不小于 1 的整数，现为 {workers!r}")
    if workers > 1 and _unguarded():
        raise UnguardedScript('jobs 大于 1 时，调用须写在 if __name__ == "__main__": 之内；本次未运行，请改好后再试，或用 jobs=1')


def _unguarded() -> bool:
    """Whether what the main script does right now stands open in it, for every process that loads it to do again."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    line = _line_of(main.__dict__ if main is not None else {})
    spec = getattr(main, "__spec__", None)
    if file is None or line is None or (spec is not None and spec.name.endswith(".__main__")):
        return False  # a prompt, a notebook, -c, a package's __main__: no process loads it again
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return not any(_is_guard(node) and node.lineno <= line <= (node.end_lineno or line) for node in tree.body)


def _line_of(namespace: dict[str, object]) -> int | None:
    """The line of the main script the main thread is at; ``None`` where it has come to its end or was never entered."""
    frame: FrameType | None = sys._current_frames().get(threading.main_thread().ident or 0)
    found = None
    while frame is not None:
        if frame.f_globals is namespace and frame.f_code.co_name == "<module>":
            found = frame.f_lineno
        frame = frame.f_back
    return found


def _is_guard(node: ast.stmt) -> bool:
    """``if __name__ == "__main__":``"""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        return False
    sides = (node.test.left, *node.test.comparators)
    names = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    return names and isinstance(node.test.ops[0], ast.Eq) and any(isinstance(s, ast.Constant) and s.value == "__main__" for s in sides)
