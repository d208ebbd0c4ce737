"""Text copied from a document, a cell a separator: rows a line break tore inside a cell are whole again, or left as they stand."""

from __future__ import annotations

import pytest

from linter.formats import read_bytes
from linter.layouts.torn import mended
from linter.model.document import Document
from linter.model.form import Form
from linter.policy.settings import Settings
from linter.run.pipeline import Job, run

WHOLE = """\
项目名称\t农村公路日常养护
主管部门\t青禾县交通运输局\t实施单位\t青禾县公路服务中心
项目资金（万元）\t年度资金总额：\t320.00
年度总体目标\t对全县县道、乡道共186公里开展日常养护，路面技术状况指数达到85以上，保障群众出行安全。
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t日常养护里程\t≥186公里
\t\t\t修补路面坑槽面积\t≥3200平方米
\t\t质量指标\t路面技术状况指数\t≥85
\t\t时效指标\t养护任务完成时间\t2026年12月20日前
\t\t成本指标\t每公里养护成本\t≤1.7万元
\t效益指标\t社会效益指标\t受益行政村\t≥42个
\t满意度指标\t服务对象满意度指标\t沿线群众满意度\t≥90%
"""
TORN = {
    "a unit below its number": ("≥3200平方米", "≥3200\n平方米"),
    "a level behind the cell before it": ("社会效益指标\t", "社会效益\n指标\t"),
    "two levels of one row": ("满意度指标\t服务对象满意度指标\t", "满意度\n指标\t服务对象\n满意度指标\t"),
    "a name over three lines": ("修补路面坑槽面积", "修补\n路面\n坑槽面积"),
    "the last value of the table": ("沿线群众满意度\t≥90%", "沿线群众\n满意度\t≥90%"),
    "the label beside the table": ("绩效指标\t", "绩\n效\n指\n标\t"),
    "a label above the table": ("项目资金（万元）\t", "项目资金\n（万元）\t"),
    "the label of the goal": ("年度总体目标\t", "年度\n总体\n目标\t"),
    "the goal itself": ("85以上，保障", "85以上，\n保障"),
    "Windows line ends": ("≥3200平方米", "≥3200\r\n平方米"),
}


def form_of(text: str) -> tuple[Form, Document]:
    result = run([Job("表.txt", data=text.encode())], Settings())
    (document,) = result.documents
    (form,) = document.forms
    return form, document


def shown(form: Form) -> list[tuple[str, ...]]:
    cells = [(row.level1, row.level2, row.annual.name.text, row.annual.value.text) for row in form.indicators if row.annual]
    goals = [(goal.text,) for goal in form.goal.values()]
    return [tuple("".join(cell.split()) for cell in row) for row in [*goals, *cells]]


@pytest.mark.parametrize("kind", TORN)
def test_a_torn_row_is_whole_again_and_nothing_is_in_doubt(kind: str) -> None:
    whole, torn = TORN[kind]
    assert WHOLE.count(whole) == 1
    form, document = form_of(WHOLE.replace(whole, torn))
    assert shown(form) == shown(form_of(WHOLE)[0])
    assert not form.uncertain
    assert not document.not_checked


def test_everything_torn_at_once() -> None:
    text = WHOLE
    for kind, (whole, torn) in TORN.items():
        if kind != "Windows line ends":
            text = text.replace(whole, torn)
    assert shown(form_of(text)[0]) == shown(form_of(WHOLE)[0])


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("\t质量指标\t路面技术状况指数\t≥85", "\t质量指标\t路面技术状况指数\t≥85\t合格\t另见"),
        WHOLE.replace("\t\t\t修补路面坑槽面积\t≥3200平方米", "\t\t\t修补路面坑槽面积"),
        WHOLE.replace("\t\t\t修补路面坑槽面积", "修补路面坑槽面积").replace("\t\t质量指标\t", "质量指标\t"),
        WHOLE.replace("\t\t\t修补路面坑槽面积\t≥3200平方米", "修补路面坑槽\t及时").replace("\t\t质量指标\t", "质量指标\t"),
        WHOLE.replace("绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n", ""),
    ],
    ids=["a line too long", "a value lost", "levels lost before a number", "levels lost before a word", "no heading"],
)
def test_lines_whose_numbers_do_not_come_out_stay_as_they_are(text: str) -> None:
    (source,) = read_bytes(text.encode(), "表.txt")
    assert mended(source.blocks) == list(source.blocks)


def test_what_stands_below_the_table_is_no_part_of_its_last_cell() -> None:
    text = WHOLE.replace("≥3200平方米", "≥3200\n平方米") + "填表人：李明\n联系电话：0000-1234567\n"
    form, _ = form_of(text)
    assert shown(form)[-1][-1] == "≥90%"
