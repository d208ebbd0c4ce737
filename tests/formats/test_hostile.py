"""Hostile files are refused within seconds and memory, in one Chinese line, with exit code 3, and the batch goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from linter.formats import read_bytes
from tests.support.hostile import HOSTILE, large_workbook

SECONDS, MEMORY = 5.0, 500 * 2**20
"""The bar of the project. Memory is measured where ``/proc`` tells it (what ``wait4`` tells counts the parent in)."""
_READ = """
import sys, time
from pathlib import Path
from linter.formats import read_path
started = time.process_time()
for source in read_path(Path(sys.argv[1])):
    for note in source.not_checked:
        print(int(note.fatal), note.why.replace("\\n", "<break>"))
    print("blocks", len(source.blocks))
print("seconds", time.process_time() - started)
status = Path("/proc/self/status")
peak = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
print("peak", int(peak[0]) * 1024 if peak else 0)
"""


def child(*arguments: str) -> tuple[int, list[str]]:
    """Exit code and output lines of a Python process of its own."""
    done = subprocess.run([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    return done.returncode, done.stdout.splitlines()


def read_in_child(path: Path) -> list[str]:
    """What a child says of the file; seconds and memory held to the limits."""
    code, lines = child("-c", _READ, str(path))
    assert code == 0, lines
    told = dict(line.split() for line in lines if line.startswith(("seconds ", "peak ")))
    assert float(told["seconds"]) < SECONDS, lines
    assert int(told["peak"]) < MEMORY, lines
    return lines


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_within_seconds_and_memory(name: str, tmp_path: Path) -> None:
    hostile = HOSTILE[name]
    path = tmp_path / hostile.file
    path.write_bytes(hostile.build())
    lines = read_in_child(path)
    assert not [line for line in lines if "<break>" in line]
    fatal = [line[2:] for line in lines if line.startswith("1 ")]
    if hostile.says is None:
        assert not fatal
    else:
        assert any(hostile.says in line for line in fatal), lines


@pytest.mark.slow
def test_a_workbook_at_the_limit_stays_within_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(large_workbook())
    assert any("超出读取上限" in line for line in read_in_child(path))


def test_there_are_enough() -> None:
    assert sum(1 for one in HOSTILE.values() if one.says) >= 25


def test_nothing_read_is_exit_code_3_without_a_traceback_and_the_batch_goes_on(tmp_path: Path) -> None:
    quick = ["zip_encrypted", "xlsx_doctype_in_a_sheet", "word_of_1997", "yaml_of_nested_sequences", "xlsx_truncated"]
    for name in quick:
        (tmp_path / f"{name}{Path(HOSTILE[name].file).suffix}").write_bytes(HOSTILE[name].build())
    (tmp_path / "good.csv").write_text(
        "项目名称,道路养护\n一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,次数,≥4次\n", encoding="utf-8"
    )
    code, lines = child("-m", "linter", "check", str(tmp_path), "--no-cache")
    output = "\n".join(lines)
    assert code == 3, output
    assert "Traceback" not in output
    assert output.count("文件无法读取") >= len(quick) - 1
    assert "good.csv" in output


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "不支持 RAR 压缩包，请解压后检查，或改用 zip"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "不支持 7z 压缩包，请解压后检查，或改用 zip"),
        (b"{\\rtf1 abc}", "不支持 RTF 文档，请另存为 docx 后再检查"),
    ],
)
def test_known_kinds_that_are_not_read_say_what_to_do(data: bytes, says: str) -> None:
    (source,) = read_bytes(data, "form.bin")
    assert [note.why for note in source.not_checked] == [f"文件无法读取：{says}"]
