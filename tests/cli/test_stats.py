"""``jixiao stats``: figures by unit and in total, how each is made, and what could not be read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from linter.knowledge.resources import data_root
from linter.reports.statistics.model import PERCENTILES, spread_of
from linter.reports.statistics.text import bar
from tests.support.cases import form_data

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((data_root() / "schemas/stats.schema.json").read_text(encoding="utf-8"))


def _form(unit: str, project: str, rows: list[str], amount: str = "60,000") -> dict[str, Any]:
    return {"rows": rows, "fields": {"unit": unit, "project": project, "total_annual": amount}}


def _write(path: Path, *cases: dict[str, Any]) -> str:
    forms = [form_data(case, n) for n, case in enumerate(cases, start=1)]
    path.write_text(json.dumps({"forms": forms}, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def county(tmp_path: Path) -> str:
    heaped = [
        "数量指标 | 巡检次数 | ≥24次",
        "质量指标 | 设备完好率 | ≥95%",
        "质量指标 | 平台稳定性 | 良好",
        "服务对象满意度 | 使用单位满意度 | ≥95%",
    ]
    spread = ["数量指标 | 培训人数 | ≥86人", "质量指标 | 结业考核通过率 | ≥93%", "社会效益 | 岗位能力 | 良好", "社会效益 | 就业率 | ≥67%"]
    _write(tmp_path / "甲.json", _form("青禾县财政局", "设备维护", heaped), _form("青禾县财政局", "平台运维", heaped[1:], "40,000"))
    _write(tmp_path / "乙.json", _form("青禾县人社局", "技能培训", spread, ""))
    return str(tmp_path)


def _run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(jixiao, ["stats", "--no-config", *args])
    return done.exit_code, done.stdout


def _json(*args: str) -> dict[str, Any]:
    code, output = _run(*args, "--format", "json")
    assert code == 0
    found: dict[str, Any] = json.loads(output)
    jsonschema.validate(found, SCHEMA)
    return found


def test_figures_by_unit_and_in_total(county: str) -> None:
    found = _json(county)
    assert [(one["unit"], one["forms"], one["amount"], one["forms_without_amount"]) for one in found["units"]] == [
        ("青禾县人社局", 1, "0.00", 1),
        ("青禾县财政局", 2, "100000.00", 0),
    ]
    total = found["total"]
    assert (total["forms"], total["amount"], total["targets"], total["quantified"]) == (3, "100000.00", 11, 8)
    assert total["quantified_percent"] == "72.7"
    for level in ("error", "warning", "info"):
        assert total["findings"][level] == sum(one["findings"][level] for one in found["units"])
        assert total["findings"][level] == sum(family[level] for family in total["by_family"].values())


def test_empty_phrases_are_counted(county: str) -> None:
    assert _json(county)["total"]["phrases"] == [{"phrase": "良好", "count": 3}]


def test_heaping_tells_habit_from_choice(county: str) -> None:
    people, finance = (one["heaping"] for one in _json(county)["units"])
    assert finance["values"] == [{"value": "≥95%", "count": 4, "percent": "100.0"}]
    assert finance["index"] == "500.0"
    assert people["index"] == "0.0"


def test_statutory_100_percent_is_no_habit(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "甲.json", _form("青禾县财政局", "补助发放", ["质量指标 | 发放准确率 | =100%", "质量指标 | 抽查合格率 | ≥97%"])
    )
    heaping = _json(path)["total"]["heaping"]
    assert (heaping["percents"], heaping["between"], heaping["index"]) == (2, 1, "0.0")


def test_the_quality_index_is_the_mean_of_the_published_score(county: str) -> None:
    found = _json(county)
    parts = {one["unit"]: (Decimal(one["quality"]), one["forms"]) for one in found["units"]}
    mean = sum(value * forms for value, forms in parts.values()) / 3
    assert abs(Decimal(found["total"]["quality"]) - mean) <= Decimal("0.1")
    assert "平均值" in found["formulas"]["quality"]


def test_the_text_reads_well(county: str) -> None:
    code, text = _run(county)
    assert code == 0
    for said in (
        "3 张表，2 个单位，10.00 万元（1 张未写明或未注明单位，不计）",
        "质量指数",
        "可量化",
        "72.7%（8/11）",
        "“良好”",
        "≥95%",
        "尾数集中指数",
        "青禾县财政局",
    ):
        assert said in text, said
    assert "JX" not in text


def test_csv_opens_in_a_spreadsheet(county: str, tmp_path: Path) -> None:
    assert _run(county, "--format", "csv", "-o", str(tmp_path / "统计.csv"))[0] == 0
    data = (tmp_path / "统计.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:4]] == ["青禾县人社局", "青禾县财政局", "全部"]
    assert {len(row) for row in rows[:4]} == {len(rows[0])}


def test_bars_are_in_proportion() -> None:
    assert bar(0, 10) == ""
    assert bar(10, 10, 8) == "█" * 8
    assert bar(5, 10, 8) == "█" * 4
    assert bar(1, 1_000_000, 8) == "▏"


def test_a_file_without_forms_is_said(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("关于开会的通知", encoding="utf-8")
    code, text = _run(str(tmp_path / "通知.txt"))
    assert code == 0
    assert "没有读到绩效目标表" in text


def test_an_unreadable_file_is_exit_code_3_and_the_rest_is_counted(county: str, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    code, text = _run(county)
    assert code == 3
    assert "3 张表" in text
    assert "未检查的内容" in text


@pytest.mark.parametrize(
    ("scores", "spread"),
    [
        ([], {}),
        ([80], dict.fromkeys(PERCENTILES, 80)),
        (range(1, 101), {0: 1, 10: 10, 25: 25, 50: 50, 75: 75, 90: 90, 100: 100}),
        ([60, 60, 60, 90], {0: 60, 10: 60, 25: 60, 50: 60, 75: 60, 90: 90, 100: 90}),
    ],
)
def test_percentiles_are_scores_that_forms_have(scores: Sequence[int], spread: dict[int, int]) -> None:
    assert dict(spread_of(Counter(map(Decimal, scores)))) == spread


def test_the_score_tells_how_it_is_built_and_how_far_forms_lie_apart() -> None:
    text = (
        CliRunner()
        .invoke(jixiao, ["stats", str(ROOT / "examples/forms/bad-form.xlsx"), str(ROOT / "examples/forms/good-form.xlsx")])
        .output
    )
    assert "各表分布  最低 " in text
    deductions = json.loads((ROOT / "schemas/review/scoring.json").read_text(encoding="utf-8"))["deductions"]
    assert f"必改 {deductions['error']} 分、建议修改 {deductions['warning']} 分、提示 {deductions['info']} 分" in text
