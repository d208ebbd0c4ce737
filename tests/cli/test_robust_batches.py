"""One bad file costs itself only, in every command; nothing to do is said; an output never lands over an input."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter.cli.app import jixiao

ROOT = Path(__file__).parents[2]
BAD = ROOT / "examples/forms/bad-form.txt"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(jixiao, [str(one) for one in args], prog_name="jixiao")


def newer_zip() -> bytes:
    """A zip whose entry asks for a version no reader has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", BAD.read_bytes())
    data = bytearray(out.getvalue())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 6 : entry + 8] = struct.pack("<H", 99)
    return bytes(data)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "坏.zip").write_bytes(newer_zip())
    (tmp_path / "好.txt").write_bytes(BAD.read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--no-cache", "."),
        ("parse", "."),
        ("report", "--to", "md", "."),
        ("stats", "."),
        ("compare", ".", "."),
        ("baseline", "create", ".", "--file", "基线.json"),
        ("annotate", ".", "-o", "批注"),
    ],
    ids=lambda command: command[0],
)
def test_a_zip_of_a_future_version_costs_itself_only(command: tuple[str, ...], place: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "linter", *command], cwd=place, capture_output=True, check=False)
    said = done.stdout.decode() + done.stderr.decode()
    assert "程序内部出错" not in said
    assert "Traceback" not in said
    assert "坏.zip" in said
    assert done.returncode in ((0, 2, 3) if command[0] in ("annotate", "baseline") else (3,))


def broken_stream(data: bytes, name: str) -> bytes:
    """A package in which the compressed bytes of one part are damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo(name)
    start = part.header_offset + 30 + len(name)
    return data[:start] + b"\xff" * part.compress_size + data[start + part.compress_size :]


def test_a_workbook_with_a_broken_stream_costs_itself_only(tmp_path: Path) -> None:
    """A walk looks into the properties of every package, to pass its own reports by."""
    whole = (ROOT / "examples/forms/bad-form.xlsx").read_bytes()
    (tmp_path / "坏.xlsx").write_bytes(broken_stream(whole, "docProps/core.xml"))
    (tmp_path / "好.txt").write_bytes(BAD.read_bytes())
    done = run("check", "--no-cache", tmp_path)
    assert done.exit_code in (1, 3), done.exception
    assert "养老服务" in done.output


def test_two_forms_of_one_name_make_two_worksheets(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    for name in "ab":
        (tmp_path / f"{name}.txt").write_bytes(BAD.read_bytes())
    done = run("parse", tmp_path / "a.txt", tmp_path / "b.txt", "--to", "xlsx", "-o", tmp_path / "all.xlsx")
    assert done.exit_code == 0, done.output
    assert len({name.lower() for name in openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames}) >= 2


def test_parse_of_an_unreadable_file_is_3(place: Path) -> None:
    assert run("parse", place / "坏.zip").exit_code == 3
    assert run("parse", place / "好.txt").exit_code == 0


def test_nothing_to_fix_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((ROOT / "examples/forms/good-form.txt").read_bytes())
    assert "没有可以自动改正的内容" in run("check", "--no-cache", "--diff", tmp_path / "a.txt").stderr


def test_an_archive_is_not_fixed_and_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", BAD.read_bytes())
    assert "压缩包内的文件不能直接改正" in run("check", "--no-cache", "--fix", tmp_path / "a.zip").stderr


def test_annotations_never_land_over_the_input_unless_asked(tmp_path: Path) -> None:
    docx = ROOT / "examples/forms/bad-form.docx"
    target = tmp_path / "a.docx"
    target.write_bytes(docx.read_bytes())
    refused = run("annotate", target, "-o", target)
    assert refused.exit_code == 2
    assert target.read_bytes() == docx.read_bytes()
    assert run("annotate", target, "-o", target, "--in-place").exit_code == 0
    assert target.read_bytes() != docx.read_bytes()


def test_a_suffix_that_contradicts_the_content_is_refused(tmp_path: Path) -> None:
    done = run("annotate", ROOT / "examples/forms/bad-form.docx", "-o", tmp_path / "批注后.xlsx")
    assert done.exit_code == 2
    assert "请把输出文件名的后缀改为 .docx" in done.stderr
    assert not (tmp_path / "批注后.xlsx").exists()


def test_staged_outside_git_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = run("check", "--staged")
    assert done.exit_code == 2
    assert "这里不是 git 仓库" in done.stderr


def test_an_empty_file_and_a_commented_json_block_no_commit(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "设置.json").write_text('{\n  // 说明\n  "a": "http://b" /* 值 */\n}\n', encoding="utf-8")
    assert run("check", "--no-cache", "--hook", tmp_path / "空.txt", tmp_path / "设置.json").exit_code == 0
    assert run("check", "--no-cache", tmp_path / "空.txt").exit_code == 3


def test_a_comment_moves_no_place(tmp_path: Path) -> None:
    form = (ROOT / "examples/forms/bad-form.json").read_text(encoding="utf-8")
    (tmp_path / "a.json").write_text(form.replace("{", "{ // 第一行\n", 1), encoding="utf-8")
    (tmp_path / "b.json").write_text(form.replace("{", "{\n", 1), encoding="utf-8")
    first, second = (
        [f["location"]["line"] for f in json.loads(run("check", "--no-cache", "--format", "json", tmp_path / name).stdout)["findings"]]
        for name in ("a.json", "b.json")
    )
    assert first == second


def test_a_truncated_workbook_is_called_cut_off(tmp_path: Path) -> None:
    whole = (ROOT / "examples/forms/bad-form.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    assert "文件不完整" in run("check", "--no-cache", tmp_path / "a.xlsx").output


def test_a_toml_mistake_gives_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jixiao.toml").write_text('profile = "review"\nyear = \n', encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(BAD.read_bytes())
    assert "第 2 行" in run("check", "--no-cache", "a.txt").stderr


def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    closed = tmp_path / "不能看"
    closed.mkdir()
    (tmp_path / "a.txt").write_bytes(BAD.read_bytes())
    plain = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = run("check", "--no-cache", "--fail-on", "never", tmp_path)
    assert "不能看：文件夹无法打开" in done.output
    assert done.exit_code == 3


def test_new_says_what_it_wrote(tmp_path: Path) -> None:
    done = run("new", "-o", tmp_path / "空表.yaml")
    assert "已写入" in done.stderr
    assert json.loads(run("parse", tmp_path / "空表.yaml").stdout)["forms"]


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--no-cache", ".", "-o", "没有/报告.txt"),
        ("parse", ".", "-o", "没有/表.json"),
        ("stats", ".", "-o", "没有/统计.txt"),
        ("report", ".", "--to", "md", "-o", "没有/意见.md"),
        ("compare", ".", ".", "-o", "没有/对照.txt"),
        ("report", ".", "--to", "docx", "-o", "好.txt/意见"),
    ],
    ids=lambda command: f"{command[0]} {command[-1]}",
)
def test_a_target_that_cannot_be_written_is_told_before_the_work(
    command: tuple[str, ...], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linter.run import single

    def worked(*args: object) -> None:
        raise AssertionError("the work began")

    monkeypatch.setattr(single, "_records", worked)
    monkeypatch.setattr("linter.run.pipeline.documents", worked)
    monkeypatch.chdir(place)
    done = run(*command)
    assert done.exit_code == 2, done.output
    assert "无法写入 没有" in done.stderr or "无法建立文件夹" in done.stderr
    assert sorted(path.name for path in place.iterdir()) == ["坏.zip", "好.txt"]
