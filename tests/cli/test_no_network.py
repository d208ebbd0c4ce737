"""No command but ``serve`` opens a connection, waits for one or asks for a host."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import LazyGroup, jixiao
from linter.desk.store import Store

ROOT = Path(__file__).parents[2]
SERVES = frozenset({"serve"})
"""``serve`` listens on this machine for the reviewer's browser."""
_WATCH = """
import sys
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        address = args[1] if len(args) > 1 else args[0]
        if not isinstance(address, (str, bytes)) or event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
            sys.stderr.write(f"NETWORK {event} {args}")
            sys.stderr.flush()
            __import__("os")._exit(77)
sys.addaudithook(watch)
"""
COMMANDS: dict[str, tuple[str, ...]] = {
    "annotate": ("表.xlsx", "-o", "批注.xlsx"),
    "baseline": ("create", "表.xlsx"),
    "batch": ("run", "表", "--out", "批"),
    "cache": ("path",),
    "check": ("--jobs", "2", "--format", "json", "表.xlsx", "表2.xlsx"),
    "compare": ("表.xlsx", "表2.xlsx"),
    "completion": ("bash",),
    "config": ("show",),
    "desk": ("export", "--db", "审核台.sqlite", "-o", "备份.zip"),
    "explain": ("JX402",),
    "init": (".",),
    "ledger": ("stats", "--db", "审核台.sqlite"),
    "new": ("-o", "新表.xlsx"),
    "parse": ("表.xlsx", "--to", "json"),
    "report": ("表.xlsx", "--to", "html", "-o", "报告.html"),
    "rules": (),
    "stats": ("表.xlsx",),
    "verify": ("证据.zip",),
}
"""Every command that does its work; what is missing here is listed by the first test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("表")
    (place / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    (place / "表").mkdir()
    for name in ("表.xlsx", "表2.xlsx", "表/表.xlsx"):
        shutil.copy(ROOT / "examples/forms/bad-form.xlsx", place / name)
    Store(place / "审核台.sqlite")
    assert CliRunner().invoke(jixiao, ["report", "--bundle", str(place / "证据.zip"), str(place / "表.xlsx")]).exit_code == 0
    return place


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(folder), str(ROOT)))
    env = {**os.environ, "PYTHONPATH": path, "JIXIAO_CACHE_DIR": str(folder / "cache")}
    return subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_every_command_is_tried() -> None:
    assert isinstance(jixiao, LazyGroup)
    context = jixiao.make_context("jixiao", [], resilient_parsing=True)
    assert set(jixiao.list_commands(context)) == COMMANDS.keys() | SERVES


def test_the_watch_sees_a_connection(folder: Path) -> None:
    done = _run(folder, "-c", "import socket; socket.create_connection(('127.0.0.1', 9), 1)")
    assert done.returncode == 77, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_uses_the_network(name: str, folder: Path) -> None:
    done = _run(folder, "-m", "linter", name, *COMMANDS[name])
    assert "NETWORK" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
