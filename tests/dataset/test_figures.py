"""Figures of a store are those of the files; people's marks come back as precision."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from linter.cli.app import jixiao
from linter.dataset.sample import HEAD, SheetRefused, precisions
from tests.support.cases import form_data

pytest.importorskip("pyarrow", reason="the extra store is not installed")

POOR = ["数量指标 | 接入养老机构数量 | ≥186%", "质量指标 | 平台稳定性 | 良好", "服务对象满意度 | 使用单位满意度 | ≥95%"]
SOUND = ["数量指标 | 培训人数 | ≥86人", "质量指标 | 结业考核通过率 | ≥93%", "社会效益 | 就业率 | ≥67%"]


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(jixiao, [str(one) for one in args], prog_name="jixiao")


def _write(path: Path, unit: str, project: str, rows: list[str], year: int, kind: str) -> None:
    fields = {"unit": unit, "project": project, "total_annual": "60,000", "attribute": kind}
    path.write_text(
        json.dumps({"forms": [form_data({"rows": rows, "fields": fields, "year": year})]}, ensure_ascii=False), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("县")
    _write(place / "甲.json", "青禾县民政局", "养老平台", POOR, 2026, "常年项目")
    _write(place / "乙.json", "青禾县民政局", "养老平台二期", POOR[:2], 2025, "一次性项目")
    _write(place / "丙.json", "青禾县人社局", "技能培训", SOUND, 2026, "常年项目")
    (place / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return place


@pytest.fixture(scope="module")
def store(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("库") / "库"
    assert _run("check", "--no-cache", "--no-config", files, "--store", place, "--run", "一审").exit_code == 3
    return place


def _json(*args: str | Path) -> dict[str, Any]:
    done = _run("stats", *args, "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("by", ["unit", "rule", "year", "project-type"])
def test_a_store_has_the_figures_of_its_files(files: Path, store: Path, by: str) -> None:
    assert _json(store, "--by", by) == _json(files, "--no-config", "--by", by)


def test_what_figures_are_grouped_by(store: Path) -> None:
    years = _json(store, "--by", "year")
    assert [(one["unit"], one["forms"]) for one in years["groups"]] == [("2025年", 1), ("2026年", 2)]
    kinds = _json(store, "--by", "project-type")
    assert [(one["unit"], one["forms"]) for one in kinds["groups"]] == [("一次性项目", 1), ("常年项目", 2)]
    rules = {one["code"]: one for one in _json(store, "--by", "rule")["rules"]}
    assert (rules["JX402"]["findings"]["error"], rules["JX402"]["forms"], rules["JX402"]["units"]) == (2, 2, 1)


@pytest.mark.parametrize(("by", "line"), [("unit", "按单位"), ("rule", "JX402"), ("year", "2025年"), ("project-type", "常年项目")])
@pytest.mark.parametrize("kind", ["text", "csv", "html"])
def test_every_output_shows_the_groups(store: Path, by: str, line: str, kind: str) -> None:
    done = _run("stats", store, "--by", by, "--to", kind)
    assert done.exit_code == 0, done.stderr
    assert line in done.stdout or (kind == "csv" and by == "unit" and "青禾县人社局" in done.stdout)


def test_runs_stand_beside_each_other(files: Path, tmp_path: Path) -> None:
    for name in ("一审", "二审"):
        _run("check", "--no-cache", "--no-config", files, "--store", tmp_path / "库", "--run", name)
    figures = _json(tmp_path / "库")
    trend = figures["trend"]
    assert figures["runs"] == ["一审", "二审"]
    assert "2 次运行（一审、二审）合计" in _run("stats", tmp_path / "库").stdout.splitlines()[1]
    assert [note.partition("：")[0] for note in figures["not_checked"]] == ["一审", "二审"]
    assert [one["unit"] for one in trend] == ["一审 2025年", "一审 2026年", "二审 2025年", "二审 2026年"]
    assert "<polyline" in _run("stats", tmp_path / "库", "--to", "html").stdout


def test_the_trend_joins_what_can_be_compared(tmp_path: Path) -> None:
    """A line between the figures of two counties would say that something rose or fell."""
    for run, unit in (("甲县", "青禾县民政局"), ("乙县", "坪安县民政局"), ("乙县复审", "坪安县民政局")):
        place = tmp_path / run
        place.mkdir()
        _write(place / "表.json", unit, "养老平台", POOR, 2026, "常年项目")
        _run("check", "--no-cache", "--no-config", place, "--store", tmp_path / "库", "--run", run)
    page = _run("stats", tmp_path / "库", "--to", "html").stdout
    assert page.count("<polyline") == 1
    assert page.count("<circle") == 3
    assert len(page.partition('<polyline class=trend points="')[2].partition('"')[0].split()) == 2


def test_amounts_nobody_wrote_are_not_nothing(tmp_path: Path) -> None:
    form = form_data({"rows": SOUND, "fields": {"unit": "青禾县人社局", "project": "技能培训"}})
    form["fields"].pop("total", None)
    (tmp_path / "甲.json").write_text(json.dumps({"forms": [form]}, ensure_ascii=False), encoding="utf-8")
    assert "— 万元（1 张未写明或未注明单位，不计）" in _run("stats", tmp_path, "--no-config").stdout
    assert "0.00万元" not in _run("stats", tmp_path, "--no-config", "--to", "html").stdout
    row = next(csv.DictReader(io.StringIO(_run("stats", tmp_path, "--no-config", "--to", "csv").stdout.lstrip("\ufeff"))))
    assert (row["金额（元）"], row["未写明金额的表数"]) == ("", "1")


def test_many_notes_are_folded_and_counted(tmp_path: Path) -> None:
    _write(tmp_path / "甲.json", "青禾县民政局", "养老平台", POOR, 2026, "常年项目")
    for number, folded in ((3, False), (30, True)):
        for name in range(number):
            (tmp_path / f"坏{name}.xlsx").write_bytes(b"PK\x03\x04")
        page = _run("stats", tmp_path, "--no-config", "--to", "html").stdout
        assert f"<summary>{number} 处</summary>" in page
        assert ("<details>" in page, "<details open>" in page) == (folded, not folded)


def test_one_run_of_a_store_can_be_named(files: Path, tmp_path: Path) -> None:
    for name in ("一审", "二审"):
        _run("check", "--no-cache", "--no-config", files, "--store", tmp_path / "库", "--run", name)
    assert [point["unit"] for point in _json(tmp_path / "库" / "run=一审")["trend"]] == ["2025年", "2026年"]
    (tmp_path / "库" / "run=二审").rename(tmp_path / "库" / "run=终审")
    assert [point["unit"] for point in _json(tmp_path / "库")["trend"]] == ["一审 2025年", "一审 2026年", "终审 2025年", "终审 2026年"]


@pytest.mark.parametrize("options", [("--select", "JX402"), ("--no-config",), ("--max-pages", "3"), ("--profile", "review")])
def test_a_store_cannot_be_checked_otherwise_again(store: Path, options: tuple[str, ...]) -> None:
    done = _run("stats", store, *options)
    assert done.exit_code == 2
    assert "已经检查完" in done.stderr


def test_the_page_needs_nothing_and_escapes_what_it_shows(tmp_path: Path) -> None:
    _write(tmp_path / "甲.json", "青禾县<b>局</b>", "养老平台", POOR, 2026, "常年项目")
    page = _run("stats", tmp_path, "--no-config", "--to", "html").stdout
    assert "青禾县&lt;b&gt;局&lt;/b&gt;" in page
    assert "<b>局" not in page
    assert "src=" not in page
    assert "http-equiv" in page
    assert "href=" not in page


def test_what_a_kill_left_is_said(store: Path, tmp_path: Path) -> None:
    (store / ".run=二审").mkdir()
    try:
        assert "未写完" in _run("stats", store).stderr
    finally:
        (store / ".run=二审").rmdir()


def test_a_store_and_files_are_not_counted_together(files: Path, store: Path) -> None:
    done = _run("stats", store, files)
    assert done.exit_code == 2
    assert "不能一起统计" in done.stderr


# -- precision by hand ------------------------------------------------------------------------------------------------------------


def _sheet(store: Path, count: int) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_run("stats", store, "--sample", str(count)).stdout.lstrip("\ufeff"))))


def _saved(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def test_a_sample_is_part_of_the_findings_and_the_same_each_time(store: Path) -> None:
    every, some = _sheet(store, 1000), _sheet(store, 3)
    assert tuple(some[0]) == (*HEAD, "抽自")
    assert len(some) == 4
    assert {row[-2] for row in some[1:]} < {row[-2] for row in every[1:]}
    assert some == _sheet(store, 3)


def test_a_sample_of_every_rule_judges_rules_that_seldom_speak(store: Path) -> None:
    listed = _run("stats", store, "--by", "rule", "--sample", "1").stdout
    head, *rows = csv.reader(io.StringIO(listed.lstrip("\ufeff")))
    rules = {row[1] for row in _sheet(store, 1000)[1:]}
    assert sorted(row[1] for row in rows) == sorted(rules)
    for number, row in enumerate(rows):
        row[9] = "对" if number else "错"
    figures, left = precisions(_saved([head, *rows]))
    assert {each.name for each in figures} == rules, "all of them together say nothing of the run"
    assert left == 0


def test_a_sheet_written_before_sheets_said_what_they_were_drawn_from_is_read(store: Path) -> None:
    head, *rows = (row[: len(HEAD)] for row in _sheet(store, 3))
    for row in rows:
        row[9] = "对"
    figures, _ = precisions(_saved([head, *rows]))
    assert (figures[0].name, figures[0].judged) == ("全部", 3)


@pytest.mark.parametrize("options", [("--to", "html"), ("--by", "year")])
def test_a_sample_is_a_sheet_and_nothing_else(store: Path, options: tuple[str, ...]) -> None:
    done = _run("stats", store, "--sample", "3", *options)
    assert done.exit_code == 2
    assert "--sample 写成 csv" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_marks_come_back_as_precision(store: Path, encoding: str) -> None:
    head, *rows = _sheet(store, 1000)
    for number, row in enumerate(rows[:-1]):
        row[9] = "对" if number else "错"
    figures, left = precisions(_saved([head, *rows], encoding))
    assert left == 1
    total = figures[0]
    assert (total.name, total.right, total.judged) == ("全部", len(rows) - 2, len(rows) - 1)
    assert sum(each.judged for each in figures if each.name.startswith("JX")) == total.judged


def test_the_interval_is_wilsons(store: Path, tmp_path: Path) -> None:
    rows = [[str(n), "JX402", "必改", "", "", "", "", "", "", "对" if n < 8 else "错", "", ""] for n in range(10)]
    (tmp_path / "核对.csv").write_bytes(_saved([list(HEAD), *rows]))
    done = _run("stats", "--marked", tmp_path / "核对.csv")
    assert done.exit_code == 0
    assert "全部：8/10，查准率 0.800 [0.49, 0.94]" in done.stdout


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是"),
        ("单位,表数\r\n甲,1\r\n".encode(), "不是"),
        (_saved([list(HEAD), ["1", "JX402", "必改", "", "", "", "", "", "", "也许", "", ""]]), "第 2 行"),
        (_saved([list(HEAD), ["1", "JX402"]]), "缺少栏目"),
        (b"\xff\xfe\x00\x01", "不是"),
    ],
)
def test_what_is_no_marked_sheet_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SheetRefused, match=why):
        precisions(data)


def test_a_sheet_nobody_marked_says_so(store: Path, tmp_path: Path) -> None:
    (tmp_path / "核对.csv").write_bytes(_saved(_sheet(store, 5)))
    assert "还没有写下判断" in _run("stats", "--marked", tmp_path / "核对.csv").stdout
