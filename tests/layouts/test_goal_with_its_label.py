"""A goal in one cell with its label, or in lines above the table, is read however the two are parted; titles, notes and headings are no goals."""

from __future__ import annotations

import pytest

from linter import layouts
from linter.formats import read_bytes
from linter.layouts.led import led_goal, speaks_of_goal
from linter.model.form import Form
from tests.support.writers import WRITERS, Page, draw

GOAL, MORE = "保障12处泵站正常运行，检修机组30台次。", "年内清淤渠道8公里。"
HEAD = "项目名称 | 泵站运行 | 主管部门 | 坪安县水利局\n预算金额（万元） | 120 | 项目年度 | 2026年"
ROWS = """一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 维护泵站数量 | ≥12处
^ | 质量指标 | 设备完好率 | ≥95%
效益指标 | 社会效益 | 受益农户数 | ≥340户"""
TITLE = "项目支出绩效目标表（2026年度）"


def page(*rows: str, above: tuple[str, ...] = ()) -> Page:
    """A form with rows between its head and its indicators, and lines above the table."""
    return [TITLE, *above, draw("\n".join([HEAD, *rows, ROWS]))]


def form_of(given: Page, to: str) -> Form:
    suffix, writer = WRITERS[to]
    (source,) = read_bytes(writer([given]), f"form.{suffix}")
    (form,) = layouts.read_document(source).forms
    return form


INSIDE = {
    "colon": f"年度总体目标：{GOAL} | < | < | <",
    "colon and a line": f"年度总体目标：\\n{GOAL} | < | < | <",
    "a line": f"年度总体目标\\n{GOAL} | < | < | <",
    "label on three lines": f"年度\\n总体\\n目标\\n{GOAL} | < | < | <",
    "blank": f"年度总体目标　{GOAL} | < | < | <",
    "bracket": f"（年度总体目标）{GOAL} | < | < | <",
    "为": f"年度总体目标为{GOAL} | < | < | <",
    "numbered": f"二、年度总体目标\\n{GOAL} | < | < | <",
    "blank cells beside": f"年度总体目标\\n{GOAL} | | < | <",
    "row below a colon": f"年度总体目标： | < | < | <\n{GOAL} | < | < | <",
    "row below": f"年度总体目标 | < | < | <\n{GOAL} | < | < | <",
}


@pytest.mark.parametrize("to", ["docx", "xlsx", "html"])
@pytest.mark.parametrize("rows", INSIDE.values(), ids=INSIDE)
def test_a_goal_in_the_cell_of_its_label(rows: str, to: str) -> None:
    form = form_of(page(rows), to)
    assert {half: (text.text, text.doubt) for half, text in form.goal.items()} == {"annual": (GOAL, None)}
    assert not form.uncertain


@pytest.mark.parametrize("first", [f"年度总体目标：{GOAL}", f"年度总体目标\\n{GOAL}"])
def test_a_goal_goes_on_in_further_lines_and_rows(first: str) -> None:
    inside = form_of(page(f"{first}\\n{MORE} | < | < | <"), "docx")
    below = form_of(page(f"{first} | < | < | <", f"{MORE} | < | < | <"), "docx")
    assert inside.goal["annual"].text == below.goal["annual"].text == f"{GOAL}\n{MORE}"
    assert not inside.uncertain and [doubt.path for doubt in below.uncertain] == ["fields.goal.annual"]


def test_both_goals_in_their_labels_cells() -> None:
    form = form_of(page(f"实施期目标\\n{GOAL} | < | 年度目标\\n{MORE} | <"), "docx")
    assert (form.goal["annual"].text, form.extras["实施期目标"].text) == (MORE, GOAL)


def test_a_goal_in_the_first_row_is_read_or_said() -> None:
    read = form_of([TITLE, draw(f"年度总体目标\\n{GOAL} | < | < | <\n{HEAD}\n{ROWS}")], "docx")
    said = form_of([TITLE, draw(f"年度总体目标{GOAL} | < | < | <\n{HEAD}\n{ROWS}")], "docx")
    assert read.goal["annual"].text == GOAL
    assert not said.goal and "年度总体目标" in said.uncertain[0].why


@pytest.mark.parametrize(
    ("above", "doubtful"),
    [
        ((f"年度总体目标：{GOAL}",), False),
        (("年度总体目标：", GOAL), False),
        ((f"年度总体目标　{GOAL}",), False),
        (("二、年度总体目标", GOAL), True),
    ],
)
def test_a_goal_in_lines_above_the_table(above: tuple[str, ...], doubtful: bool) -> None:
    form = form_of(page(above=above), "docx")
    assert (form.goal["annual"].text, bool(form.goal["annual"].doubt)) == (GOAL, doubtful)


@pytest.mark.parametrize(
    "above",
    [
        ("绩效目标", "项目名称：泵站运行"),
        ("绩效目标：", "单位：万元"),
        ("年度总体目标", "2026年度"),
        ("项目绩效目标　2026年度　单位：万元",),
    ],
)
def test_headings_above_the_table_are_no_goals(above: tuple[str, ...]) -> None:
    assert not form_of(page(above=above), "docx").goal


@pytest.mark.parametrize(
    "label", ["年度总体目标", "年度总体目标\\n（简要描述，不超过200字）", "年度\\n总体\\n目标", "年度总体目标\\n（2026年）"]
)
def test_a_label_with_its_goal_beside_it(label: str) -> None:
    assert form_of(page(f"{label} | {GOAL} | < | <"), "docx").goal["annual"].text == GOAL


def test_a_note_below_a_blank_goal_is_no_goal() -> None:
    form = form_of(page("年度总体目标： | < | < | <", "注：本表一式三份，由项目单位填写。 | < | < | <"), "docx")
    assert form.goal["annual"].text == ""


@pytest.mark.parametrize(
    "text",
    [
        "年度总体目标",
        "年度总体目标 完成情况",
        "年度总体目标\n完成情况，未完成原因",
        "总体目标 （简要描述，不超过200字）",
        "项目支出绩效目标 申报表（2026年度，坪安县）",
        "绩效目标 2026年度",
        "整体支出绩效目标　2026年　单位：万元",
        "绩效目标清晰，指标细化、可衡量。",
        "目标任务 完成管护，效果良好。",
        f"年度总体目标：{GOAL}",
    ],
)
def test_what_is_no_goal_behind_its_label(text: str) -> None:
    """A heading, a note on how to fill in, a title, a sentence about goals; what a colon parts is read as before."""
    assert led_goal(text) is None


@pytest.mark.parametrize(
    ("text", "speaks"), [(f"年度总体目标{GOAL}", True), ("（2026年度）", False), (TITLE, False), ("单位：万元", False)]
)
def test_a_caption_that_speaks_of_the_goal_is_none(text: str, speaks: bool) -> None:
    assert speaks_of_goal(text) is speaks
