"""Several processes say byte for byte what one says; one that dies or never ends costs its file only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from linter.run.workers import in_order

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("表")
    for number in range(6):
        for source in ("bad-form.txt", "good-form.xlsx", "bad-form.yaml"):
            (place / f"{number}-{source}").write_bytes((ROOT / "examples/forms" / source).read_bytes())
    (place / "空.txt").write_bytes(b"")
    return place


def _said(folder: Path, *args: str) -> bytes:
    command = [sys.executable, "-m", "linter", *args]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).stdout


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_every_report_is_the_same_for_every_number_of_processes(folder: Path, form: str) -> None:
    alone = _said(folder, "check", "--no-cache", "--format", form, "--jobs", "1", ".")
    assert alone
    assert _said(folder, "check", "--no-cache", "--format", form, "--jobs", "3", ".") == alone


def test_cached_or_not_the_same_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE_DIR", str(tmp_path))
    first = _said(folder, "check", "--format", "json", "--jobs", "2", ".")
    assert (tmp_path / "results.sqlite3").exists()
    assert _said(folder, "check", "--format", "json", "--jobs", "2", ".") == first


def _work(item: str) -> str:
    if item == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "endless":
        time.sleep(60)
    return item.upper()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
def test_a_process_that_dies_or_never_ends_costs_its_item_only() -> None:
    items = ["a", "dies", "b", "endless", "c", "d"]
    found = list(in_order(_work, items, 2, lost=lambda item, why: f"{item}：{why[:6]}", size=len, seconds=3.0))
    assert [found[n] for n in (0, 2, 4, 5)] == ["A", "B", "C", "D"]
    assert "意外终止" in found[1] or "检查进程" in found[1]
    assert "检查超过" in found[3]
