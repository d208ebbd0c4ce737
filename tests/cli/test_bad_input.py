"""Bad input: one clear Chinese line that says what and where, the right exit code, and the rest of the batch still checked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD, BAD = (ROOT / f"examples/forms/{name}-form.txt" for name in ("good", "bad"))


def _check(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **env}
    command = [sys.executable, "-m", "linter", "check", "--no-cache", *args]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


CASES = {
    "空.txt": (b"", "文件为空", 3),
    "白.txt": (b" \n\t\n", "文件为空", 3),
    "无表.txt": ("今天开会。\n".encode(), "未找到绩效目标表", 0),
    "乱.xlsx": (bytes(range(256)) * 12, "无法识别的文件类型", 3),
    "乱.pdf": (b"%PDF-1.7\n" + bytes(range(128, 256)) * 9, "文件无法读取", 3),
    "断.json": (b'{"forms": [', "JSON 语法有误：第 1 行", 3),
    "断.yaml": (b"forms:\n- index: 1\n  indicators:\n  - annual: {name: a, value: >=98%}\n", "请加引号", 3),
    "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024), "另存为", 3),
    "断表.txt": (BAD.read_bytes()[:700], "", 0),
}


@pytest.mark.parametrize("name", CASES)
def test_one_line_the_right_code_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    content, wanted, code = CASES[name]
    (tmp_path / name).write_bytes(content)
    alone = _check(name, cwd=tmp_path)
    shown = alone.stdout.decode() + alone.stderr.decode()
    assert wanted in shown
    assert "Traceback" not in shown
    assert alone.returncode == code
    both = _check("--format", "json", name, str(BAD), cwd=tmp_path)
    report = json.loads(both.stdout)
    assert both.returncode == (3 if code == 3 else 1), "3 beats 1 beats 0"
    assert "JX402" in {finding["code"] for finding in report["findings"]}
    said = [note["why"] for one in report["inputs"] for note in one["not_checked"]]
    assert not wanted or any(wanted in why for why in said)


def test_a_folder_without_anything_to_check(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    done = _check("空", str(BAD), cwd=tmp_path)
    assert done.returncode == 3
    assert "空：文件夹中没有可检查的文件" in done.stdout.decode()
    assert "JX402" in done.stdout.decode()


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (("没有.txt",), "找不到文件：没有.txt"),
        (("*.没有",), "找不到文件"),
        (("--select", "JX999", "."), "“JX999”不是规则代码"),
        (("--select", "count-with-percnt", "."), "是否指 count-with-percent"),
        (("--fail-on", "fatal", "."), "--fail-on"),
        (("--nope", "."), "没有选项 --nope"),
        (("--format", "xml", "."), "没有输出格式“xml”"),
    ],
)
def test_wrong_usage_is_two_lines_and_code_2(args: tuple[str, ...], wanted: str, tmp_path: Path) -> None:
    done = _check(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert wanted in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) <= 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_detected(encoding: str, tmp_path: Path) -> None:
    text = BAD.read_text(encoding="utf-8")
    (tmp_path / "表.txt").write_bytes(text.encode(encoding))
    report = json.loads(_check("--format", "json", "表.txt", cwd=tmp_path).stdout)
    wanted = json.loads(_check("--format", "json", str(BAD), cwd=tmp_path).stdout)
    assert [f["message"] for f in report["findings"]] == [f["message"] for f in wanted["findings"]]


def test_standard_input_is_sniffed(tmp_path: Path) -> None:
    for content in (BAD.read_bytes(), BAD.read_text(encoding="utf-8").encode("gb18030")):
        command = [sys.executable, "-m", "linter", "check", "--format", "json", "-"]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, input=content, capture_output=True, check=False
        )
        assert done.returncode == 1
        assert json.loads(done.stdout)["inputs"][0]["path"] == "<标准输入>"


def test_a_cp936_console_and_a_closed_pipe(tmp_path: Path) -> None:
    shown = _check(str(BAD), cwd=tmp_path, PYTHONIOENCODING="cp936", PYTHONUTF8="0").stdout
    assert "计数类指标" in shown.decode("cp936")
    command = [sys.executable, "-m", "linter", "check", "--no-cache", str(BAD)]
    piped = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert piped.stdout is not None
    piped.stdout.close()
    _, error = piped.communicate(timeout=60)
    assert b"Traceback" not in error


def test_a_rule_that_raises_is_a_record_and_the_rest_goes_on(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom linter.rules.units import count_with_percent as rule\n"
        "def check(row):\n    raise ValueError('坏了')\n    yield\nrule.check = check\n"
        f"from linter.cli import main\nsys.argv = ['jixiao', 'check', '--no-cache', {str(BAD)!r}]\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    shown = done.stdout.decode()
    assert done.returncode == 3
    assert "规则 JX402（计数类指标使用百分比）" in shown
    assert "坏了" in shown
    assert "JX401" in shown
    assert b"Traceback" not in done.stderr


def test_require_form(tmp_path: Path) -> None:
    (tmp_path / "无表.txt").write_text("今天开会。", encoding="utf-8")
    assert _check("无表.txt", cwd=tmp_path).returncode == 0
    assert _check("--require-form", "无表.txt", cwd=tmp_path).returncode == 3
    assert _check("--require-form", str(GOOD), cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("command", [("check",), ("parse", "--to", "json"), ("report", "--to", "txt"), ("stats",), ("compare", "表.txt")])
def test_no_command_writes_over_its_input(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_bytes(BAD.read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "linter", *command, "表.txt", "-o", "表.txt"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert "会覆盖原件" in done.stderr.decode()
    assert (tmp_path / "表.txt").read_bytes() == BAD.read_bytes()
