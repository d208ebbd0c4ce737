"""Who does the work of a batch: processes of this machine, or a cluster (``linter.run.spark``). Both run the same function and give the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from linter.collection.facts import FormFacts
from linter.model.errors import JixiaoError
from linter.run.store import SpilledFacts
from linter.run.workers import Bounds, in_processes

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class SparkFailed(JixiaoError):
    """Spark could not do the work. One Chinese line: why, and what to do."""


class Executor(Protocol):
    """What a batch asks of it."""

    @property
    def remarks(self) -> Sequence[str]:
        """Chinese lines on what went otherwise than it should and was mended, or takes longer for it."""

    def mapped(
        self,
        work: Callable[[_In], _Out],
        items: Sequence[_In],
        *,
        lost: Callable[[_In, str], _Out],
        size: Callable[[_In], int],
        bounds: Bounds,
        ahead: int,
    ) -> Iterator[_Out]:
        """The result of each item, in order; the rest as in ``linter.run.workers.in_order``. ``work``: a module's function, found again by its name
        wherever it runs; ``ahead``: how many results are written down together, so that no more need be begun before."""

    def compared(self, facts: SpilledFacts, folder: Path) -> Sequence[FormFacts]:
        """The facts of a collection, with their copies where this executor is to find them. ``folder``: that of the batch, for what is between."""


class Processes(Struct, frozen=True):
    """So many processes of this machine."""

    workers: int

    @property
    def remarks(self) -> Sequence[str]:
        """None: what is lost stands among what was not checked."""
        return ()

    def mapped(
        self,
        work: Callable[[_In], _Out],
        items: Sequence[_In],
        *,
        lost: Callable[[_In, str], _Out],
        size: Callable[[_In], int],
        bounds: Bounds,
        ahead: int,
    ) -> Iterator[_Out]:
        """See ``Executor``."""
        return in_processes(work, items, self.workers, lost=lost, size=size, bounds=bounds, ahead=ahead)

    def compared(self, facts: SpilledFacts, folder: Path) -> Sequence[FormFacts]:
        """As they are: the rule finds copies itself."""
        return facts
