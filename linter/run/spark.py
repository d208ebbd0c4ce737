"""Inputs on a cluster: the pool's own function, mapped by Apache Spark. pyspark is loaded here and nowhere else.

A partition of inputs is worked off by a pool of one process beside Spark's own, so that an input that dies, never ends or takes too much memory is
lost by itself, as it is in a run without Spark. What Spark does besides is its own: it hands partitions out, and gives those of an executor that
was lost to another.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from linter.collection.copies import WithCopies
from linter.collection.facts import FormFacts
from linter.model.errors import JixiaoError, MissingLibrary, install_hint
from linter.run.pool import pooled
from linter.run.ruleset import ruleset
from linter.run.store import SpilledFacts
from linter.run.workers import Bounds
from linter.version import VERSION

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import SparkSession

_In = TypeVar("_In")
_Out = TypeVar("_Out")

LOCAL = "local[*]"
_MOST, _WAVE = 2_000, 2
"""Inputs of a partition at most (each starts a process), and partitions of a wave for every processor: what is done is kept
after every wave, so a wave is what a kill of the driver costs."""


class SparkFailed(JixiaoError):
    """Spark could not do the work. One Chinese line: why, and what to do."""


@contextmanager
def cluster(master: str | None) -> Iterator[Cluster]:
    """A session of Spark whose workers run this interpreter. ``master``: its URL, ``None`` for all processors of this machine.

    Raises:
        MissingLibrary: pyspark or pyarrow is not installed.
        SparkFailed: Spark cannot be started or reached.
    """
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingLibrary(f"--engine spark 需要 pyspark 和 pyarrow，请{install_hint('spark')}") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    try:
        builder = SparkSession.builder.appName("jixiao").master(master or LOCAL)
        for key, value in settings.items():
            builder = builder.config(key, value)
        running = builder.getOrCreate()
    except Exception as error:  # py4j and Java speak in many classes; each means that there is no session
        raise SparkFailed(_why_not(error)) from error
    try:
        yield Cluster(running)
    finally:
        running.stop()


def _why_not(error: Exception) -> str:
    text = str(error)
    if "JAVA" in text.upper() and "GATEWAY" in text.upper():
        return "Spark 未能启动：需要 Java 17 以上，请先安装 JRE，并使 JAVA_HOME 或 PATH 指向它"
    return f"Spark 未能启动或连接（{type(error).__name__}），请检查 --master 与 Java"


@dataclass(frozen=True, slots=True)
class _Mapping(Generic[_In, _Out]):
    """What runs on a worker: a partition of pickled inputs in, pickled results out."""

    work: Callable[[_In], _Out]
    lost: Callable[[_In, str], _Out]
    size: Callable[[_In], int]
    bounds: Bounds
    version: str
    ruleset: str

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        if (self.version, self.ruleset) != (VERSION, ruleset()):
            raise RuntimeError(_OTHER_VERSION)
        for batch in batches:
            for number, packed in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                items = pickle.loads(packed)
                done = list(pooled(self.work, items, 1, self.lost, self.size, seconds=self.bounds.seconds, memory=self.bounds.memory))
                yield pyarrow.RecordBatch.from_pydict({"number": [number], "packed": [pickle.dumps(done)]}, schema=batch.schema)


_OTHER_VERSION = "jixiao-other-version"


class Cluster:
    """Work on a running session of Spark."""

    def __init__(self, running: SparkSession) -> None:
        self._running = running

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
        """See ``linter.run.executors.Executor``; a wave is what all executors of the cluster need at once, however many are written down together.

        Raises:
            SparkFailed: Spark gave up, or a worker lacks this version of the program.
        """
        several = self._running.sparkContext.defaultParallelism
        each = max(1, min(_MOST, -(-len(items) // (several * _WAVE))))
        mapping = _Mapping(work, lost, size, bounds, VERSION, ruleset())
        together = each * several * _WAVE
        for start in range(0, len(items), together):
            wave = items[start : start + together]
            rows = [(at, bytearray(pickle.dumps(wave[at : at + each]))) for at in range(0, len(wave), each)]
            for row in _collected(self._running, mapping, rows):
                yield from pickle.loads(row["packed"])

    def compared(self, facts: SpilledFacts, folder: Path) -> Sequence[FormFacts]:
        """See ``linter.run.executors.Executor``.

        Raises:
            SparkFailed: Spark gave up, or the workers cannot read the folder.
        """
        from linter.run.spark_copies import copies_on

        try:
            return WithCopies(facts, copies_on(self._running, facts, folder))
        except OSError:
            raise
        except Exception as error:  # whatever was thrown, it came from the cluster and the work was not done
            raise SparkFailed(_why_failed(str(error))) from error


def _collected(running: SparkSession, mapping: _Mapping[Any, Any], rows: list[tuple[int, bytearray]]) -> list[Any]:
    frame = running.createDataFrame(running.sparkContext.parallelize(rows, len(rows)), _SCHEMA)
    try:
        return sorted(frame.mapInArrow(mapping.__call__, _SCHEMA).collect(), key=lambda row: int(row["number"]))
    except Exception as error:  # whatever was thrown, it came from the cluster and the work was not done
        raise SparkFailed(_why_failed(str(error))) from error


_SCHEMA = "number int, packed binary"


def _why_failed(text: str) -> str:
    if _OTHER_VERSION in text:
        return "Spark 的工作节点上装的是另一版 jixiao，请在各节点装成同一版后用同一命令接着做"
    if "No module named" in text:
        return f"Spark 的工作节点上缺少程序（{_named(text)}），请在各节点的 Python 中安装 jixiao 及同样的附加组件，或用 PYSPARK_PYTHON 指明解释器"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return f"Spark 多次重试后仍未完成：{lines[-1] if lines else '没有说明'}；已完成的各片都在，可用同一命令接着做"


def _named(text: str) -> str:
    return text.partition("No module named")[2].strip().split()[0].strip("'\"")
