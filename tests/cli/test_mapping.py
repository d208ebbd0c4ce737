"""Headings of a system nobody has seen: proposed from a file, written in the settings, read from then on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao

ROWS = """事项标识,事项标题,板块,子板块,考察点,应达到,度量
YL-1,索道支架防腐,产出指标,数量指标,防腐支架座数,≥18座,按图纸
YL-1,索道支架防腐,产出指标,质量指标,涂层检测合格率,≥98%,第三方检测
YL-2,步道护栏加固,产出指标,数量指标,加固护栏长度,3.2公里,按图纸
"""
MAPPING = """[layouts.mapping]
"事项标识" = "项目编码"
"事项标题" = "项目名称"
"板块" = "一级指标"
"子板块" = "二级指标"
"考察点" = "三级指标"
"应达到" = "指标值"
"度量" = "explanation"
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def parsed(path: Path) -> list[dict[str, object]]:
    done = CliRunner().invoke(jixiao, ["parse", str(path), "--to", "json"])
    return list(json.loads(done.stdout)["forms"])


def test_the_draft_names_every_heading_and_what_its_cells_look_like(export: Path) -> None:
    done = CliRunner().invoke(jixiao, ["config", "mapping", str(export)])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("[layouts.mapping]\n")
    assert '"子板块" = "二级指标"' in done.stdout
    assert '"板块" = "一级指标"' in done.stdout
    assert '"应达到" = "指标值"' in done.stdout
    assert "防腐支架座数" in done.stdout


def test_what_the_settings_map_is_read(export: Path) -> None:
    (export.parent / "jixiao.toml").write_text(MAPPING, encoding="utf-8")
    forms = parsed(export)
    assert [form["fields"]["project"] for form in forms] == ["索道支架防腐", "步道护栏加固"]  # type: ignore[index]
    row = forms[0]["indicators"][1]  # type: ignore[index]
    assert (row["level2"], row["annual"]["name"], row["annual"]["value"], row["annual"]["explanation"]) == (
        "质量指标",
        "涂层检测合格率",
        "≥98%",
        "第三方检测",
    )
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--format", "json", str(export)])
    assert json.loads(done.stdout)["summary"]["forms"] == 2


def test_without_a_mapping_nothing_is_read_and_that_is_said(export: Path) -> None:
    done = CliRunner().invoke(jixiao, ["parse", str(export), "--to", "json"])
    data = json.loads(done.stdout)
    assert not data["forms"]
    assert data["not_checked"]


def test_a_heading_mapped_to_nothing_is_said(export: Path) -> None:
    (export.parent / "jixiao.toml").write_text('[layouts.mapping]\n"应达到" = "指标直"\n', encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", str(export)])
    assert done.exit_code == 2
    assert "指标直" in done.output
    assert "是否指" in done.output
