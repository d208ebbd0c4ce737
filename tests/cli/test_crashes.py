"""Ordinary and absurd rows: no rule crashes on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from tests.support.cases import form_data

ABSURD = "9" * 70
ROWS = [
    "时效指标 | 补助时效 | 九成",
    "时效指标 | 救助金发放时限 | 百分之九十五",
    "数量指标 | 护林员人数（人） | 30元",
    "数量指标 | 补助户数 | 三成",
    f"成本指标 | 总成本 | ≤{ABSURD}万元",
    f"成本指标 | 单位成本 | ≤{ABSURD}元/人",
    f"数量指标 | 培训人数 | ≥{ABSURD}人",
    f"质量指标 | 验收合格率 | ≥0.{ABSURD}%",
    "数量指标 | 采购台数 | " + "亿" * 30 + "台",
    f"经济效益 | 带动增收 | {ABSURD}亿元",
]


def _crashed(rows: list[str], tmp_path: Path, fields: dict[str, Any] | None = None) -> list[str]:
    data = {"forms": [form_data({"rows": rows, **({"fields": fields} if fields else {})})]}
    (tmp_path / "a.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--pedantic", "--format", "json", str(tmp_path / "a.json")])
    report = json.loads(done.stdout)
    return [f"{note['what']}：{note['why']}" for one in report["inputs"] for note in one["not_checked"]]


@pytest.mark.parametrize("row", ROWS)
def test_no_rule_crashes_on_a_row(row: str, tmp_path: Path) -> None:
    assert _crashed([row, "质量指标 | 验收合格率 | =100%"], tmp_path) == []


def test_no_rule_crashes_on_all_of_them_together(tmp_path: Path) -> None:
    assert _crashed(ROWS, tmp_path) == []
