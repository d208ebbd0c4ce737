"""A file is written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from linter.files.writing import write_file

BEFORE = "原有内容\n"
_ENDLESS_WRITER = """
import sys
from pathlib import Path
from linter.files.writing import write_file
target, number = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    number += 1
    write_file(target, (f"{number:08d}\\n" * 20000))
"""


def _whole(text: str) -> bool:
    lines = text.splitlines()
    return text == BEFORE or (len(lines) == 20000 and len(set(lines)) == 1)


@pytest.mark.parametrize("number", range(3))
def test_a_kill_leaves_the_old_file_or_the_new_one(number: int, tmp_path: Path) -> None:
    target = tmp_path / "基线.json"
    target.write_text(BEFORE, encoding="utf-8")
    writer = subprocess.Popen([sys.executable, "-c", _ENDLESS_WRITER, str(target)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.02 + 0.013 * number)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert _whole(target.read_text(encoding="utf-8"))


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "基线.json"
    target.write_text(BEFORE, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(target, "新内容")
    assert target.read_text(encoding="utf-8") == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["基线.json"]


def test_permissions_stay_and_links_are_followed(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text(BEFORE, encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "b.txt"
    link.symlink_to(target)
    write_file(link, "新")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "新"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_a_full_device_is_called_full_and_not_wrong_usage() -> None:
    form = Path(__file__).parents[2] / "examples/forms/bad-form.txt"
    command = [sys.executable, "-m", "linter", "check", "--no-cache", str(form), "-o", "/dev/full"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 3
    assert "磁盘空间不足" in done.stderr.decode()
