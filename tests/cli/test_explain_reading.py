"""``jixiao parse --explain-reading``: how each table was read, what it cost, what the next reading would have cost."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from linter.cli.app import jixiao

GRID = """<table><tr><td>项目名称</td><td colspan=4>河道巡查</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>牵头科室</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>巡查次数</td><td>≥24次</td><td>河长办</td></tr>
<tr><td></td><td>质量指标</td><td>≥95%</td><td></td><td></td></tr></table>"""
LINES = "项目名称\n河道巡查\n一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n巡查次数\n≥24次\n质量指标\n问题整改率\n≥95%\n"


def told(tmp_path: Path, name: str, text: str) -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["parse", "--explain-reading", str(path)])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_a_table_read_by_alignment(tmp_path: Path) -> None:
    lines = told(tmp_path, "a.txt", LINES)
    assert lines[1].startswith("表1 河道巡查")
    assert "  读法：按栏目对齐，共2行；一格一行" in lines
    assert "  栏目：一级指标 | 二级指标 | 指标名称 | 指标值" in lines
    assert any(line.startswith("  代价：平均每行") for line in lines)
    assert any(line.startswith("  次优的切分：") and "不足1该行存疑" in line for line in lines)


def test_a_grid_with_an_unknown_heading_and_a_row_that_slipped(tmp_path: Path) -> None:
    lines = told(tmp_path, "a.html", GRID)
    assert "  读法：各格按表头所在的列读取" in lines
    assert "  栏目：一级指标（一级指标） | 二级指标（二级指标） | 三级指标（指标名称） | 指标值（指标值）" in lines
    assert "  未能识别的栏目：牵头科室" in lines
    assert "  错格检查：1行移动一格读起来更通顺" in lines
    assert any(line.startswith("  存疑 indicators[1]：此行各格与栏目名称不符") for line in lines)


def test_what_was_not_read_is_told(tmp_path: Path) -> None:
    prose = "各乡镇|按照本通知要求|认真组织实施|确保专款专用\n县财政局|会同有关部门|加强监督检查|对违规行为严肃处理\n"
    path = tmp_path / "a.txt"
    path.write_text(f"一级指标|二级指标|三级指标|指标值\n{prose}", encoding="utf-8")
    done = CliRunner().invoke(jixiao, ["parse", "--explain-reading", str(path)])
    assert "未读取 第1行：表中内容与栏目对不上，未读取，请核对原文：各乡镇" in done.output


def test_a_file_that_names_its_cells_needs_no_reading(tmp_path: Path) -> None:
    lines = told(tmp_path, "a.yaml", "项目名称: 河道巡查\n指标:\n- {三级指标: 巡查次数, 指标值: ≥24次}\n")
    assert "  读法：按文件中写明的栏目名读取" in lines
