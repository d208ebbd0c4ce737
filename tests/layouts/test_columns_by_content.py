"""A heading may mean several roles; what stands under it decides. What belongs to no field is kept, never dropped."""

from __future__ import annotations

import pytest

from linter.model.document import Document
from tests.support.golden import read
from tests.support.writers import draw

PAGE = """
项目名称 | 渠道清淤 | < | < | < | <
{heading} | 一级指标 | 二级指标 | 三级指标 | 指标值 | {last}
{first} | 产出指标 | 数量指标 | 清淤长度 | ≥76公里 | {end}
{second} | 效益指标 | 社会效益 | 受益户数 | ≥900户 |
"""


def form(heading: str, first: str, second: str, last: str = "备注", end: str = "") -> Document:
    return read(["项目支出绩效目标表（2026年度）", draw(PAGE.format(**locals()))], "blocks")


@pytest.mark.parametrize(("heading", "first", "second"), [("指标类型", "定量", "定性"), ("指标性质", "定量指标", "定性指标")])
def test_a_column_of_natures_is_no_level_and_no_comparator(heading: str, first: str, second: str) -> None:
    (one, other) = form(heading, first, second).forms[0].indicators
    assert (one.level1, other.level1) == ("产出指标", "效益指标")
    assert one.annual is not None
    assert one.annual.nature is not None
    assert (one.annual.nature.text, one.annual.comparator) == (first, None)


def test_directions_are_no_comparators_but_the_nature_of_the_row() -> None:
    target = form("指标方向", "正向", "反向").forms[0].indicators[0].annual
    assert target is not None
    assert target.nature is not None
    assert (target.comparator, target.nature.text) == (None, "正向")


def test_directions_beside_natures_are_kept_aside() -> None:
    page = """
项目名称 | 渠道清淤 | < | < | < | <
指标方向 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标属性
正向 | 产出指标 | 数量指标 | 清淤长度 | ≥76公里 | 定量
反向 | 效益指标 | 社会效益 | 投诉件数 | ≤9件 | 定量
"""
    read_ = read(["项目支出绩效目标表（2026年度）", draw(page)], "blocks").forms[0]
    assert [target.nature.text for _, _, target in read_.targets() if target.nature is not None] == ["定量", "定量"]
    assert read_.extras["指标方向"].text == "正向 | 反向"


def test_comparators_under_the_same_heading_stay_comparators() -> None:
    target = form("指标方向", "≥", "定性").forms[0].indicators[0].annual
    assert target is not None
    assert target.comparator is not None
    assert target.comparator.text == "≥"


def test_a_filled_remark_column_is_kept_and_a_blank_one_is_not() -> None:
    remarks = [target.remark for _, _, target in form("指标方向", "≥", "≥", "备注", "含支渠").forms[0].targets()]
    assert {remark.text for remark in remarks if remark is not None} == {"含支渠"}
    assert all(target.remark is None for _, _, target in form("指标方向", "≥", "≥").forms[0].targets())


@pytest.mark.parametrize(("value", "unit"), [("≥99", "%"), ("≥99%", None), ("优良", None)])
def test_the_unit_in_the_heading_counts_for_bare_numbers_only(value: str, unit: str | None) -> None:
    page = f"项目名称 | 热线 | < | <\n一级指标 | 二级指标 | 三级指标 | 指标值（%）\n产出指标 | 质量指标 | 接通率 | {value}"
    target = read([draw(page)], "blocks").forms[0].indicators[0].annual
    assert target is not None
    assert (target.unit.text if target.unit else None) == unit


def test_a_row_above_a_repeated_header_is_not_taken_for_a_heading() -> None:
    head = "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值"
    page = [
        draw(f"项目名称 | < | 热线 | < | <\n{head}\n^ | 产出指标 | 数量指标 | 话务员数 | 30人\n^ | ^ | 质量指标 | 接通率 | ≥97%"),
        "（续表）",
        draw(f"{head}\n^ | 效益指标 | 社会效益指标 | 办结率 | ≥98%"),
    ]
    names = [row.annual.name.text for row in read(page, "blocks").forms[0].indicators if row.annual]
    assert names == ["话务员数", "接通率", "办结率"]


def test_a_project_without_indicators_is_no_group() -> None:
    page = "项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值\n桥梁检测 | | | |\n标线施划 | 产出指标 | 数量指标 | 标线面积 | 2万平方米"
    forms = read(["项目支出绩效目标表", draw(page)], "blocks").forms
    assert [(form.project, len(form.indicators), "unit" in form.fields) for form in forms] == [
        ("桥梁检测", 0, False),
        ("标线施划", 1, False),
    ]


@pytest.mark.parametrize(
    ("cell", "key", "text"),
    [
        ("年度目标：目标1：清淤20公里 目标2：受益900户", "goal", "目标1：清淤20公里 目标2：受益900户"),
        ("填报单位：青禾县水利局　　2026年度", "unit", "青禾县水利局"),
        ("项目期：2025年 2026年", "duration", "2025年 2026年"),
        ("填报单位：青禾县水利局 金额单位：万元", "unit", "青禾县水利局"),
    ],
)
def test_several_labels_in_one_cell(cell: str, key: str, text: str) -> None:
    page = f"项目名称 | 清淤 | < | <\n{cell} | < | < | <\n一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 长度 | ≥20公里"
    form = read([draw(page)], "blocks").forms[0]
    assert (form.goal["annual"] if key == "goal" else form.fields[key]).text == text


def test_projects_grouped_under_their_unit() -> None:
    page = (
        "单位名称、项目名称 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值\n1 | 2 | 3 | 4 | 5 | 6\n青禾县民政局 | | | | |\n"
        "敬老院运转 | 保障运转 | 产出指标 | 数量指标 | 敬老院数 | 7所\n火化补助 | 补助到位 | 产出指标 | 数量指标 | 补助人数 | 60人"
    )
    forms = read(["项目支出绩效目标表", draw(page)], "blocks").forms
    assert [(form.project, form.fields["unit"].text) for form in forms] == [("敬老院运转", "青禾县民政局"), ("火化补助", "青禾县民政局")]
