"""A grid that looks like a form and is not read is said; alone in its file it counts as unread."""

from __future__ import annotations

from linter import layouts
from linter.model.blocks import Cell, Grid, Source
from linter.model.document import Document
from linter.model.place import Place

FORM = [
    ["项目名称", "圩堤白蚁防治", "", ""],
    ["年度资金总额（万元）", "14", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "防治圩堤长度", "22公里"],
    ["效益指标", "社会效益指标", "圩堤险情次数", "0次"],
]
STRANGE = [
    ["圩堤白蚁防治绩效目标表", "", ""],
    ["产出指标", "数量指标", "事项甲 廿二公里"],
    ["产出指标", "质量指标", "事项乙 全数"],
    ["效益指标", "社会效益指标", "事项丙 无"],
]
BUDGET = [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "12.5"], ["210", "卫生健康支出", "8.1"]]


def sheet(name: str, rows: list[list[str]]) -> Grid:
    place = Place("书.xlsx", sheet=name)
    cells = tuple(Cell(text, r, c, place) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), len(rows[0]), place)


def read(*sheets: Grid) -> Document:
    return layouts.read_document(Source("书.xlsx", "xlsx", "", sheets))


def test_a_sheet_beside_forms_is_said_and_takes_nothing_from_them() -> None:
    document = read(sheet("甲", FORM), sheet("乙", STRANGE))
    assert [form.project for form in document.forms] == ["圩堤白蚁防治"]
    (note,) = document.not_checked
    assert note.what == "工作表“乙”"
    assert "事项甲" in note.why
    assert not note.fatal


def test_alone_in_its_file_it_is_unread() -> None:
    document = read(sheet("乙", STRANGE))
    assert not document.forms
    assert [note.fatal for note in document.not_checked] == [True]


def test_a_budget_table_is_no_form() -> None:
    assert not [note for note in read(sheet("丙", BUDGET)).not_checked if note.fatal]
