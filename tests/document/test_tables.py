"""Budget tables as they come: units, merged heads, stray blanks, missing rows. What cannot be checked is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from linter import formats, layouts
from linter.layouts.table_grid import number_of
from linter.model.document import BudgetTable, Document
from linter.values.budget import kind_of, rank_of
from tests.support.writers import WRITERS, draw


def read(text: str, name: str = "表.txt") -> Document:
    (source,) = formats.read_bytes(text.encode(), name)
    return layouts.read_document(source)


def table(text: str) -> BudgetTable:
    (found,) = read(text).tables
    return found


def notes(text: str) -> list[str]:
    return [note.why for note in read(text).not_checked if "绩效目标表：" not in note.why]


@pytest.mark.parametrize(
    ("text", "number", "decimals"),
    [
        ("2,355.13", "2355.13", 2),
        ("２，３５５．１３", "2355.13", 2),
        (" 1 015.92 ", "1015.92", 2),
        ("(1,234.5)", "-1234.5", 1),
        ("（36）", "-36", 0),
        ("-3.20", "-3.20", 2),
        ("0", "0", 0),
    ],
)
def test_figures_are_read_however_they_are_printed(text: str, number: str, decimals: int) -> None:
    found = number_of(text)
    assert found is not None
    assert found[:2] == (Decimal(number), decimals)


@pytest.mark.parametrize("text", ["3O.00", "1.015.92", "(36", "约36", "2026年", "", "12,34"])
def test_what_is_no_figure_is_not_guessed(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("表十二 2026年项目支出预算表（本年预算）", "project_expenditure"),
        ("2027年度青禾市本级部门预算项目支出明细表", "project_expenditure"),
        ("一般公共预算财政拨款“三公”经费支出预算表", "three_public"),
        ("部门收支总体情况表", "income_expenditure"),
        ("一般公共预算基本支出表", "general_basic"),
        ("政府性基金预算支出表", "fund_expenditure"),
        ("项目支出绩效目标表", None),
        ("表十二2026年项目支出预算表（本年预算）.....19", None),
        ("详见项目支出预算表。", None),
    ],
)
def test_kinds_are_known_by_their_titles(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("label", "rank"), [("一、基本支出", 1), ("（二）项目", 2), ("3.差旅费", 3), ("3.5万元", None), ("①购置费", 5), ("合计", None)]
)
def test_enumerations_give_the_level(label: str, rank: int | None) -> None:
    assert rank_of(label) == rank


def test_codes_in_three_columns_are_put_together() -> None:
    found = table(
        "一般公共预算支出表\n单位：万元\n| 类 | 款 | 项 | 科目名称 | 合计 |\n| 213 | | | 农林水支出 | 9 |\n| 213 | 03 | | 水利 | 9 |\n"
        "| 213 | 03 | 14 | 防汛 | 5 |\n| | | 06 | 水利工程运行与维护 | 4 |\n"
    )
    assert [row.code for row in found.rows] == ["213", "21303", "2130314", "2130306"]


def test_income_and_expenditure_side_by_side_are_rows_of_their_own() -> None:
    found = table(
        "收支预算总表\n单位：元\n| 收入 | | 支出 | |\n| 项目 | 预算数 | 项目 | 预算数 |\n| 一、财政拨款 | 30 | 一、教育支出 | 30 |\n| 收入总计 | 30 | 支出总计 | 30 |\n"
    )
    assert [(row.block, row.label.text, row.role) for row in found.rows] == [
        (0, "一、财政拨款", "item"),
        (1, "一、教育支出", "item"),
        (0, "收入总计", "grand"),
        (1, "支出总计", "grand"),
    ]
    assert found.headers[3] == ("支出", "预算数")


def test_a_page_break_does_not_end_a_table() -> None:
    head = "| 项目名称 | 合计 | 一般公共预算 |\n"
    found = table(
        f"项目支出预算表\n单位：万元\n{head}| 甲项目 | 3.00 | 3.00 |\n\n- 12 -\n\n{head}| 乙项目 | 4.00 | 4.00 |\n| 合计 | 7.00 | 7.00 |\n"
    )
    assert [row.label.text for row in found.rows] == ["甲项目", "乙项目", "合计"]


def test_two_tables_on_one_sheet() -> None:
    suffix, writer = WRITERS["csv"]
    page = [
        "项目支出预算表",
        "单位：万元",
        draw("项目名称 | 合计\n甲 | 3\n合计 | 3"),
        "政府采购预算表",
        "单位：万元",
        draw("采购项目 | 合计\n乙 | 2\n合计 | 2"),
    ]
    (source,) = formats.read_bytes(writer([page]), f"表.{suffix}")
    assert [(one.kind, len(one.rows)) for one in layouts.read_document(source).tables] == [("project_expenditure", 2), ("procurement", 2)]


def test_units_are_stated_in_a_line_a_title_or_a_head() -> None:
    for first, head in (
        ("项目支出预算表\n金额单位：万元", "合计"),
        ("项目支出预算表（单位：万元）", "合计"),
        ("项目支出预算表", "金额（万元）"),
    ):
        found = table(f"{first}\n| 项目名称 | {head} | 备注 |\n| 甲 | 3.00 | |\n| 合计 | 3.00 | |\n")
        assert found.unit == "万元"
        assert [figure.amount for row in found.rows for figure in row.figures.values()] == [30000, 30000]


def test_without_a_unit_there_are_no_amounts_and_it_is_said() -> None:
    text = "项目支出预算表\n| 项目名称 | 合计 | 备注 |\n| 甲 | 3.00 | |\n| 合计 | 3.00 | |\n"
    assert [figure.amount for row in table(text).rows for figure in row.figures.values()] == [None, None]
    assert any("未见金额单位" in why for why in notes(text))


def test_a_missing_total_row_is_said() -> None:
    assert any(
        "未见合计行" in why for why in notes("项目支出预算表\n单位：万元\n| 项目名称 | 合计 | 备注 |\n| 甲 | 3.00 | |\n| 乙 | 4.00 | |\n")
    )


def test_a_cell_that_is_no_figure_is_said() -> None:
    text = "项目支出预算表\n单位：万元\n| 项目名称 | 合计 | 备注 |\n| 甲 | 3O.00 | |\n| 乙 | 4.00 | |\n| 合计 | 34.00 | |\n"
    assert any("1个单元格不是数字（如“3O.00”）" in why for why in notes(text))


def test_grids_that_are_no_budget_tables_are_left_alone() -> None:
    assert not read("山西省政府购买服务指导性目录\n| 代码 | 一级目录 | 二级目录 |\n| A | 公共服务 | |\n| A15 | | 公共信息服务 |\n").tables
    assert not read("会议日程\n| 时间 | 地点 | 人数 |\n| 9:00 | 三楼 | 30 |\n").tables


@pytest.mark.parametrize(
    "text", ["项目支出预算表\n单位：万元\n", "项目支出预算表\n单位：万元\n| | | |\n", "单位：万元\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n"]
)
def test_odd_tables_never_crash(text: str) -> None:
    assert read(text) is not None
