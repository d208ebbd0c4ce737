"""A cluster gives what a pool gives, row by row. ``python -m pytest -m spark``; without pyspark or Java it is skipped and says why."""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.distinct import payloads
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


def _forms(place: Path, count: int) -> Path:
    """Distinct forms, every tenth with a copy under another project, a repeated file, other formats, and what cannot be read."""
    for number, data in enumerate(payloads(count)):
        (place / f"{number:05d}.json").write_bytes(data)
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


def _compare(pool: Path, spark: Path) -> None:
    """Every shard entry, every report and every row of the store is the same."""
    shards = sorted(path.name for path in (pool / "批" / "shards").iterdir())
    assert shards == sorted(path.name for path in (spark / "批" / "shards").iterdir())
    for name in shards:
        assert read_shard(pool / "批" / "shards" / name) == read_shard(spark / "批" / "shards" / name)
    for name in ("report.jsonl", "inputs.csv", "unread.csv"):
        assert (pool / "批" / name).read_bytes() == (spark / "批" / name).read_bytes(), name
    for table in TABLES.values():
        rows = [row for _, row in read_store(pool / "库").rows(table)]
        assert rows == [row for _, row in read_store(spark / "库").rows(table)]


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
    args = (
        forms,
        "--out",
        place / "批",
        "--shard-size",
        "40",
        "--store",
        place / "库",
        "--run",
        "一",
        "--engine",
        "spark",
        "--master",
        master,
    )
    return _batch(*args, **env)


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


# -- a cluster of its own: python -m pytest -m slow tests/spark -------------------------------------------------------------------


class _Standalone:
    """A master and two workers of one processor each."""

    def __init__(self, place: Path, port: int = 17_077) -> None:
        import pyspark

        self.url = f"spark://127.0.0.1:{port}"
        self._class = Path(pyspark.__file__).parent / "bin" / "spark-class"
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), "SPARK_WORKER_DIR": str(place), "SPARK_NO_DAEMONIZE": "1"}
        self._log = (place / "spark.log").open("wb")
        self.processes = [self._start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")]
        self.workers = [
            self._start("worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", self.url)
            for _ in range(2)
        ]
        self.processes += self.workers

    def _start(self, name: str, *args: str) -> subprocess.Popen[bytes]:
        line = [str(self._class), f"org.apache.spark.deploy.{name}", *args]
        return subprocess.Popen(line, env=self._env, stdout=self._log, stderr=self._log)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)
        self._log.close()


@pytest.mark.slow
def test_twenty_thousand_forms_on_a_cluster_of_two_workers_one_of_which_is_lost(tmp_path: Path) -> None:
    count = int(os.environ.get("JIXIAO_SPARK_FORMS", str(PLENTY)))
    (tmp_path / "送审").mkdir()
    forms = _forms(tmp_path / "送审", count)
    (tmp_path / "进程").mkdir()
    pool = _pooled(forms, tmp_path / "进程")
    (tmp_path / "群").mkdir()
    standalone = _Standalone(tmp_path / "群")
    try:
        args = ("--shard-size", "40", "--store", tmp_path / "群" / "库", "--run", "一", "--engine", "spark", "--master", standalone.url)
        line = [sys.executable, "-m", "linter", "batch", "run", forms, "--out", tmp_path / "群" / "批", *args]
        running = subprocess.Popen(list(map(str, line)), env={**os.environ, "PYTHONPATH": str(ROOT)})
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(25)
        standalone.workers[1].kill()
        assert running.wait(3600) == 3
    finally:
        standalone.stop()
    _compare(pool, tmp_path / "群")
