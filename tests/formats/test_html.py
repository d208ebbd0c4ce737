"""Web pages: grids with spans, layout tables taken apart, places by source line."""

from __future__ import annotations

from typing import Any

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source


def page(text: str, name: str = "form.html", encoding: str = "utf-8") -> Source:
    (found,) = read_bytes(text.encode(encoding), name)
    assert found.format == "html", found.not_checked
    return found


def shape(source: Source) -> list[Any]:
    out: list[Any] = []
    for block in source.blocks:
        assert isinstance(block, (Paragraph, Grid))
        out.append(block.text if isinstance(block, Paragraph) else [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in block.cells])
    return out


def test_spans_lay_out_as_in_a_browser() -> None:
    text = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td rowspan=65000>丁<td colspan=0>戊<td>己</table>"
    assert shape(page(text)) == [[("甲", 0, 0, 2, 2), ("乙", 0, 2, 1, 1), ("丙", 1, 2, 1, 1), ("丁", 2, 0, 1, 1), ("戊", 2, 1, 1, 1), ("己", 2, 2, 1, 1)]]  # fmt: skip


def test_rowspan_zero_reaches_the_end_of_its_row_group() -> None:
    text = "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2<tbody><tr><td>3<td>4</table>"
    assert shape(page(text)) == [[("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 0, 1, 1), ("4", 2, 1, 1, 1)]]


def test_text_is_as_displayed() -> None:
    text = "<table><tr><td>&ge;98&#37;&nbsp; a<br>第二\n  行 <p>段\t落</p><script>x</script><td>&#8805;<span>90</span>%<td><input value=填写><td></table>"
    assert [cell[0] for cell in shape(page(text))[0]] == ["≥98%\xa0 a\n第二行\n段 落", "≥90%", "填写", ""]


@pytest.mark.parametrize(
    "source, shows",
    [
        ("填报单位：某某水利局\n预算年度：2026", "填报单位：某某水利局 预算年度：2026"),
        ("预算金额：18万元\n  年度：2026", "预算金额：18万元 年度：2026"),
        ("主管部门：甲局\n实施单位：\n乙站", "主管部门：甲局 实施单位：乙站"),
        ("目标1：完成甲渠\n目标2：完成乙渠", "目标1：完成甲渠 目标2：完成乙渠"),
        ("项目负\n责人：张某", "项目负责人：张某"),  # no field stands before it
        ("单位：甲局负责\n人：张某", "单位：甲局负责人：张某"),
        ("总体目标：保障十二处泵\n站正常运行，完成\n清淤", "总体目标：保障十二处泵站正常运行，完成清淤"),
        ("项目名称：\n泵站", "项目名称：泵站"),
        ("受益群众满意\n度", "受益群众满意度"),
        ("完成 A\n级", "完成 A 级"),
    ],
)
def test_a_line_break_of_the_source_shows_before_a_further_field_and_in_no_word(source: str, shows: str) -> None:
    assert shape(page(f"<html><p>{source}</p>")) == [shows]
    assert [cell[0] for cell in shape(page(f"<table><tr><td>{source}<td>x</table>"))[0]] == [shows, "x"]


@pytest.mark.parametrize("program, shows", [("LibreOffice 24.2 (Linux)", "甲 乙"), ("OpenOffice.org 3.1", "甲 乙"), ("Hugo 0.1", "甲乙")])
def test_a_program_that_breaks_lines_at_blanks_only_meant_a_blank(program: str, shows: str) -> None:
    assert shape(page(f'<html><head><meta name="Generator" content="{program}"></head><p>甲\n乙</p>')) == [shows]


@pytest.mark.parametrize(
    "text, shows",
    [
        ("<pre>\n项目名称：甲\n主管部门：乙</pre>", ["项目名称：甲", "主管部门：乙"]),
        ("<p style='white-space: pre-wrap'>项目名称：甲\n<b>主管部门：乙</b></p>", ["项目名称：甲", "主管部门：乙"]),
        ("<style>pre {white-space: normal}</style><pre>项目\n名称</pre>", ["项目名称"]),
        ("<table><tr><td style='white-space:pre-line'>完成甲\n完成乙<td>x</table>", [[("完成甲\n完成乙", 0, 0, 1, 1), ("x", 0, 1, 1, 1)]]),
    ],
)
def test_line_breaks_that_a_style_keeps_are_lines(text: str, shows: list[Any]) -> None:
    assert shape(page(f"<html>{text}")) == shows


def test_places_are_source_lines() -> None:
    source = page("<html>\n<body>\n<p>标题</p>\n<table>\n<tr><td>甲</td>\n<td\n class=x>乙</td></tr>\n</table>")
    paragraph, grid = source.blocks
    assert isinstance(grid, Grid)
    assert paragraph.place.line == 3
    assert [cell.place.line for cell in grid.cells] == [5, 6]


def test_layout_tables_are_taken_apart_and_tables_in_data_cells_follow() -> None:
    layout = "<table><tr><td>导航</td></tr><tr><td>题<table><tr><td>甲<td>乙</table>尾</table>"
    assert shape(page(layout)) == ["导航", "题", [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)], "尾"]
    inner = "".join(f"<tr><td>{row}<td>数" for row in "丙丁戊")
    data = f"<table><tr><td>甲<td>乙<td><table>{inner}</table></table>"
    assert [[cell[0] for cell in block] for block in shape(page(data))] == [["甲", "乙", ""], ["丙", "数", "丁", "数", "戊", "数"]]


def test_paragraphs_around_tables_keep_their_order() -> None:
    assert shape(page("<div>前<b>文</b><br>二</div><table><tr><td>甲<td>乙</table><p>后</p>")) == [
        "前文",
        "二",
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)],
        "后",
    ]


def test_what_is_not_displayed_is_said() -> None:
    source = page("<p>文</p><div style='display: none'><table><tr><td>藏<td>藏</table></div>")
    assert shape(source) == ["文"]
    assert [note.why for note in source.not_checked] == ["网页中有 1 处不显示的表格，未检查"]


@pytest.mark.parametrize(
    ("encoding", "charset"), [("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "gb2312"), ("utf-16", "utf-16"), ("big5", "big5")]
)
def test_the_encoding_is_found_even_where_the_page_states_another(encoding: str, charset: str) -> None:
    source = page(f"<html><meta charset={charset}><p>大宗用品，合格</p>", encoding=encoding)
    assert shape(source) == ["大宗用品，合格"]


def test_content_beats_the_suffix() -> None:
    assert shape(page("<html><table><tr><td>甲<td>乙</table>", name="导出.xls"))[0][0][0] == "甲"
    assert shape(page("<table><tr><td>甲<td>乙</table>", name="导出.txt"))[0][0][0] == "甲"
