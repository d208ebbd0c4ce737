"""A batch goes on where it was killed, does nothing twice and loses nothing; whatever cannot be read is in its table."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import jixiao
from linter.cli.app import jixiao as command
from linter.run.shards import BrokenShard, head_of, read_shard
from tests.support.filed import forty

ROOT = Path(__file__).parents[2]
MINUTES = float(os.environ.get("JIXIAO_KILL_MINUTES", "0"))


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in args], prog_name="jixiao")


def _start(*args: str | Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "linter", "batch", "run", *map(str, args)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forty(tmp_path_factory.mktemp("送审"))


@pytest.fixture(scope="module")
def whole(forms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The batch as it is when nothing disturbs it."""
    out = tmp_path_factory.mktemp("一次")
    done = _run("batch", "run", forms, "--out", out, "--shard-size", "4", "--jobs", "2", "--format", "jsonl", "--format", "csv")
    assert done.exit_code == 3, done.output
    return out


def _report(out: Path, name: str = "report.jsonl") -> bytes:
    return (out / name).read_bytes()


def test_a_batch_says_what_a_check_says(forms: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = CliRunner().invoke(command, ["check", "--no-cache", "--format", "jsonl", str(forms)])
    assert _report(whole) == checked.stdout_bytes
    codes = {json.loads(line).get("code") for line in _report(whole).splitlines()}
    assert {"JX905", "JX205"} & codes


def test_what_could_not_be_read_is_a_table(whole: Path) -> None:
    rows = list(csv.reader((whole / "unread.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(Path(row[0]).name, row[2]) for row in rows[1:]] == [("空.txt", "是")]
    assert "文件为空" in rows[1][3]
    read = list(csv.reader((whole / "inputs.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(read) == 43
    assert all(len(row[2]) == 64 for row in read[1:])


def test_the_manifest_tells_versions_settings_and_hashes(whole: Path) -> None:
    import hashlib

    manifest = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == jixiao.__version__
    assert manifest["inputs"] == 42
    assert manifest["finished"]
    assert manifest["reports"]["report.jsonl"] == hashlib.sha256(_report(whole)).hexdigest()
    assert [head_of(path).digest for path in sorted((whole / "shards").iterdir())] == manifest["shards"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
def test_a_killed_batch_goes_on_and_does_nothing_twice(forms: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "批"
    args = (forms, "--out", out, "--shard-size", "4", "--jobs", "2")
    kills, deadline = 0, time.monotonic() + 60 * MINUTES
    known: dict[str, int] = {}
    while kills < 2 or time.monotonic() < deadline:
        running = _start(*args)
        while running.poll() is None and len(list(out.glob("shards/*.shard"))) < len(known) + 3:
            time.sleep(0.02)
        running.kill()
        running.communicate()
        now = {path.name: path.stat().st_mtime_ns for path in out.glob("shards/*.shard")}
        assert known.items() <= now.items(), "what was done is done again"
        known, kills = now, kills + 1
        if len(known) == 11:
            if time.monotonic() > deadline:
                break
            shutil.rmtree(out)
            known = {}
    if len(known) < 11:
        assert not jixiao.batch_status(out).finished
        assert "已中断" in _run("batch", "status", out).output
    done = _start(*args)
    said, _ = done.communicate()
    assert done.returncode == 3, said.decode()
    assert known.items() <= {path.name: path.stat().st_mtime_ns for path in out.glob("shards/*.shard")}.items()
    assert _report(out) == _report(whole)
    assert "已完成" in _run("batch", "status", out).output


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_no_process_outlives_a_killed_batch(forms: Path, tmp_path: Path) -> None:
    running = _start(forms, "--out", tmp_path / "批", "--shard-size", "4", "--jobs", "2")
    while not list(tmp_path.glob("批/shards/*.shard")):
        assert running.poll() is None
        time.sleep(0.02)
    children = [int(pid) for task in Path(f"/proc/{running.pid}/task").glob("*/children") for pid in task.read_text().split()]
    assert children
    running.kill()
    running.communicate()
    for _ in range(500):
        if not any(Path(f"/proc/{pid}").exists() for pid in children):
            return
        time.sleep(0.02)
    pytest.fail("a child goes on")


def test_two_batches_into_one_folder_are_refused(forms: Path, whole: Path, tmp_path: Path) -> None:
    from linter.run.batch import held

    other = tmp_path / "别的"
    other.mkdir()
    (other / "甲.json").write_bytes((forms / "000.json").read_bytes())
    assert "是另一批" in _run("batch", "run", other, "--out", whole).stderr
    with held(tmp_path / "批"):
        refused = _run("batch", "run", other, "--out", tmp_path / "批")
    assert refused.exit_code == 2
    assert "另有一批正在运行" in refused.stderr
    assert "已有其他文件" in _run("batch", "run", other, "--out", other).stderr
    assert "按另一套设置" in _run("batch", "run", forms, "--out", whole, "--ignore", "JX402").stderr


@pytest.mark.parametrize("kept", [0, 30, -1])
def test_a_shard_that_was_cut_is_made_anew_and_said(forms: Path, whole: Path, tmp_path: Path, kept: int) -> None:
    out = tmp_path / "批"
    shutil.copytree(whole, out)
    shard = out / "shards" / "000003.shard"
    shard.write_bytes(shard.read_bytes()[:kept])
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    (out / "manifest.json").write_text(json.dumps({**manifest, "finished": False, "reports": {}}), encoding="utf-8")
    with pytest.raises(BrokenShard):
        read_shard(shard)
    done = _run("batch", "run", forms, "--out", out, "--shard-size", "4", "--format", "jsonl", "--jobs", "1")
    assert done.exit_code == 3
    assert "第 3 片不完整（如上次中断所致），未采用，已重做" in done.output
    assert _report(out) == _report(whole)
    again = _run("batch", "run", forms, "--out", out, "--shard-size", "4", "--format", "jsonl", "--jobs", "1")
    assert "不完整" not in again.output


def test_a_shard_that_was_changed_is_refused_with_what_to_do(forms: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "批"
    shutil.copytree(whole, out)
    shard = out / "shards" / "000003.shard"
    shard.write_bytes(shard.read_bytes()[:-1] + b"?")
    (out / "report.jsonl").unlink()
    args = ("batch", "run", forms, "--out", out, "--shard-size", "4", "--format", "jsonl", "--jobs", "1")
    done = _run(*args)
    assert done.exit_code == 2
    assert "000003.shard 缺失或已损坏，请删去它" in done.stderr
    assert "000003.shard 缺失或已损坏" in _run("batch", "merge", out, "--out", tmp_path / "合").stderr
    shard.unlink()
    assert _run(*args).exit_code == 3
    assert _report(out) == _report(whole)


def test_a_list_names_its_missing_files(forms: Path, tmp_path: Path) -> None:
    shutil.copy(forms / "001.json", tmp_path / "有.json")
    (tmp_path / "旧.json").write_bytes((forms / "002.json").read_bytes())
    (tmp_path / "清单.txt").write_bytes(b"\xef\xbb\xbf" + "有.json\r\n\r\n没有.xlsx\n有.json\n".encode() + "旧.json\n".encode("gb18030"))
    done = _run("batch", "run", tmp_path / "清单.txt", "--out", tmp_path / "批")
    assert done.exit_code == 3
    assert "共 3 个文件，已检查 3 个；2 张表" in done.output
    assert "没有.xlsx" in (tmp_path / "批" / "unread.csv").read_text(encoding="utf-8-sig")
    assert "不是文件清单" in _run("batch", "run", ROOT / "examples/forms/bad-form.xlsx", "--out", tmp_path / "又").stderr


def test_batches_of_several_machines_become_one(forms: Path, whole: Path, tmp_path: Path) -> None:
    files = sorted(forms.iterdir())
    for name, some in (("甲", files[:25]), ("乙", files[20:])):  # five files on both
        (tmp_path / f"{name}.txt").write_text("\n".join(map(str, some)), encoding="utf-8")
        assert _run("batch", "run", tmp_path / f"{name}.txt", "--out", tmp_path / name, "--shard-size", "4", "--jobs", "1").exit_code in (
            0,
            3,
        )
    done = _run("batch", "merge", tmp_path / "甲", tmp_path / "乙", "--out", tmp_path / "合")
    assert done.exit_code == 3, done.output
    assert "5 个文件在几批中都有，只计一次" in done.output
    assert sorted(_report(tmp_path / "合").splitlines()) == sorted(_report(whole).splitlines())
    assert "已完成" in _run("batch", "status", tmp_path / "合").output
    assert "已有其他文件" in _run("batch", "merge", tmp_path / "甲", "--out", tmp_path / "乙").stderr


def test_only_finished_batches_of_one_kind_are_merged(forms: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "批"
    shutil.copytree(whole, out)
    next((out / "shards").iterdir()).unlink()
    assert "尚未完成" in _run("batch", "merge", out, "--out", tmp_path / "合").stderr
    (tmp_path / "清单.txt").write_text(str(forms / "001.json"), encoding="utf-8")
    assert _run("batch", "run", tmp_path / "清单.txt", "--out", tmp_path / "别", "--ignore", "JX402").exit_code == 0
    assert "不能合并" in _run("batch", "merge", whole, tmp_path / "别", "--out", tmp_path / "合").stderr
    assert "没有批次" in _run("batch", "status", tmp_path).stderr


def test_a_file_that_never_ends_costs_itself_only(forms: Path, tmp_path: Path) -> None:
    """Every process loads the script again, and with it the function that hangs."""
    script = tmp_path / "批.py"
    script.write_text(
        "import time, jixiao\n"
        "from linter.run import single\n"
        "plain = single._records\n"
        "def slow(task, job, limits):\n"
        "    if job.shown.endswith('003.json'):\n"
        "        time.sleep(600)\n"
        "    return plain(task, job, limits)\n"
        "single._records = slow\n"
        "if __name__ == '__main__':\n"
        f"    done = jixiao.batch_run({str(forms)!r}, {str(tmp_path / '批')!r}, max_seconds=5, jobs=2)\n"
        "    print(done.progress.done, done.progress.unread)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split()[0] == "42"
    unread = (tmp_path / "批" / "unread.csv").read_text(encoding="utf-8-sig")
    assert "003.json" in unread
    assert "超过 5 秒" in unread


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="没有 SIGKILL")
def test_workers_killed_again_and_again_lose_nothing(forms: Path, whole: Path, tmp_path: Path) -> None:
    """Every tenth file the process at work is shot: the file is tried once more, alone."""
    script = tmp_path / "批.py"
    script.write_text(
        "import os, pathlib, signal, jixiao\n"
        "from linter.run import single\n"
        "plain = single._records\n"
        "def shot(task, job, limits):\n"
        f"    trace = pathlib.Path({str(tmp_path)!r}, pathlib.Path(job.shown).name + '.trace')\n"
        "    if job.shown.endswith('0.json') and not trace.exists():\n"
        "        trace.touch()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return plain(task, job, limits)\n"
        "single._records = shot\n"
        "if __name__ == '__main__':\n"
        f"    done = jixiao.batch_run({str(forms)!r}, {str(tmp_path / '批')!r}, jobs=2)\n"
        "    print(done.progress.done, done.progress.unread)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True)
    assert len(list(tmp_path.glob("*.trace"))) == 5
    assert done.stdout.split() == ["42", "1"]
    assert _report(tmp_path / "批") == _report(whole)


def test_a_full_disk_loses_nothing_that_is_done(forms: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.run import batch

    plain, written = batch.write_shard, []

    def full(path: Path, *args: object) -> object:
        if len(written) == 3:
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        return plain(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "write_shard", full)
    done = _run("batch", "run", forms, "--out", tmp_path / "批", "--shard-size", "4", "--jobs", "1")
    assert done.exit_code == 3
    assert "腾出空间后用同一命令接着做" in done.stderr
    monkeypatch.undo()
    assert _run("batch", "run", forms, "--out", tmp_path / "批", "--shard-size", "4", "--jobs", "1").exit_code == 3
    assert _report(tmp_path / "批") == _report(whole)


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("batch", "run", "{forms}", "--out", "{out}"), "linter.run.batch.write_shard"),
        (("check", "{forms}", "--store", "{out}"), "linter.dataset.runs.write_run"),
    ],
)
def test_a_full_disk_is_said_with_the_folder(
    command: tuple[str, ...], named: str, forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails half-way names no file; what can be done afterwards is only said of what can be resumed."""
    if "--store" in command:
        pytest.importorskip("pyarrow", reason="the extra [store] is not installed")

    def full(*args: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(named, full)
    done = _run(*(part.format(forms=forms, out=tmp_path / "结果") for part in command))
    assert done.exit_code == 3
    assert f"无法写入 {tmp_path / '结果'}：磁盘空间不足" in done.stderr
    assert ("用同一命令接着做" in done.stderr) == (command[0] == "batch")


@pytest.mark.parametrize("count", [200, pytest.param(100_000, marks=pytest.mark.slow)])
def test_empty_files_are_all_said(tmp_path: Path, count: int) -> None:
    for number in range(count):
        (tmp_path / f"{number}.txt").write_bytes(b"")
    done = jixiao.batch_run(tmp_path, tmp_path.with_name(f"{tmp_path.name}-批"))
    assert (done.progress.done, done.progress.unread) == (count, count)


def test_python_does_what_the_command_does(forms: Path, whole: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done = jixiao.batch_run(forms, tmp_path / "批", shard_size=4, jobs=2, progress=lambda count, of: told.append((count, of)))
    assert _report(tmp_path / "批") == _report(whole)
    assert done.progress == jixiao.batch_status(tmp_path / "批")
    assert sum(count for count, _ in told) == 42
    with pytest.raises(jixiao.BatchRefused, match="没有批次"):
        jixiao.batch_status(tmp_path)
    with pytest.raises(jixiao.UsageError, match="没有输出格式"):
        jixiao.batch_run(forms, tmp_path / "又", formats=["pptx"])
