"""Columns of a list of projects: who they belong to, what they cost, and headings of more than one line."""

from __future__ import annotations

from tests.support.golden import read
from tests.support.writers import draw

TITLE = "2026年项目支出绩效目标表"


def test_sources_of_money_have_their_own_columns() -> None:
    page = "项目名称 | 资金总额(万元) | 财政拨款(万元) | 其他资金(万元) | 一级指标 | 二级指标 | 三级指标 | 指标值\n桥梁检测 | 10 | 8 | 2 | 产出指标 | 数量指标 | 座数 | 5座"
    (form,) = read([TITLE, draw(page)], "blocks").forms
    assert {label: str(money.amount) for label, money in form.funding["annual"].items()} == {
        "财政拨款(万元)": "80000",
        "其他资金(万元)": "20000",
    }


def test_a_unit_left_of_the_levels_is_an_owner() -> None:
    page = "单位 | 项目 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 单位\n青禾县公路局 | 桥梁检测 | 产出指标 | 数量指标 | 座数 | 5 | 座"
    (form,) = read([TITLE, draw(page)], "blocks").forms
    target = form.indicators[0].annual
    assert target is not None
    assert target.unit is not None
    assert (form.fields["unit"].text, target.unit.text) == ("青禾县公路局", "座")


def test_a_lost_merged_unit_carries_over() -> None:
    page = "单位名称 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值\n公路局 | 检测 | 产出指标 | 数量指标 | 座数 | 5座\n | 标线 | 产出指标 | 数量指标 | 面积 | 2亩"
    assert [form.fields["unit"].text for form in read([TITLE, draw(page)], "csv").forms] == ["公路局", "公路局"]


def test_a_second_line_of_the_heading_is_no_row() -> None:
    page = "项目名称 | 检测 | < | <\n一级指标 | 二级指标 | 三级指标 | 指标值\n^ | ^ | ^ | 2026年\n产出指标 | 数量指标 | 座数 | 5座"
    assert len(read([TITLE, draw(page)], "blocks").forms[0].indicators) == 1
