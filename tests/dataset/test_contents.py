"""A table of files is checked as the files are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from benchmarks.distinct import payloads
from linter.cli.app import jixiao
from linter.dataset.runs import read_store
from linter.dataset.schema import FormRow, IndicatorRow, InputRow

pyarrow = pytest.importorskip("pyarrow", reason="the extra store is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra store is not installed")

GUIDE = Path(__file__).parents[2] / "docs" / "结果库.md"


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


def _form(number: int) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(list(payloads(number + 1))[number])["forms"][0]
    return form


@pytest.mark.parametrize("nested", [False, True])
def test_a_table_of_forms_is_checked_as_their_files_are(tmp_path: Path, nested: bool) -> None:
    forms = [_form(number) for number in range(6)]
    (tmp_path / "文件").mkdir()
    for number, form in enumerate(forms):
        (tmp_path / "文件" / f"{number}.json").write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    _run("check", "--no-cache", "--jobs", "1", tmp_path / "文件", "--store", tmp_path / "另库")
    del forms[0]["uncertain"]  # a column that a row lacks is null in a nested table
    source = _table(
        tmp_path / "表.parquet",
        name=[f"项目{number}" for number in range(6)],
        form=forms if nested else [json.dumps(form, ensure_ascii=False) for form in forms],
        loaded=[2026] * 6,
    )
    done = _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1", "--store", tmp_path / "库")
    assert done.exit_code == 0, done.output
    assert [row.file for row in _rows(tmp_path / "库", InputRow)] == [f"项目{number}" for number in range(6)]
    for table in (FormRow, IndicatorRow):
        assert _rows(tmp_path / "库", table) == _rows(tmp_path / "另库", table)


def test_the_sql_of_the_guide_makes_a_table_of_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    (query,) = (part.partition("```")[0] for part in GUIDE.read_text(encoding="utf-8").split("```sql")[1:] if "to_json" in part)
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE 指标 (项目编码 TEXT, 项目名称 TEXT, 单位 TEXT, 一级指标 TEXT, 二级指标 TEXT, 三级指标 TEXT, 指标值 TEXT)"
        )
        rows = [
            ("A1", "养老平台", "青禾县民政局", "产出指标", "数量指标", "接入养老机构数量", "≥186%"),
            ("A1", "养老平台", "青禾县民政局", "产出指标", "质量指标", "平台可用率", "≥98.5%"),
            ("A2", "泵站维修", "青禾县水利局", "产出指标", "数量指标", "维修泵站数量", "≥12座"),
        ]
        connection.executemany("INSERT INTO 指标 VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute(query)
    done = _run("batch", "run", tmp_path / "送审.parquet", "--out", tmp_path / "批", "--jobs", "1", "--store", tmp_path / "库")
    assert done.exit_code == 0, done.output
    found = {(row.unit, row.name): row.codes for row in _rows(tmp_path / "库", IndicatorRow)}
    assert set(found) == {(unit, name) for _, _, unit, _, _, name, _ in rows}
    assert "JX402" in found["青禾县民政局", "接入养老机构数量"]


def test_names_that_are_kept_once_each_are_text(tmp_path: Path) -> None:
    names = pyarrow.array(["甲", "甲"]).dictionary_encode()
    parquet.write_table(pyarrow.table({"name": names, "form": [json.dumps(_form(number)) for number in (0, 1)]}), tmp_path / "表.parquet")
    assert _run("batch", "run", tmp_path / "表.parquet", "--out", tmp_path / "批", "--jobs", "1").exit_code == 0


def test_a_row_that_is_no_form_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = json.dumps(_form(0), ensure_ascii=False)
    rows = {"断.json": whole[:-9], "缺.json": '{"project": "养老平台"}', "空": None, "好.json": whole}
    source = _table(tmp_path / "表.parquet", name=list(rows), form=list(rows.values()))
    done = _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1", "--store", tmp_path / "库")
    assert done.exit_code == 3
    said = (tmp_path / "批" / "unread.csv").read_text(encoding="utf-8-sig")
    assert "断.json,,是" in said
    assert "JSON 语法有误" in said
    assert "空,,是" in said
    assert "form 为空" in said
    assert "缺.json" in said
    assert [row.forms for row in _rows(tmp_path / "库", InputRow)] == [0, 0, 0, 1]


def test_groups_of_rows_are_unpacked_in_their_order(tmp_path: Path) -> None:
    """By several processes, from a folder whose parts stand in folders of their own, as a platform divides them by year."""
    texts = [json.dumps(_form(number), ensure_ascii=False) for number in range(4)] * 2
    for year, start in (("2025", 0), ("2026", 4)):
        (tmp_path / "表" / f"year={year}").mkdir(parents=True)
        names = [f"{number}" for number in range(start, start + 4)]
        rows = pyarrow.table({"name": names, "form": texts[start : start + 4]})
        parquet.write_table(rows, tmp_path / "表" / f"year={year}" / "data_0.parquet", row_group_size=1)
    done = _run("batch", "run", tmp_path / "表", "--out", tmp_path / "批", "--jobs", "2", "--store", tmp_path / "库")
    assert done.exit_code == 0, done.output
    assert [row.file for row in _rows(tmp_path / "库", InputRow)] == [f"{number}" for number in range(8)]


def test_what_a_kill_left_of_unpacking_is_begun_anew(tmp_path: Path) -> None:
    source = _table(tmp_path / "表.parquet", name=["甲"], form=[json.dumps(_form(0), ensure_ascii=False)])
    (tmp_path / "批" / ".inputs" / "000000").mkdir(parents=True)
    (tmp_path / "批" / ".inputs" / "000000" / "000000007.json").write_bytes(b"{")
    done = _run("batch", "run", source, "--out", tmp_path / "批", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert [file.name for file in (tmp_path / "批" / "inputs").rglob("*.json")] == ["000000000.json"]


def test_a_folder_of_forms_and_a_table_is_a_folder(tmp_path: Path) -> None:
    place = tmp_path / "县"
    place.mkdir()
    (place / "甲.json").write_bytes(next(iter(payloads(1))))
    _table(place / "part-0.parquet", name=["乙"], form=["{}"])
    done = _run("batch", "run", place, "--out", tmp_path / "批", "--jobs", "1")
    assert "共 1 个文件" in done.output


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"path": ["甲.json"]}, "缺少 content 列"),
        ({"content": [b"{}"]}, "缺少 path 列"),
        (
            {"project": ["甲"]},
            "一行一个文件的 Parquet 要有 path（名称，文本）和 content（二进制的文件内容）两列；一行一张绩效目标表的 Parquet 要有 name",
        ),
        ({"path": ["甲.json"], "content": ["{}"]}, "content 列应为二进制的文件内容，现为 string"),
        ({"path": [1], "content": [b"{}"]}, "path 列应为文本，现为 int64"),
        ({"name": ["甲"]}, "缺少 form 列"),
        ({"form": ["{}"]}, "缺少 name 列"),
        ({"name": ["甲"], "form": [7]}, "form 列应为表的 JSON，文本或嵌套列，现为 int64"),
        ({"name": [b"x"], "form": ["{}"]}, "name 列应为文本"),
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
