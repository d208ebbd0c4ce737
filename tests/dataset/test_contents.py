"""A table of files is checked as the files are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from benchmarks.distinct import payloads
from linter.cli.app import jixiao
from linter.dataset.runs import read_store
from linter.dataset.schema import FormRow, InputRow

pyarrow = pytest.importorskip("pyarrow", reason="the extra store is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra store is not installed")


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(jixiao, [str(one) for one in args], prog_name="jixiao")


def _table(file: Path, /, **columns: list[Any]) -> Path:
    parquet.write_table(pyarrow.table(columns), file)
    return file


def _rows(place: Path, table: type[Any]) -> list[Any]:
    return [row for _, row in read_store(place).rows(table)]


@pytest.mark.parametrize("parts", [False, True])
def test_a_table_of_files_is_checked_as_the_files_are(tmp_path: Path, parts: bool) -> None:
    contents = list(payloads(6))
    names = [f"file:/数据/{number}.json" for number in range(6)]
    if parts:
        (tmp_path / "表").mkdir()
        for start in (0, 3):
            _table(
                tmp_path / "表" / f"part-{start}.parquet",
                path=names[start : start + 3],
                content=contents[start : start + 3],
                length=[1, 2, 3],
            )
        (tmp_path / "表" / "_SUCCESS").touch()
        source = tmp_path / "表"
    else:
        source = _table(tmp_path / "表.parquet", path=names, content=contents)
    done = _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1", "--store", tmp_path / "库")
    assert done.exit_code == 0, done.output
    assert [each.file for each in _rows(tmp_path / "库", InputRow)] == names
    (tmp_path / "文件").mkdir()
    for number, content in enumerate(contents):
        (tmp_path / "文件" / f"{number}.json").write_bytes(content)
    _run("check", "--no-cache", "--jobs", "1", tmp_path / "文件", "--store", tmp_path / "另库")
    assert _rows(tmp_path / "库", FormRow) == _rows(tmp_path / "另库", FormRow)


def test_a_row_without_content_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (content,) = payloads(1)
    source = _table(tmp_path / "表.parquet", path=["甲.json", "乙.json", None], content=[content, None, content])
    done = _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1")
    assert done.exit_code == 3
    assert "没有内容" in (tmp_path / "批" / "unread.csv").read_text(encoding="utf-8-sig")
    assert "共 3 个文件" in done.output


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"path": ["甲.json"]}, "缺少 content 列"),
        ({"content": [b"{}"]}, "缺少 path 列"),
        ({"project": ["甲"]}, "缺少 path、content 列"),
        ({"path": ["甲.json"], "content": ["{}"]}, "content 应为二进制"),
        ({"path": [1], "content": [b"{}"]}, "path 应为文本"),
    ],
)
def test_a_table_with_other_columns_is_refused(tmp_path: Path, columns: dict[str, list[Any]], why: str) -> None:
    done = _run("batch", "run", _table(tmp_path / "表.parquet", **columns), "--out", tmp_path / "批", "--jobs", "1")
    assert done.exit_code == 2
    assert why in done.stderr
    assert len(done.stderr.strip().splitlines()[-1]) < 200


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "表.parquet").write_bytes(b"PAR1 and no more")
    done = _run("batch", "run", tmp_path / "表.parquet", "--out", tmp_path / "批", "--jobs", "1")
    assert done.exit_code == 2
    assert "不是可用的 Parquet" in done.stderr


def test_names_in_a_table_lead_nowhere_else(tmp_path: Path) -> None:
    (content,) = payloads(1)
    source = _table(tmp_path / "表.parquet", path=["../../外.json"], content=[content])
    assert _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1").exit_code == 0
    assert [path.parent.parent for path in (tmp_path / "批" / "inputs").rglob("*.json")] == [tmp_path / "批" / "inputs"]
    assert not list(tmp_path.parent.glob("外.json"))
