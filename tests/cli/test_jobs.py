"""Several processes say byte for byte what one says; one that dies or never ends costs its file only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import linter
from linter.cli.app import jixiao as command
from linter.run.workers import Bounds, in_order, in_processes

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("表")
    for number in range(4):
        for source in ("bad-form.txt", "good-form.xlsx", "bad-form.yaml"):
            (place / f"{number}-{source}").write_bytes((ROOT / "examples/forms" / source).read_bytes())
    (place / "空.txt").write_bytes(b"")
    return place


def _said(*args: str) -> bytes:
    return CliRunner().invoke(command, args, prog_name="jixiao").stdout_bytes


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_every_report_is_the_same_for_every_number_of_processes(folder: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.chdir(folder)
    alone = _said("check", "--no-cache", "--format", form, "--jobs", "1", ".")
    assert alone
    assert _said("check", "--no-cache", "--format", form, "--jobs", "3", ".") == alone


def test_a_process_of_its_own_says_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = [sys.executable, "-m", "linter", "check", "--no-cache", "--format", "text", "--jobs", "3", "."]
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    monkeypatch.chdir(folder)
    assert done.stdout == _said("check", "--no-cache", "--format", "text", "--jobs", "1", ".")


def test_cached_or_not_the_same_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE_DIR", str(tmp_path))
    monkeypatch.chdir(folder)
    first = _said("check", "--format", "json", "--jobs", "2", ".")
    assert (tmp_path / "results.sqlite3").exists()
    assert _said("check", "--format", "json", "--jobs", "2", ".") == first


@pytest.mark.parametrize("to", ["json", "yaml", "csv"])
def test_what_is_read_is_the_same_for_every_number_of_processes(folder: Path, monkeypatch: pytest.MonkeyPatch, to: str) -> None:
    monkeypatch.chdir(folder)
    alone = _said("parse", "--to", to, "--jobs", "1", ".")
    assert alone
    assert _said("parse", "--to", to, "--jobs", "3", ".") == alone


def test_python_reads_the_same_in_several_processes(folder: Path) -> None:
    assert linter.parse(folder, jobs=2) == linter.parse(folder)


BOUNDS = Bounds(seconds=3.0, memory=2**30)


def _work(item: str) -> str:
    if item == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "endless":
        time.sleep(60)
    if item == "greedy":
        return str(len(bytearray(2**31)))
    return item.upper()


def _told(item: str, why: str) -> str:
    return f"{item}：{why}"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
@pytest.mark.parametrize("small", [True, False], ids=["small-together", "each-alone"])
def test_a_process_that_dies_never_ends_or_takes_too_much_costs_its_item_only(small: bool) -> None:
    fillers = [f"f{number}" for number in range(100 if small else 0)]  # enough that small ones travel together
    items = ["a", "dies", *fillers, "endless", "c", "greedy", "d"]
    found = dict(zip(items, in_order(_work, items, 2, lost=_told, size=len, bounds=BOUNDS), strict=True))
    assert {item: found[item] for item in items if item not in ("dies", "endless", "greedy")} == {
        item: item.upper() for item in items if item not in ("dies", "endless", "greedy")
    }
    assert "意外终止" in found["dies"]
    assert "检查超过 3 秒" in found["endless"]
    assert "内存上限" in found["greedy"] or sys.platform != "linux"


def _shot_once(item: tuple[str, Path]) -> str:
    name, trace = item
    if name == "shot" and not trace.exists():
        trace.write_bytes(b"")
        os.kill(os.getpid(), signal.SIGKILL)
    return name


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
def test_what_was_shot_from_outside_is_tried_again_and_nothing_is_lost(tmp_path: Path) -> None:
    items = [(name, tmp_path / "trace") for name in ("a", "shot", "b")]
    assert list(in_order(_shot_once, items, 2, lost=lambda item, why: why, size=lambda _: 1, bounds=BOUNDS)) == ["a", "shot", "b"]


@pytest.mark.parametrize("sizes", [[1] * 3000, [2**21, 5, 2**21] * 40, [2**17] * 50, [0]], ids=["blocks", "large", "middling", "one"])
def test_results_come_in_the_order_of_the_inputs(sizes: list[int]) -> None:
    items = list(enumerate(sizes))
    found = in_processes(_twice, items, 2, lost=lambda item, why: -1, size=lambda item: item[1], bounds=BOUNDS)
    assert list(found) == [number * 2 for number, _ in items]


def _touched(item: tuple[int, Path]) -> int:
    number, folder = item
    (folder / str(number)).touch()
    return number


def test_no_more_is_begun_ahead_than_asked_for(tmp_path: Path) -> None:
    """The largest stand last and would be begun first: what is done and not yet taken is lost where this process is killed."""
    items = [(number, tmp_path) for number in range(40)]
    results = in_processes(_touched, items, 2, lost=lambda item, why: -1, size=lambda item: item[0], bounds=BOUNDS, ahead=4)
    assert next(results) == 0
    assert {int(path.name) for path in tmp_path.iterdir()} <= set(range(8))
    assert list(results) == list(range(1, 40))


def _twice(item: tuple[int, int]) -> int:
    return item[0] * 2
