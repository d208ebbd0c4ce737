"""Nothing from a file steers a terminal, begins a line of a log, or is computed by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.cli.app import jixiao
from linter.files.printing import as_typed, in_json, inert, on_one_line, steers, visible
from linter.reports import names
from linter.sheets.as_yaml import dump

STEERING = ["\x1b[2J", "\x1b]0;标题\x07", "\x9b31m", "\u202e", "\u200b", "\x7f", "\x00", "\u2028", "\ufeff"]
FORM = """项目支出绩效目标表
（2026年度）
项目名称\t乡村公路养护{mark}
年度资金总额\t20万元
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t养护公路{mark}里程\t≥186%
产出指标\t质量指标\t验收合格率\t=100%
"""


def invoke(args: list[str]) -> Result:
    return CliRunner().invoke(jixiao, args, prog_name="jixiao")


@pytest.mark.parametrize("mark", STEERING)
def test_a_mark_is_shown_as_what_it_is(mark: str) -> None:
    shown = visible(f"数量{mark}指标\n换行\t制表")
    assert not any(char in shown for char in mark if not char.isprintable())
    assert shown.startswith("数量")
    assert shown.endswith("\n换行\t制表")


def test_plain_text_stays_as_it_is() -> None:
    text = "≥98%　（含）Ａ①𠀀"
    assert visible(text) == on_one_line(text) == in_json(text) == text


def test_json_says_the_same_data() -> None:
    data = ["\x1b[31m", "a\u202eb\n", "\U000e0041"]
    assert json.loads(in_json(json.dumps(data, ensure_ascii=False))) == data


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("mark", ["\x1b[2J", "\u202e", "\x9bA"])
def test_no_output_passes_a_mark_on(name: str, mark: str, tmp_path: Path) -> None:
    file = tmp_path / f"镇{mark}.txt"
    file.write_text(FORM.format(mark=mark), encoding="utf-8")
    done = invoke(["check", "--no-cache", "--format", name, str(file)])
    assert "乡村公路养护" in done.output
    assert mark[0] not in done.output


@pytest.mark.parametrize(
    "command", [("report", "--to", "md"), ("report", "--to", "txt"), ("parse", "--to", "yaml"), ("parse", "--to", "json"), ("stats",)]
)
@pytest.mark.parametrize("mark", ["\x1b[2J", "\u202e", "\x9bA", "\U000e0041"])
def test_no_command_passes_a_mark_on(command: tuple[str, ...], mark: str, tmp_path: Path) -> None:
    file, broken = tmp_path / f"镇{mark}.txt", tmp_path / f"乱{mark}\n# 伪造.xlsx"
    file.write_text(FORM.format(mark=mark), encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04")
    done = invoke([*command, str(file), str(broken)])
    assert done.output and mark[0] not in done.output
    assert not any(line.startswith("# 伪造") for line in done.output.splitlines())


def test_yaml_says_the_same_data() -> None:
    data = {"project": "养护\u202e里程", "goal": "a\x1b[31m\U000e0041", "rest": ["\u200b", "≥98%"]}
    written = dump(data)
    assert not any(steers(line) for line in written.splitlines())
    assert yaml.safe_load(written) == data


def test_a_file_name_cannot_begin_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a\n::error::伪造.txt"
    file.write_text(FORM.format(mark=""), encoding="utf-8")
    for name in ("github", "text", "md"):
        done = invoke(["check", "--no-cache", "--format", name, str(file)])
        assert not any(line.startswith("::error::伪造") for line in done.output.splitlines())


@pytest.mark.parametrize("text", ["=100%", "=cmd|' /C calc'!A0", "\t=1+1", " =1+1", "-3辆", "+8", "@SUM(A1)", "'=1", "≥98%", "'引用'", ""])
def test_a_field_is_inert_and_comes_back_as_typed(text: str) -> None:
    written = inert(text)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert as_typed(written) == (text[1:] if text == "'=1" else text)


def test_csv_survives_the_round_trip(tmp_path: Path) -> None:
    form = tmp_path / "a.txt"
    form.write_text(FORM.format(mark="").replace("≥186%", "=SUM(A1)件"), encoding="utf-8")
    table = tmp_path / "a.csv"
    invoke(["parse", str(form), "--to", "csv", "-o", str(table)])
    fields = [field for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))) for field in row]
    assert "'=SUM(A1)件" in fields
    assert "'=100%" in fields
    again = json.loads(invoke(["parse", str(table)]).stdout)
    assert [row["annual"]["value"] for row in again["forms"][0]["indicators"]] == ["=SUM(A1)件", "=100%"]
