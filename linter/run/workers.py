"""How many processes share a run: one, or a pool behind ``in_order`` and nowhere else.

What the pool counts on: ``work`` is a module's function, an input's result depends on nothing but the input and its settings, and results
are taken in the order of the inputs, so that every report is the same for every number of processes. A process that dies, works without end
or takes too much memory costs the input it was at, and is replaced.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from linter.run.guard import refuse_unguarded

_In = TypeVar("_In")
_Out = TypeVar("_Out")

FEW = 24
"""Below this many inputs starting processes costs more than it saves."""


class Bounds(Struct, frozen=True):
    """What one input may cost: seconds, and bytes of memory of the process that works on it."""

    seconds: float
    memory: int


def processors() -> int:
    """The processors at hand."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def default_workers(inputs: int) -> int:
    """As many processes as there are processors at hand; one where there is little to do."""
    return 1 if inputs < FEW else min(inputs, processors())


def in_order(
    work: Callable[[_In], _Out],
    items: Iterable[_In],
    workers: int = 1,
    *,
    lost: Callable[[_In, str], _Out],
    size: Callable[[_In], int],
    bounds: Bounds,
) -> Iterator[_Out]:
    """The result of each item, in order. One worker is this process itself, which nothing bounds.

    ``lost``: what stands for an item whose process died or went beyond its ``bounds``, given why in Chinese. ``size``: bytes of an item; the
    largest are begun first, so that none is left alone at the end, and small ones travel together.

    Raises:
        UsageError: ``workers`` is no positive number.
        UnguardedScript: see ``refuse_unguarded``.
    """
    refuse_unguarded(workers)
    if workers == 1:
        return map(work, items)
    listed = list(items)
    if len(listed) <= 1:
        return map(work, listed)
    return in_processes(work, listed, min(workers, len(listed)), lost=lost, size=size, bounds=bounds)


def in_processes(
    work: Callable[[_In], _Out],
    items: Iterable[_In],
    workers: int,
    *,
    lost: Callable[[_In, str], _Out],
    size: Callable[[_In], int],
    bounds: Bounds,
    ahead: int | None = None,
) -> Iterator[_Out]:
    """As ``in_order``, in processes of their own even where one does the work: what dies there does not end this one. ``ahead``: how many inputs are
    begun together, in whatever order, for who writes down each so many: what is begun and not yet written is lost with this process."""
    from linter.run.pool import BLOCK, pooled

    refuse_unguarded(workers, even_one=True)
    return pooled(work, list(items), workers, lost, size, seconds=bounds.seconds, memory=bounds.memory, block=ahead or BLOCK)
