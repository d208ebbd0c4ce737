"""A store holds what a run said, whole or not at all, and the same run gives the same rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import jixiao
from benchmarks.distinct import payloads
from linter.cli.app import jixiao as command
from linter.dataset.filling import Portion
from linter.dataset.parts import Part, PartWriter, StoreRefused
from linter.dataset.runs import read_store, write_run
from linter.dataset.schema import TABLES, FindingRow, FormRow, IndicatorRow, InputRow, Kind, NotCheckedRow, columns, fitted
from tests.support.cases import form_data, source_of
from tests.support.filed import forty
from tests.support.writers import write

pytest.importorskip("pyarrow", reason="the extra store is not installed")

CASE: dict[str, Any] = {
    "fields": {"project": "养老平台建设", "unit": "青禾县民政局", "total_annual": "960,000"},
    "halves": ["period", "annual"],
    "rows": ["数量指标 | 接入养老机构数量 | ≥186%", "质量指标 | 平台可用率 | ≥98.5%", "服务对象满意度 | 使用单位满意度 | ≥90%"],
}


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in args], prog_name="jixiao")


def _rows(store: Path, table: type[Any]) -> list[Any]:
    return [row for _, row in read_store(store).rows(table)]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = forty(tmp_path_factory.mktemp("送审"))
    (place / "041.json").write_bytes((place / "001.json").read_bytes())
    (place / "甲.xlsx").write_bytes(write([form_data(CASE)], layout="two-sided", to="xlsx"))
    return place


@pytest.fixture(scope="module")
def store(forms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("库") / "结果库"
    done = _run(
        "check",
        "--no-cache",
        "--jobs",
        "1",
        forms,
        "--store",
        place,
        "--run",
        "一审",
        "--format",
        "json",
        "-o",
        place.parent / "report.json",
    )
    assert done.exit_code == 3, done.output
    assert "运行名 一审：42 张表" in done.stderr
    return place


def test_the_rows_are_those_of_the_report(store: Path) -> None:
    report = json.loads((store.parent / "report.json").read_text(encoding="utf-8"))
    inputs, findings = _rows(store, InputRow), _rows(store, FindingRow)
    assert [(each.file, each.sha256, each.forms) for each in inputs] == [
        (each["path"], each["sha256"], each["forms"]) for each in report["inputs"]
    ]
    assert [(each.code, each.fingerprint, each.message, each.severity) for each in findings] == [
        (each["code"], each["fingerprint"], each["message"], each["severity"]) for each in report["findings"]
    ]
    assert len(_rows(store, FormRow)) == sum(each["forms"] for each in report["inputs"])
    assert len(_rows(store, NotCheckedRow)) == sum(len(each["not_checked"]) for each in report["inputs"])


def test_an_indicator_carries_what_its_cells_say(store: Path) -> None:
    (file,) = [each.input for each in _rows(store, InputRow) if each.file.endswith("甲.xlsx")]
    count, rate, _ = [each for each in _rows(store, IndicatorRow) if each.input == file]
    assert (count.unit, count.name, count.value, count.half) == ("青禾县民政局", "接入养老机构数量", "≥186%", "both")
    assert (count.comparator, count.number, count.measure, count.dimension) == ("≥", Decimal(186), "%", "ratio")
    assert (count.measured, count.object) == ("count", "organisation")
    assert "JX402" in count.codes
    assert rate.number == Decimal("98.5")
    assert rate.measured == "share"
    assert rate.quantified
    (form,) = [each for each in _rows(store, FormRow) if each.input == file]
    assert (form.project, form.amount, form.indicators) == ("养老平台建设", count.amount, 3)
    assert form.errors >= 1
    assert form.quality is not None
    assert form.quality < 100


def test_a_form_takes_less_than_a_kilobyte(forms: Path, tmp_path: Path) -> None:
    """What a run takes whatever its size (names and types of columns, five times) comes besides, and is less than 60 kB."""
    for count in (10, 40):
        files = sorted(forms.glob("0*.json"))[:count]
        _run("check", "--no-cache", "--jobs", "1", *files, "--store", tmp_path / f"{count}", "--run", "一")
    few, many = (sum(path.stat().st_size for path in (tmp_path / f"{count}").rglob("*.parquet")) for count in (10, 40))
    assert (many - few) / 30 < 1_000
    assert few - 10 * (many - few) / 30 < 60_000


def test_a_repeated_input_has_no_forms_of_its_own(store: Path) -> None:
    (again,) = [each for each in _rows(store, InputRow) if each.file.endswith("041.json")]
    assert (again.forms, again.repeated) == (0, 1)
    assert again.input not in {each.input for each in _rows(store, FormRow)}


def test_the_same_run_gives_the_same_rows(forms: Path, store: Path, tmp_path: Path) -> None:
    tables = {table: (store / "run=一审" / table / "000001.parquet").read_bytes() for table in TABLES}
    again = tmp_path / "库"
    for _ in range(2):
        _run("check", "--no-cache", "--jobs", "1", forms, "--store", again, "--run", "一审")
        assert [path.name for path in sorted(again.iterdir())] == [".lock", "run=一审"]
    assert {table: (again / "run=一审" / table / "000001.parquet").read_bytes() for table in TABLES} == tables


def test_a_batch_writes_what_a_check_writes(forms: Path, store: Path, tmp_path: Path) -> None:
    done = _run(
        "batch", "run", forms, "--out", tmp_path / "批", "--shard-size", "9", "--jobs", "2", "--store", tmp_path / "库", "--run", "一审"
    )
    assert done.exit_code == 3, done.output
    assert "运行名 一审" in done.output
    for table in TABLES.values():
        assert _rows(tmp_path / "库", table) == _rows(store, table)


def test_a_run_in_portions_holds_the_same_rows(forms: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes them, from memory or from shards, in one process or several; written once more they are the same to the byte."""
    monkeypatch.setattr("linter.dataset.filling.FORMS", 7)
    _run("check", "--no-cache", "--jobs", "1", forms, "--store", tmp_path / "库", "--run", "一审")
    for place, shard in (("批", "9"), ("另批", "5")):
        done = _run(
            *("batch", "run", forms, "--out", tmp_path / place, "--shard-size", shard, "--jobs", "2"),
            *("--store", tmp_path / f"{place}库", "--run", "一审"),
        )
        assert done.exit_code == 3, done.output
    parts = [path.relative_to(tmp_path / "库") for path in sorted((tmp_path / "库").rglob("*.parquet"))]
    assert len(parts) == 7 * len(TABLES), "six of seven forms each, and what follows them"
    for other in ("批库", "另批库"):
        assert [path.relative_to(tmp_path / other) for path in sorted((tmp_path / other).rglob("*.parquet"))] == parts
        for part in parts:
            assert (tmp_path / other / part).read_bytes() == (tmp_path / "库" / part).read_bytes(), part
    for table in TABLES.values():
        assert _rows(tmp_path / "库", table) == _rows(store, table)


def test_a_batch_without_rows_writes_no_store(forms: Path, tmp_path: Path) -> None:
    _run("batch", "run", forms, "--out", tmp_path / "批", "--jobs", "2")
    done = _run("batch", "run", forms, "--out", tmp_path / "批", "--jobs", "2", "--store", tmp_path / "库")
    assert done.exit_code == 2
    assert "没有要求写结果库" in done.stderr


def test_python_callers_write_the_same(forms: Path, store: Path, tmp_path: Path) -> None:
    result = jixiao.check(forms)
    run = jixiao.to_store(result, tmp_path / "库", run="一审")
    assert run.rows["forms"] == len(_rows(store, FormRow))
    for table in (FormRow, IndicatorRow):
        assert _rows(tmp_path / "库", table) == _rows(store, table)


def test_a_run_without_a_name_is_named_by_what_it_is(forms: Path, tmp_path: Path) -> None:
    result = jixiao.check(forms / "甲.xlsx")
    names = {write_run(tmp_path / "库", each).name for each in (result, result, jixiao.check(forms / "000.json"))}
    assert len(names) == 2
    assert {run.name for run in read_store(tmp_path / "库").runs} == names


# -- what cannot be used ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(forms: Path, tmp_path: Path) -> Path:
    write_run(tmp_path / "库", jixiao.check(forms / "甲.xlsx"), "一")
    return tmp_path / "库"


def test_another_schema_is_refused(forms: Path, small: Path) -> None:
    meta = small / "run=一" / "run.json"
    meta.write_text(meta.read_text(encoding="utf-8").replace('"schema":2', '"schema":99'), encoding="utf-8")
    with pytest.raises(StoreRefused, match=r"第 99 版.*只用第 2 版"):
        read_store(small)
    done = _run("check", forms / "甲.xlsx", "--store", small)
    assert done.exit_code == 2
    assert "第 99 版" in done.stderr
    assert [path.name for path in small.glob("run=*")] == ["run=一"]


def test_what_a_kill_left_is_no_run_and_is_said(small: Path) -> None:
    (small / ".run=二").mkdir()
    (small / ".run=二" / "forms.parquet").write_bytes(b"PAR1")
    store = read_store(small)
    assert [run.name for run in store.runs] == ["一"]
    (remark,) = store.remarks
    assert "未写完" in remark


@pytest.mark.parametrize("damage", ["cut", "gone", "no meta"])
def test_a_damaged_run_is_passed_over_and_said(forms: Path, small: Path, damage: str) -> None:
    write_run(small, jixiao.check(forms / "000.json"), "二")
    table = small / "run=二" / "indicators" / "000001.parquet"
    if damage == "cut":
        table.write_bytes(table.read_bytes()[:-20])
    elif damage == "gone":
        table.unlink()
    else:
        (small / "run=二" / "run.json").unlink()
    store = read_store(small)
    assert [run.name for run in store.runs] == ["一"]
    assert "不完整" in store.remarks[0]


def test_what_a_killed_process_began_of_a_part_is_not_in_the_run(forms: Path, tmp_path: Path) -> None:
    def interrupted(write: Callable[[Portion], Part], run: Iterable[Portion]) -> Iterator[Part]:
        assert isinstance(write, PartWriter)
        for portion in run:
            (write.folder / "forms").mkdir(exist_ok=True)
            (write.folder / "forms" / ".000001-0.begun").write_bytes(b"PAR1")
            yield write(portion)

    write_run(tmp_path / "库", jixiao.check(forms / "甲.xlsx"), "一", interrupted)
    assert [path.name for path in (tmp_path / "库" / "run=一" / "forms").iterdir()] == ["000001.parquet"]
    assert len(_rows(tmp_path / "库", FormRow)) == 1


def test_parts_that_nobody_sees_are_said_and_the_store_is_as_it_was(forms: Path, small: Path, tmp_path: Path) -> None:
    """As on a cluster whose nodes have folders of their own."""
    result = jixiao.check(forms / "甲.xlsx")

    def elsewhere(write: Callable[[Portion], Part], run: Iterable[Portion]) -> Iterator[Part]:
        assert isinstance(write, PartWriter)
        (tmp_path / "别处").mkdir()
        return map(PartWriter(tmp_path / "别处"), run)

    def nowhere(write: Callable[[Portion], Part], run: Iterable[Portion]) -> Iterator[Part]:
        return map(PartWriter(tmp_path / "没有"), run)

    for writing in (elsewhere, nowhere):
        with pytest.raises(StoreRefused, match="不是各个进程都看得到的"):
            write_run(small, result, "二", writing)
    assert [path.name for path in sorted(small.iterdir())] == [".lock", "run=一"]


def test_a_part_that_is_gone_is_said(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.dataset.filling.FORMS", 7)
    _run("check", "--no-cache", "--jobs", "1", forms, "--store", tmp_path / "库", "--run", "一审")
    (tmp_path / "库" / "run=一审" / "indicators" / "000002.parquet").unlink()
    store = read_store(tmp_path / "库")
    assert store.runs == ()
    assert "不完整（indicators）" in store.remarks[0]


def test_a_folder_with_something_else_is_refused_before_the_work(forms: Path, tmp_path: Path) -> None:
    (tmp_path / "文稿.docx").write_bytes(b"")
    done = _run("check", forms / "甲.xlsx", "--store", tmp_path)
    assert done.exit_code == 2
    assert "已有其他文件" in done.stderr
    assert not list(tmp_path.glob("run=*"))


@pytest.mark.parametrize("name", ["../外", "", "a/b", ".隐", "甲 乙"])
def test_names_no_folder_may_have_are_refused(forms: Path, tmp_path: Path, name: str) -> None:
    done = _run("check", forms / "甲.xlsx", "--store", tmp_path / "库", "--run", name)
    assert done.exit_code == 2
    assert "不能用" in done.stderr


def test_a_name_needs_a_store(forms: Path) -> None:
    done = _run("check", forms / "甲.xlsx", "--run", "一")
    assert done.exit_code == 2
    assert "--store" in done.stderr


def test_a_form_with_thousands_of_rows_keeps_them(tmp_path: Path) -> None:
    rows = [f"数量指标 | 第{number}处泵站维修数量 | ≥{number}座" for number in range(1, 5001)]
    file = tmp_path / "大.json"
    file.write_bytes(source_of({**CASE, "rows": rows})[0])
    result = jixiao.check(file)
    write_run(tmp_path / "库", result)
    found = _rows(tmp_path / "库", IndicatorRow)
    assert len(found) == sum(len(form.indicators) for document in result.documents for form in document.forms) == 5000
    assert found[-1].number == 5000
    (form,) = _rows(tmp_path / "库", FormRow)
    assert (form.indicators, form.checked, form.quality) == (5000, False, None)
    assert any("超过 1000 行" in each.why for each in _rows(tmp_path / "库", NotCheckedRow))


def test_half_a_character_does_not_stop_the_store(tmp_path: Path) -> None:
    file = tmp_path / "半.json"
    text = next(iter(payloads(1))).decode().replace("维护1", "维护\\ud800")
    file.write_bytes(text.encode())
    done = _run("check", "--no-cache", file, "--store", tmp_path / "库", "--fail-on", "never")
    assert done.exit_code in (0, 3), done.output
    assert len(_rows(tmp_path / "库", InputRow)) == 1


# -- the schema -------------------------------------------------------------------------------------------------------------------


def test_every_column_says_what_it_is() -> None:
    for row in TABLES.values():
        assert row.__doc__
        for column in columns(row):
            assert column.meaning, column
            assert column.name.isidentifier()


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (Decimal("1.005"), Decimal("1.01")),
        (Decimal("1e21"), Decimal("1e21")),
        (Decimal("1e22"), None),
        (Decimal("NaN"), None),
        (None, None),
        (Decimal("-0.004"), Decimal("-0.00")),
    ],
)
def test_numbers_fit_their_column_or_are_left_out(number: Decimal | None, kept: Decimal | None) -> None:
    assert fitted(number, Kind.MONEY) == kept


# -- without the extra --------------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_before_the_work(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    done = _run("check", forms / "甲.xlsx", "--store", tmp_path / "库")
    assert done.exit_code == 2
    assert '需要 pyarrow，请在源码文件夹中运行 python -m pip install ".[store]"' in done.stderr
    assert not (tmp_path / "库").exists()
    assert _run("check", "--no-cache", "--fail-on", "never", forms / "甲.xlsx").exit_code == 0


def test_a_cluster_needs_its_extra(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    done = _run("batch", "run", forms, "--out", tmp_path / "批", "--engine", "spark")
    assert done.exit_code == 2
    assert 'python -m pip install ".[spark]"' in done.stderr
    assert not (tmp_path / "批").exists()


def test_a_master_needs_spark(forms: Path, tmp_path: Path) -> None:
    done = _run("batch", "run", forms, "--out", tmp_path / "批", "--master", "local[2]")
    assert done.exit_code == 2
    assert "--engine spark" in done.stderr
