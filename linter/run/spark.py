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
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from linter.collection.copies import WithCopies
from linter.collection.facts import FormFacts
from linter.model.errors import JixiaoError, MissingLibrary, install_hint
from linter.run.executors import SparkFailed
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
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.excludeOnFailure.enabled": "true",  # what failed on one executor is tried on another, which may have what the first lacks
}
_MOST, _MOST_BYTES, _WAVE = 2_000, 8 * 2**20, 2
"""Inputs and bytes of a partition at most (each starts a process), and partitions of a wave for every processor: what is done is kept
after every wave, so a wave is what a kill of the driver costs."""
_LARGE_GROUP = 1_000
"""Forms of a group of copies from which on it is said: some seconds of one process."""


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
    there = SparkSession.getActiveSession()
    running = there or _started(SparkSession.builder.master(master or LOCAL))
    try:
        _require_master(running, master)
        yield Cluster(running)
    finally:
        if there is None:
            running.stop()


def _started(builder: SparkSession.Builder) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = builder.appName("jixiao")
    try:
        for key, value in _SETTINGS.items():
            builder = builder.config(key, value)
        return builder.getOrCreate()
    except Exception as error:  # py4j and Java speak in many classes; each means that there is no session
        raise SparkFailed(_why_not(error)) from error


def _require_master(running: SparkSession, master: str | None) -> None:
    """Nothing where the session is of the master that was asked for: a session that a notebook began is used as it is.

    Raises:
        SparkFailed: it is of another.
    """
    there = running.sparkContext.master
    if master is not None and master != there:
        raise SparkFailed(f"本程序中已有 Spark 会话，主节点为 {there}；请不写 master，或先结束那个会话")


def _why_not(error: Exception) -> str:
    text = str(error)
    if "JAVA" in text.upper() and "GATEWAY" in text.upper():
        return "Spark 未能启动：需要 Java 17 以上，请先安装 JRE，并使 JAVA_HOME 或 PATH 指向它"
    return f"Spark 未能启动或连接（{type(error).__name__}），请检查 --master 与 Java"


class _Mapping(Struct, Generic[_In, _Out], frozen=True):
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
                done = self._done(items)
                yield pyarrow.RecordBatch.from_pydict({"number": [number], "packed": [pickle.dumps(done)]}, schema=batch.schema)

    def _done(self, items: list[_In]) -> list[_Out] | Exception:
        """The results, or what the driver is to be told: that will not go away where another executor tries again."""
        try:
            return list(pooled(self.work, items, 1, self.lost, self.size, seconds=self.bounds.seconds, memory=self.bounds.memory))
        except (JixiaoError, OSError) as error:
            return error


_OTHER_VERSION = "jixiao-other-version"


def _packed(items: Sequence[Any]) -> Iterator[bytes]:
    """The items as one partition, or several where one would be too large to be handed over."""
    packed = pickle.dumps(list(items))
    if len(packed) <= _MOST_BYTES or len(items) == 1:
        yield packed
        return
    half = len(items) // 2
    yield from _packed(items[:half])
    yield from _packed(items[half:])


class Cluster:
    """Work on a running session of Spark."""

    def __init__(self, running: SparkSession) -> None:
        self._running = running
        self._before = _losses(running)
        self._large: list[str] = []

    @property
    def remarks(self) -> Sequence[str]:
        """See ``linter.run.executors.Executor``: groups that are large, executors that were lost."""
        return (*self._large, *_losses(self._running).told(self._before))

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
        several = self._running.sparkContext.defaultParallelism * _WAVE
        each = max(1, min(_MOST, -(-len(items) // several)))
        mapping = _Mapping(work, lost, size, bounds, VERSION, ruleset())
        partitions = (packed for start in range(0, len(items), each) for packed in _packed(items[start : start + each]))
        while wave := list(islice(partitions, several)):
            rows = [(number, bytearray(packed)) for number, packed in enumerate(wave)]
            for row in _collected(self._running, mapping, rows):
                done = pickle.loads(row["packed"])
                if isinstance(done, Exception):
                    raise done
                yield from done

    def compared(self, facts: SpilledFacts, folder: Path) -> Sequence[FormFacts]:
        """See ``linter.run.executors.Executor``.

        Raises:
            SparkFailed: Spark gave up, or the workers cannot read the folder.
        """
        from linter.run.spark_copies import copies_on

        try:
            copies, largest = copies_on(self._running, facts, folder)
        except OSError:
            raise
        except Exception as error:  # whatever was thrown, it came from the cluster and the work was not done
            raise SparkFailed(_why_failed(str(error))) from error
        if largest >= _LARGE_GROUP:
            self._large.append(f"雷同的表中最大的一组有 {largest:,} 张，由一个进程判断，其余进程须等它")
        return WithCopies(facts, copies)


class _Losses(Struct, frozen=True):
    """What Spark lost so far: executors, and tasks that failed and were done again."""

    executors: int
    tasks: int

    def told(self, before: _Losses) -> Iterator[str]:
        """What was lost since, in Chinese."""
        if self.executors > before.executors:
            yield f"Spark 的 {self.executors - before.executors} 个执行进程中途失去，其部分已由别的进程重做，结果不变"
        if self.tasks > before.tasks:
            yield f"Spark 有 {self.tasks - before.tasks} 次任务失败，均已重做，结果不变；原因见各节点的日志"


def _losses(running: SparkSession) -> _Losses:
    listed = running.sparkContext._jsc.sc().statusStore().executorList(False)
    executors = [listed.apply(number) for number in range(listed.size())]
    return _Losses(sum(not each.isActive() for each in executors), sum(each.failedTasks() for each in executors))


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
