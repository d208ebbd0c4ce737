"""Odd surroundings: names, pipes, devices, closed and full outputs, interrupted and parallel runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BAD = ROOT / "examples/forms/bad-form.txt"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX")


def _command(*args: str | bytes) -> list[str | bytes]:
    return [sys.executable, "-m", "linter", *args]


def _run(*args: str | bytes, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **env}
    done = subprocess.run(_command(*args), cwd=cwd, env=environment, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    assert "内部出错" not in done.stderr.decode("utf-8", "replace")
    return done


def test_a_pipe_and_a_device_are_told_and_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    done = _run("check", "--no-cache", "管道.txt", "/dev/zero", str(BAD), cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.decode().count("不是普通文件") == 2
    assert "JX402" in done.stdout.decode()


def test_a_folder_with_links_in_circles_pipes_and_broken_links(tmp_path: Path) -> None:
    (tmp_path / "圈").symlink_to(tmp_path)
    (tmp_path / "断.txt").symlink_to(tmp_path / "没有")
    os.mkfifo(tmp_path / "管道.txt")
    shutil.copy(BAD, tmp_path / "表.txt")
    report = json.loads(_run("check", "--no-cache", "--format", "json", ".", cwd=tmp_path).stdout)
    assert [one["path"] for one in report["inputs"]] == ["表.txt"]


@pytest.mark.parametrize("name", ["a b'\"\n😀.txt".encode(), "旧表".encode("gb18030") + b".txt", b"\xff\xfe\xed\xa0\x80.txt"])
@pytest.mark.parametrize("output", ["text", "json", "sarif", "junit", "csv"])
def test_any_file_name_is_checked_and_written(name: bytes, output: str, tmp_path: Path) -> None:
    shutil.copy(BAD, os.fsencode(tmp_path) + b"/" + name)
    done = _run("check", "--format", output, ".", cwd=tmp_path)
    assert done.returncode == 1
    done.stdout.decode()
    if output == "json" and "旧表".encode("gb18030") in name:
        assert json.loads(done.stdout)["inputs"][0]["path"] == "旧表.txt"


def test_an_output_never_overwrites_an_input(tmp_path: Path) -> None:
    shutil.copy(BAD, tmp_path / "表.txt")
    for args in (
        ("check", "表.txt", "-o", "表.txt"),
        ("check", ".", "--format", "json:表.txt"),
        ("parse", "表.txt", "-o", "./表.txt"),
        ("baseline", "create", ".", "--baseline", "表.txt"),
    ):
        done = _run(*args, cwd=tmp_path)
        assert done.returncode == 2
        assert "就是要检查的文件" in done.stderr.decode()
    assert (tmp_path / "表.txt").read_bytes() == BAD.read_bytes()


def test_a_blank_form_replaces_no_file(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"filled in")
    done = _run("new", "-o", "表.xlsx", cwd=tmp_path)
    assert done.returncode == 2 and "已经存在" in done.stderr.decode()
    assert (tmp_path / "表.xlsx").read_bytes() == b"filled in"
    assert _run("new", "-o", "新表.xlsx", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "command, wrong, right",
    [
        (("report", "--to", "docx"), "意见.xlsx", "意见.docx"),
        (("report", "--to", "html"), "报告.docx", "报告.html"),
        (("report", "--to", "matrix"), "一览.html", "一览.xlsx"),
        (("report", "--bundle"), "证据.xlsx", "证据.zip"),
        (("parse", "--to", "xlsx"), "表.json", "表.xlsx"),
        (("parse", "--to", "json"), "表.xlsx", "表.json"),
        (("check", "--format", "json"), "结果.xlsx", "结果.txt"),
        (("stats", "--to", "html"), "统计.docx", "统计.htm"),
    ],
)
def test_a_name_that_says_another_kind_of_file_is_refused(command: tuple[str, ...], wrong: str, right: str, tmp_path: Path) -> None:
    shutil.copy(BAD, tmp_path / "待查.txt")
    to = () if "--bundle" in command else ("-o",)
    done = _run(*command, *to, wrong, "待查.txt", cwd=tmp_path)
    assert done.returncode == 2 and "会打不开" in done.stderr.decode()
    assert not (tmp_path / wrong).exists()
    assert _run(*command, *to, right, "待查.txt", cwd=tmp_path).returncode in (0, 1)
    assert (tmp_path / right).is_file()


def test_refusals_of_the_system_are_chinese(tmp_path: Path) -> None:
    done = _run("check", "--no-cache", str(BAD), "-o", "没有/表.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "无法写入 没有/表.txt：文件或文件夹不存在" in done.stderr.decode()


def test_closed_and_full_outputs(tmp_path: Path) -> None:
    command = _command("check", "--no-cache", str(BAD))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    closed = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&- 2>&-', *command], cwd=tmp_path, env=environment, check=False)
    assert closed.returncode == 1
    if Path("/dev/full").exists():
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3
        assert "磁盘空间不足" in done.stderr.decode()
        assert b"Traceback" not in done.stderr


def test_an_old_locale_without_a_home(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(_command("check", "--no-cache", str(BAD)), cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert not done.stderr


@pytest.mark.parametrize("after", [0.3, 0.8])
def test_an_interrupted_run_ends_with_130(after: float, tmp_path: Path) -> None:
    for number in range(300):
        shutil.copy(BAD, tmp_path / f"{number}.txt")
    command = _command("check", "--no-cache", "--format", "json", *[str(tmp_path)] * 3)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    if running.returncode == 130:
        assert b"Traceback" not in said
        assert "已中断" in said.decode()
    else:
        assert running.returncode in (1, -signal.SIGINT), "over before, or while Python itself was starting"


def test_two_runs_in_one_folder_at_once(tmp_path: Path) -> None:
    for number in range(5):
        shutil.copy(BAD, tmp_path / f"{number}.txt")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen(_command("check", "."), cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in "ab"
    ]
    (one, trouble), (other, more) = (running.communicate(timeout=60) for running in both)
    assert one == other
    assert not trouble + more
