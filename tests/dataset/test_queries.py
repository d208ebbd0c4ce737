"""Every ready query runs on a store of example forms and says what is in them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import jixiao
from linter.dataset.runs import write_run
from tests.support.cases import form_data
from tests.support.writers import write

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
pytest.importorskip("pyarrow", reason="the extra store is not installed")

QUERIES = Path(__file__).parents[2] / "examples" / "sql"
ROWS = [
    "数量指标 | 维修泵站数量 | ≥12座",
    "数量指标 | 清淤渠道长度 | ≥8.5公里",
    "数量指标 | 更换闸门数量 | ≥6扇",
    "数量指标 | 安装水尺数量 | ≥31把",
    "质量指标 | 维修验收合格率 | ≥97%",
]


def _form(unit: str, project: str, total: str, year: int, rows: list[str]) -> dict[str, Any]:
    return form_data(
        {"fields": {"project": project, "unit": unit, "attribute": "常年项目", "total_annual": total}, "year": year, "rows": rows}
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("库")
    for year in (2025, 2026):
        folder = place / f"{year}"
        folder.mkdir()
        rows = [row.replace("12座", f"{year - 2013}座") for row in ROWS]
        for name, form in {
            "甲": _form("青禾县水利局", "泵站维修", "960,000", year, rows),
            "乙": _form("青禾县农业局", "灌区维修", "350,000", year, rows),
            "丙": _form("青禾县民政局", "养老平台", "200,000", year, ["数量指标 | 接入养老机构数量 | ≥186%", "社会效益 | 服务水平 | 良好"]),
        }.items():
            (folder / f"{name}.xlsx").write_bytes(write([form], layout="two-sided", to="xlsx"))
        write_run(place / "结果库", jixiao.check(folder), f"{year}年")
    return place / "结果库"


def _asked(store: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.chdir(store)
    with duckdb.connect() as connection:
        found = connection.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_every_query_is_tested() -> None:
    asked = {"worst_units", "rules_by_unit", "targets_by_project_type", "year_on_year", "copies", "quantified_share"}
    assert {path.stem for path in QUERIES.glob("*.sql")} == asked


def test_worst_units(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in _asked(store, "worst_units", monkeypatch) if row["运行"] == "2026年"]
    found = {row["单位"]: row for row in rows}
    assert found["青禾县民政局"]["必改"] > 0
    assert found["青禾县水利局"]["金额_万元"] == 96
    assert [row["平均质量分"] for row in rows] == sorted(row["平均质量分"] for row in rows)


def test_rules_by_unit(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _asked(store, "rules_by_unit", monkeypatch)
    found = {(row["运行"], row["单位"], row["规则"]): row["意见"] for row in rows}
    assert {(row["名称"], row["级别"]) for row in rows if row["规则"] == "JX402"} == {("计数类指标使用百分比", "必改")}
    assert found["2026年", "青禾县民政局", "JX402"] == 1
    assert ("2026年", "青禾县水利局", "JX402") not in found


def test_targets_by_project_type(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _asked(store, "targets_by_project_type", monkeypatch)
    (rates,) = [row for row in rows if row["运行"] == "2026年" and row["二级指标"] == "质量指标"]
    assert rates["项目属性"] == "常年项目"
    assert (rates["指标"], rates["量化_百分比"], rates["百分比中位数"]) == (2, 100, 97)


def test_year_on_year(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _asked(store, "year_on_year", monkeypatch)
    (pumps,) = [row for row in rows if row["单位"] == "青禾县水利局" and row["指标"] == "维修泵站数量"]
    assert (pumps["上年指标值"], pumps["本年指标值"], pumps["增减"], pumps["原样"]) == ("≥12座", "≥13座", 1, False)


def test_copies(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in _asked(store, "copies", monkeypatch) if row["运行"] == "2026年"]
    (copy,) = rows
    assert {copy["单位"], copy["来源单位"]} == {"青禾县水利局", "青禾县农业局"}
    assert {copy["金额_万元"], copy["来源金额_万元"]} == {96, 35}


def test_quantified_share(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {row["单位"]: row for row in _asked(store, "quantified_share", monkeypatch) if row["运行"] == "2026年"}
    assert found["青禾县民政局"]["量化_百分比"] == 50
    assert found["青禾县水利局"]["量化_百分比"] == 100


def test_stores_side_by_side_are_told_apart_by_their_folders(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query of docs/规模.md."""
    (query,) = re.findall(r"(?ms)^```sql\n(.*?)^```", (QUERIES.parents[1] / "docs" / "规模.md").read_text(encoding="utf-8"))
    for province in ("青禾省", "白石省"):
        shutil.copytree(store, tmp_path / f"省份={province}")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        found = {(row[0], row[1]): row[2] for row in connection.execute(query).fetchall()}
    assert found == {(province, f"{year}年"): 3 for province in ("青禾省", "白石省") for year in (2025, 2026)}
