"""``jixiao check`` on a PDF: findings with page and box, ``--max-pages``, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.app import jixiao
from tests.support.writers.page import draw
from tests.support.writers.pdf import to_pdf

FORM = draw(
    "项目名称 | < | 设备维护 | <\n一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 巡检次数 | ≥98%\n^ | 质量指标 | 验收合格率 | ≥98%"
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf([["青禾县项目支出绩效目标表", "（2026年度）", FORM]] * 3))
    return path


def check(*arguments: str) -> tuple[int, dict[str, list[dict[str, dict[str, object]]]]]:
    done = CliRunner().invoke(jixiao, ["check", "--no-cache", "--format", "json", *arguments])
    return done.exit_code, json.loads(done.stdout)


def test_findings_say_page_and_box(document: Path) -> None:
    code, report = check("--select", "JX402", str(document))
    assert code == 1
    assert [finding["location"]["page"] for finding in report["findings"]] == [1, 2, 3]
    for finding in report["findings"]:
        x0, y0, x1, y1 = finding["location"]["bbox"]  # type: ignore[misc]
        assert 0 < x0 < x1 < 595
        assert 0 < y0 < y1 < 842


def test_pages_beyond_max_pages_are_said(document: Path) -> None:
    code, report = check("--max-pages", "2", "--select", "JX402", str(document))
    assert code == 1
    assert len(report["findings"]) == 2
    (note,) = report["inputs"][0]["not_checked"]
    assert "第3页" in str(note["what"])
    assert "--max-pages" in str(note["why"])


def test_a_broken_pdf_is_exit_code_3(tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.7\nbroken")
    code, report = check(str(path))
    assert code == 3
    assert "已损坏" in str(report["inputs"][0]["not_checked"][0]["why"])
