"""The executors by the names people give them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from linter.model.errors import UsageError
from linter.run.executors import Executor, Processes
from linter.run.workers import processors

ENGINES = ("pool", "spark")
"""Processes of this machine; Apache Spark."""


@contextmanager
def engine_of(name: str, master: str | None, workers: int | None) -> Iterator[Executor]:
    """The executor of that name as long as it is needed. ``master``: the URL of Spark's, ``None`` for all processors of this machine; ``workers``: so
    many processes of the pool, ``None`` for one a processor.

    Raises:
        UsageError: there is no such engine, or a master of something else than Spark.
        MissingLibrary, SparkFailed: see ``linter.run.spark.cluster``.
    """
    if name not in ENGINES:
        raise UsageError(f"没有执行方式“{name}”；可用：{'、'.join(ENGINES)}")
    if name == "spark":
        from linter.run.spark import cluster

        with cluster(master) as running:
            yield running
        return
    if master is not None:
        raise UsageError("master 须与 spark 合用")
    yield Processes(workers or processors())
