"""Lines for a terminal: as wide as it is, hanging, and none that begins with a mark that closes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linter.cli.plain import plain
from linter.files.wrapping import padded, width, wrapped

CLOSING = "，。、；：！？）”’》〉】"


def test_lines_hang_below_their_head() -> None:
    lines = wrapped("建议改为“≥186户”或“≥186个”，请与项目实施计划核实数量。", 30, "    → ")
    assert lines[0].startswith("    → 建议")
    assert all(line.startswith("      ") for line in lines[1:])
    assert all(width(line) <= 30 for line in lines)
    assert "".join(line.strip().removeprefix("→ ") for line in lines) == "建议改为“≥186户”或“≥186个”，请与项目实施计划核实数量。"


@given(st.text(alphabet="数量指标，。、（）“”ab12% ", max_size=200), st.integers(20, 90))
def test_no_line_begins_with_a_mark_that_closes(text: str, columns: int) -> None:
    lines = wrapped(text, columns, "  ")
    assert "".join("".join(line.split()) for line in lines) == "".join(text.split())
    for before, line in pairwise(lines):
        if line.strip() and line.strip()[0] in CLOSING:
            assert set(before.strip()) <= set(CLOSING) | {""} or width(line) + width(before) > columns


def test_wide_characters_take_two_columns() -> None:
    assert width("表a") == 3
    assert padded("表", 4) == "表  "


def test_a_page_has_no_marks_of_markdown() -> None:
    page = "# JX1 题（x）\n\n级别：必改。\n\n## 反例\n\n| 类别 | 值 |\n|---|---|\n| 数量指标 | `≥1` |\n\n- **重** 点 [链接](x.md)\n"
    text = plain(page, 60)
    assert not set("|#`*[") & set(text)
    assert "  类别      值\n  数量指标  ≥1\n" in text
    assert "  · 重 点 链接" in text


def test_a_table_too_wide_becomes_a_list() -> None:
    page = f"| 名称 | 含义 |\n|---|---|\n| 甲 | {'很长的说明' * 20} |\n"
    assert all(width(line) <= 60 for line in plain(page, 60).splitlines())
