"""kill -9 while a command writes: what stood there before is whole, or what is new is; nothing half, nothing lost.

Long form over every writer: ``JIXIAO_KILLS=100 python -m pytest -m slow tests/cli/test_kills.py``.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from linter.desk.store import Store

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("JIXIAO_KILLS", "100"))
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
WRITERS: dict[str, tuple[tuple[str, ...], str]] = {
    "baseline": (("baseline", "create", "表.xlsx", "--file", "出.json"), "出.json"),
    "check": (("check", "表.xlsx", "--fail-on", "never", "--format", "sarif:出.sarif"), "出.sarif"),
    "fix": (("check", "改.yaml", "--fail-on", "never", "--fix", "--unsafe-fixes"), "改.yaml"),
    "html": (("report", "表.xlsx", "--to", "html", "-o", "出.html"), "出.html"),
    "docx": (("report", "表.xlsx", "--to", "docx", "-o", "出.docx"), "出.docx"),
    "audit": (("report", "表.xlsx", "--to", "audit", "-o", "出.docx"), "出.docx"),
    "xlsx": (("report", "表.xlsx", "--to", "xlsx", "-o", "出.xlsx"), "出.xlsx"),
    "initial": (("report", "表.xlsx", "--to", "initial", "-o", "出.xlsx"), "出.xlsx"),
    "bundle": (("report", "表.xlsx", "--bundle", "出.zip"), "出.zip"),
    "annotate": (("annotate", "表.xlsx", "-o", "出.xlsx"), "出.xlsx"),
    "new": (("new", "-o", "出.xlsx"), "出.xlsx"),
    "parse": (("parse", "表.xlsx", "--to", "yaml", "-o", "出.yaml"), "出.yaml"),
    "ledger": (("ledger", "export", "--db", "台.sqlite", "-o", "出.json"), "出.json"),
    "desk": (("desk", "export", "--db", "台.sqlite", "-o", "出.sqlite"), "出.sqlite"),
}
"""Commands that write a file, and the file."""
_NEW_ONLY = frozenset({"desk", "new"})
"""They write over nothing."""


def _folder(place: Path) -> Path:
    shutil.copy(ROOT / "examples/forms/bad-form.xlsx", place / "表.xlsx")
    shutil.copy(ROOT / "examples/forms/bad-form.yaml", place / "改.yaml")
    Store(place / "台.sqlite")
    return place


def _started(folder: Path, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "JIXIAO_CACHE_DIR": str(folder / "缓存")}
    command = [sys.executable, "-m", "linter", *words]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _whole(path: Path) -> bool:
    """The file ends as its kind ends."""
    data = path.read_bytes()
    if path.suffix in (".xlsx", ".docx", ".zip"):
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None
    return data.endswith((b"}\n", b"}", b"</html>\n", b"</html>", b"\n")) or data.startswith(b"SQLite")


def killed(name: str, folder: Path, seed: int) -> None:
    """Let the command run once, then again and kill it somewhere on its way."""
    words, target = WRITERS[name]
    begun = time.monotonic()
    assert _started(folder, words).wait(120) in (0, 1), name
    took = time.monotonic() - begun
    path = folder / target
    assert _whole(path), name
    before = path.read_bytes()
    if name in _NEW_ONLY:
        path.unlink()
    running = _started(folder, words)
    time.sleep(took * random.Random(f"{name}:{seed}").uniform(0.3, 1.0))
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not path.exists() or path.read_bytes() == before or _whole(path), (name, seed)
    if name != "fix":  # which writes into what it reads
        path.unlink(missing_ok=True)
    assert _started(folder, words).wait(120) in (0, 1), f"{name}: nothing can be written after a kill"


@pytest.mark.parametrize("name", ["baseline", "xlsx"])
def test_a_killed_writer_leaves_a_whole_file(name: str, tmp_path: Path) -> None:
    killed(name, _folder(tmp_path), 0)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(KILLS))
def test_kills_over_every_writer(number: int, tmp_path: Path) -> None:
    killed(list(WRITERS)[number % len(WRITERS)], _folder(tmp_path), number)
