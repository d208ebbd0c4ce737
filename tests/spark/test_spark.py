"""A cluster gives what a pool gives, row by row. ``python -m pytest -m spark``; without pyspark or Java it is skipped and says why."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from benchmarks.distinct import payloads
from benchmarks.memory import descendants
from linter.collection.copies import copied_pairs
from linter.collection.facts import FormFacts, RowFacts
from linter.dataset.runs import read_store
from linter.dataset.schema import TABLES
from linter.files.packing import encoded
from linter.model.form import Kind
from linter.run.shards import read_shard
from linter.run.store import SpilledFacts
from linter.run.workers import Bounds, in_processes
from tests.spark import works
from tests.support.cases import form_data
from tests.support.writers import write

if TYPE_CHECKING:
    from linter.run.spark import Cluster

ROOT = Path(__file__).parents[2]
FORMS, PLENTY = 300, 20_000
MISSING = next((f"no {name}" for name in ("pyspark", "pandas", "pyarrow") if importlib.util.find_spec(name) is None), None) or (
    None if shutil.which("java") or os.environ.get("JAVA_HOME") else "no Java runtime"
)
pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"Spark cannot run here: {MISSING}")


def _batch(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "linter", "batch", "run", *map(str, args)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


def _made(place: Path) -> Path:
    place.mkdir()
    return place


def _forms(place: Path, count: int, together: int = 1) -> Path:
    """Distinct forms, ``together`` of them in a file, every tenth with a copy under another project, a repeated file, other formats, and what cannot be
    read."""
    waiting: list[Any] = []
    for number, data in enumerate(payloads(count)):
        (form,) = json.loads(data)["forms"]
        waiting.append({**form, "index": len(waiting) + 1})
        if len(waiting) == together:
            (place / f"{number // together:05d}.json").write_text(json.dumps({"forms": waiting}, ensure_ascii=False), encoding="utf-8")
            waiting = []
        if number % 10 == 0:
            copy = data.replace(f"维护{number + 1}".encode(), f"养护{number + 1}".encode())
            (place / f"{number:05d}又.json").write_bytes(copy)
    (place / "同.json").write_bytes((place / "00001.json").read_bytes())
    case = {"fields": {"project": "养老平台建设"}, "rows": ["数量指标 | 接入养老机构数量 | ≥186%", "质量指标 | 平台可用率 | ≥98.5%"]}
    for suffix in ("xlsx", "docx", "html"):
        (place / f"甲.{suffix}").write_bytes(write([form_data(case)], layout="two-sided", to=suffix))
    (place / "空.txt").write_bytes(b"")
    (place / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    return place


def _compare(pool: Path, spark: Path, *, moved: bool = False) -> None:
    """Every shard entry, every report and every row of the store is the same. ``moved``: inputs stand in the folder of the batch."""
    shards = sorted(path.name for path in (pool / "批" / "shards").iterdir())
    assert shards == sorted(path.name for path in (spark / "批" / "shards").iterdir())
    for name in shards:
        entries = [
            [replace(entry, path="") if moved else entry for entry in read_shard(place / "批" / "shards" / name)] for place in (pool, spark)
        ]
        assert entries[0] == entries[1]
    for name in ("report.jsonl", "inputs.csv", "unread.csv"):
        assert (pool / "批" / name).read_bytes() == (spark / "批" / name).read_bytes(), name
    _same_rows(pool / "库", spark / "库")


def _same_rows(pool: Path, spark: Path) -> None:
    """Every file of a store has the same name and bytes."""
    files = sorted(path.relative_to(pool) for path in pool.rglob("*.parquet"))
    assert {path.parent.name for path in files} == set(TABLES)
    assert files == sorted(path.relative_to(spark) for path in spark.rglob("*.parquet"))
    for table in TABLES.values():
        rows = [row for _, row in read_store(pool).rows(table)]
        assert rows == [row for _, row in read_store(spark).rows(table)]
    for file in files:
        assert (pool / file).read_bytes() == (spark / file).read_bytes(), file


def _pooled(forms: Path, place: Path) -> Path:
    done = _batch(forms, "--out", place / "批", "--jobs", "2", "--shard-size", "40", "--store", place / "库", "--run", "一")
    assert done.returncode == 3, done.stderr
    return place


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _forms(tmp_path_factory.mktemp("送审"), FORMS)


@pytest.fixture(scope="module")
def pool(forms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _pooled(forms, tmp_path_factory.mktemp("进程"))


def _sparked(forms: Path, place: Path, master: str = "local[2]", **env: str) -> subprocess.CompletedProcess[str]:
    return _batch(forms, "--out", place / "批", *_rest(place, master), **env)


def _rest(place: Path, master: str) -> list[str]:
    return ["--shard-size", "40", "--store", str(place / "库"), "--run", "一", "--engine", "spark", "--master", master]


@pytest.mark.spark
def test_spark_gives_what_a_pool_gives_and_goes_on(forms: Path, pool: Path, tmp_path: Path) -> None:
    done = _sparked(forms, tmp_path)
    assert done.returncode == 3, done.stderr
    _compare(pool, tmp_path)
    for number in (2, 5):
        (tmp_path / "批" / "shards" / f"{number:06d}.shard").unlink()
    (tmp_path / "批" / "report.jsonl").unlink()
    assert _sparked(forms, tmp_path).returncode == 3
    _compare(pool, tmp_path)


@pytest.mark.spark
def test_a_worker_without_the_program_is_said(forms: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.base_prefix}/bin/python3" -S "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    done = _sparked(forms, tmp_path, PYSPARK_PYTHON=str(python))
    assert done.returncode == 2
    assert "工作节点上缺少程序" in done.stderr
    assert "Traceback" not in done.stderr.splitlines()[-1]


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    from linter.run.spark import cluster

    os.environ["PYTHONPATH"] = str(ROOT)  # as an installed package is found by every worker
    with cluster("local[2]") as started:
        yield started


@pytest.mark.spark
def test_what_kills_its_process_is_lost_alone(running: Cluster) -> None:
    numbers = list(range(24))
    bounds = Bounds(5, 2**32)
    found = list(running.mapped(works.twice, numbers, lost=works.lost, size=works.size, bounds=bounds, ahead=4))
    assert found == list(in_processes(works.twice, numbers, 2, lost=works.lost, size=works.size, bounds=bounds, ahead=4))
    assert found[12:20] == [24, "13: 检查进程意外终止（可能内存不足），本文件未检查，其余照常", 28, 30, 32, found[17], 36, found[19]]
    assert "时限" in str(found[17])
    assert "内存上限" in str(found[19])


@pytest.mark.spark
def test_nothing_to_do_is_nothing(running: Cluster) -> None:
    assert list(running.mapped(works.twice, [], lost=works.lost, size=works.size, bounds=Bounds(5, 2**32), ahead=4)) == []


@pytest.mark.spark
def test_copies_are_those_of_the_rule(running: Cluster, tmp_path: Path) -> None:
    """Forms that overlap in chains, to the letter and across projects, so that who copies whom depends on who came before."""
    draw = random.Random(7)
    facts = SpilledFacts()
    for number in range(400):
        start = draw.choice((0, 0, 40, 41, 42, 80, 200 + number))
        rows = sorted(draw.sample(range(start, start + 9), draw.choice((3, 7, 8, 9, 9))))
        listed = tuple(RowFacts("数量指标", f"第{row}类设备数量", f"≥{row}台") for row in rows)
        kind: Kind = draw.choice(("project", "project", "department"))
        project, budget = f"项目{draw.randrange(60)}", Decimal(draw.randrange(3))
        facts.append(encoded(FormFacts(number // 2, number % 2 + 1, kind, project, "单位", "", budget, 2026, listed, None)), number // 2)
    wanted = list(copied_pairs(facts))
    assert len(wanted) > 50
    assert list(copied_pairs(running.compared(facts, tmp_path))) == wanted
    assert list(tmp_path.iterdir()) == []


@pytest.mark.spark
def test_nothing_to_compare_is_nothing(running: Cluster, tmp_path: Path) -> None:
    assert list(copied_pairs(running.compared(SpilledFacts(), tmp_path))) == []


@pytest.mark.spark
def test_a_large_group_of_copies_is_said_and_judged_as_the_rule_does(running: Cluster, tmp_path: Path) -> None:
    facts = SpilledFacts()
    for number in range(1_100):
        rows = tuple(RowFacts("数量指标", f"第{row}类设备数量", f"≥{row + number // 1_090}台") for row in range(9))
        facts.append(encoded(FormFacts(number, 1, "project", f"项目{number}", "单位", "", Decimal(number), 2026, rows, None)), number)
    wanted = list(copied_pairs(facts))
    assert len(wanted) == 1_098
    assert list(copied_pairs(running.compared(facts, tmp_path))) == wanted
    assert [remark for remark in running.remarks if "最大的一组有 1,090 张" in remark]


@pytest.mark.spark
def test_a_table_of_forms_is_unpacked_and_checked_by_spark(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet as parquet

    texts = [data.decode() for data in payloads(40)]
    table = pyarrow.table({"name": [f"项目{number}" for number in range(41)], "form": [*texts, None]})
    parquet.write_table(table, tmp_path / "表.parquet", row_group_size=12)
    (tmp_path / "进程").mkdir()
    (tmp_path / "群").mkdir()
    _pooled(tmp_path / "表.parquet", tmp_path / "进程")
    assert _sparked(tmp_path / "表.parquet", tmp_path / "群").returncode == 3
    _compare(tmp_path / "进程", tmp_path / "群", moved=True)


@pytest.mark.spark
def test_python_callers_use_a_session_that_is_there_and_leave_it(running: Cluster, tmp_path: Path) -> None:
    import jixiao

    source = _forms(_made(tmp_path / "送审"), 20)
    done = jixiao.batch_run(source, tmp_path / "批", engine="spark", store=tmp_path / "库", run="一")
    assert done.progress.finished
    pool = jixiao.batch_run(source, tmp_path / "另批", jobs=2, store=tmp_path / "另库", run="一")
    assert (done.progress, done.run) == (pool.progress, "一")
    _same_rows(tmp_path / "另库", tmp_path / "库")
    with pytest.raises(jixiao.SparkFailed, match=r"已有 Spark 会话，主节点为 local\[2\]"):
        jixiao.batch_run(source, tmp_path / "三", engine="spark", master="spark://127.0.0.1:1")
    assert list(running.mapped(works.twice, [1], lost=works.lost, size=works.size, bounds=Bounds(5, 2**32), ahead=4)) == [2]


# -- a cluster of its own ---------------------------------------------------------------------------------------------------------


class _Standalone:
    """A master and two workers of one processor each. ``second``: what the environment of the second has besides."""

    def __init__(self, place: Path, **second: str) -> None:
        import pyspark

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{port}"
        self._class = Path(pyspark.__file__).parent / "bin" / "spark-class"
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), "SPARK_WORKER_DIR": str(place), "SPARK_NO_DAEMONIZE": "1"}
        self._log = (place / "spark.log").open("wb")
        self._master = self._start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        self.workers = [self._worker(), self._worker(**second)]

    def _worker(self, **env: str) -> subprocess.Popen[bytes]:
        return self._start("worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", self.url, **env)

    def _start(self, name: str, *args: str, **env: str) -> subprocess.Popen[bytes]:
        line = [str(self._class), f"org.apache.spark.deploy.{name}", *args]
        return subprocess.Popen(line, env={**self._env, **env}, stdout=self._log, stderr=self._log)

    def stop(self) -> None:
        for process in (self._master, *self.workers):
            process.terminate()
        for process in (self._master, *self.workers):
            process.wait(30)
        self._log.close()


@pytest.mark.spark
def test_what_fails_on_a_worker_without_the_program_is_done_by_the_other(forms: Path, pool: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\nif [ -n "$JIXIAO_BARE" ]; then unset PYTHONPATH; exec "{sys.base_prefix}/bin/python3" -S "$@"; fi\nexec "{sys.executable}" "$@"\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    standalone = _Standalone(_made(tmp_path / "群"), JIXIAO_BARE="1")
    try:
        done = _sparked(forms, tmp_path / "群", standalone.url, PYSPARK_PYTHON=str(python))
    finally:
        standalone.stop()
    assert done.returncode == 3, done.stderr
    assert "次任务失败，均已重做，结果不变" in done.stdout
    _compare(pool, tmp_path / "群")


def _at_work(worker: int) -> bool:
    """Whether an executor of a worker has begun to check inputs, in a process of its own."""
    lines = []
    for process in descendants(worker):
        with contextlib.suppress(OSError):
            lines.append(Path(f"/proc/{process}/cmdline").read_bytes())
    return any(b"multiprocessing" in line for line in lines)


@pytest.mark.slow
def test_twenty_thousand_forms_on_a_cluster_of_two_workers_one_of_which_is_lost(tmp_path: Path) -> None:
    count = int(os.environ.get("JIXIAO_SPARK_FORMS", str(PLENTY)))
    forms = _forms(_made(tmp_path / "送审"), count, together=10)
    pool = _pooled(forms, _made(tmp_path / "进程"))
    place = _made(tmp_path / "群")
    standalone = _Standalone(place)
    try:
        line = [sys.executable, "-m", "linter", "batch", "run", str(forms), "--out", str(place / "批"), *_rest(place, standalone.url)]
        running = subprocess.Popen(line, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
        while not _at_work(standalone.workers[1].pid):
            assert running.poll() is None, "it ends too early to lose a worker"
            time.sleep(0.2)
        standalone.workers[1].kill()
        told, _ = running.communicate()
    finally:
        standalone.stop()
    assert running.returncode == 3
    assert "1 个执行进程中途失去，其部分已由别的进程重做" in told
    _compare(pool, place)
