"""A label that holds a note on how it is to be filled in, and the value beside it."""

from __future__ import annotations

import pytest

from linter import formats, layouts
from linter.model.form import Form

ROWS = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥24次\n产出指标\t质量指标\t整改率\t≥95%\n"


def form_of(line: str, name: str = "page.txt") -> Form:
    text = f"项目支出绩效目标表\n{line}\n{ROWS}"
    (source,) = formats.read_bytes((text if name == "page.txt" else text.replace("\t", ",")).encode(), name)
    (form,) = layouts.read_document(source).forms
    return form


@pytest.mark.parametrize("name", ["page.txt", "form.csv"])
@pytest.mark.parametrize(
    "line, project",
    [
        ("项目名称：（应与预算一致）\t河道巡查", "河道巡查"),
        ("项目名称:(填写全称)\t河道巡查\t主管部门\t水利局", "河道巡查"),
        ("项目名称：（一期）\t主管部门：\t水利局", "（一期）"),  # what stands beside it is a label
        ("项目名称：（一期）\t主管部门：水利局", "（一期）"),
        ("项目名称：河道巡查（一期）\t水利局", "河道巡查（一期）"),
    ],
)
def test_a_note_behind_the_colon_is_no_value_where_one_stands_beside_it(line: str, project: str, name: str) -> None:
    assert form_of(line, name).fields["project"].text == project


def test_notes_in_labels_of_money_and_goals() -> None:
    assert form_of("年度资金总额：（万元）\t20").total["annual"].amount == 200_000
    assert form_of("总体目标：（概括）\t完成河道巡查24次，整改率达到95%。").goal["annual"].text == "完成河道巡查24次，整改率达到95%。"
