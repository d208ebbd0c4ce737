"""Rows of exact grids that were damaged before they were saved: doubtful where their cells would read better otherwise, and only there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter.model.document import Document
from linter.model.form import Form
from tests.support.golden import read
from tests.support.writers import draw

CASES = yaml.safe_load((Path(__file__).parent / "odd_rows.yml").read_text(encoding="utf-8"))
ABOVE = "项目名称 | 养老护理员培训 | < | <"


def form_of(table: str, to: str) -> Form:
    width = max(line.count("|") for line in table.splitlines()) + 1
    lines = [" | ".join((line.split("|") + [""] * width)[:width]) for line in table.splitlines()]
    document: Document = read(["青禾县项目支出绩效目标表", draw("\n".join([ABOVE + " | <" * (width - 4), *lines]))], to)
    (form,) = document.forms
    return form


@pytest.mark.parametrize("to", ["html", "xlsx", "docx"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_odd_rows(case: dict[str, Any], to: str) -> None:
    form = form_of(case["text"], to)
    doubted = {int(match[1]): doubt.why for doubt in form.uncertain if (match := re.fullmatch(r"indicators\[(\d+)\]", doubt.path))}
    assert doubted.keys() == case["doubts"].keys()
    assert all(word in doubted[row] for row, word in case["doubts"].items())
    assert (case["table"] in form.doubt if form.doubt else False) if "table" in case else form.doubt is None
    assert not form.truncated


def test_a_row_that_found_no_place_is_said_and_counts_as_unread() -> None:
    form = form_of(
        next(case for case in CASES if "units" in case["name"])["text"].replace("考试合格率 | ≥95 | %", " |  | 考试合格率"), "xlsx"
    )
    assert len(form.indicators) == 1
    assert form.unread
    assert any("考试合格率" in doubt.why for doubt in form.uncertain)


CUT = """
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 培训人次 | ≥300人次
 | 质量指标 | 考试合格率 | ≥95%
"""


@pytest.mark.parametrize(
    ("rest", "cut"),
    [
        ("", False),
        ("满意度指标 | 服务对象满意度指标", True),
        ("满意度指标 | 服务对象满意度指标 | 学员满意度", True),
        ("满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥", True),
        ("满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90%", False),
        ("满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90%（含", True),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "tabs", "lines"])
def test_cut_is_said_with_grounds(kind: str, rest: str, cut: bool) -> None:
    from linter import formats, layouts

    separator = {"csv": ",", "tabs": "\t", "lines": "\n"}[kind]
    rows = [[cell.strip() for cell in line.split("|")] for line in [*CUT.strip().splitlines(), *([rest] if rest else [])]]
    if kind == "lines":
        rows = [[cell for cell in row if cell] for row in rows]
    text = "\n".join(["青禾县项目支出绩效目标表", f"项目名称{separator}养老护理员培训", *(separator.join(row) for row in rows)])
    (source,) = formats.read_bytes(text.encode(), f"a.{'csv' if kind == 'csv' else 'txt'}")
    (form,) = layouts.read_document(source).forms
    assert form.truncated is cut
