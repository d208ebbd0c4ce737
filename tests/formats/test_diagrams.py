"""SmartArt keeps its text in a part of its own: read in the order it shows, else named; charts stay named."""

from __future__ import annotations

import io
from typing import Any

import pytest

from linter.formats import read_bytes
from linter.model.blocks import Grid, Paragraph, Source
from tests.formats.test_seen_office import DOCX_SPACES, docx, p, relationships, run, table
from tests.support.office import packed, parts

DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOAL, SECOND, THIRD = "保障 12 处泵站正常运行", "检修机组 30 台", "清淤渠道 8 公里"


def point(number: str, text: str = "", kind: str = "") -> str:
    body = f"<dgm:t><a:p><a:r><a:t>{text[:2]}</a:t></a:r><a:r><a:t>{text[2:]}</a:t></a:r></a:p></dgm:t>" if text else ""
    return f'<dgm:pt modelId="{number}"{f" type={kind!r}" if kind else ""}>{body}</dgm:pt>'


def below(above: str, number: str, order: int, kind: str = "") -> str:
    return f'<dgm:cxn modelId="c{number}{kind}" srcId="{above}" destId="{number}" srcOrd="{order}"{f" type={kind!r}" if kind else ""}/>'


def diagram(points: str, connections: str = "") -> bytes:
    return (
        f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}"><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{connections}</dgm:cxnLst></dgm:dataModel>'
    ).encode()


PLAN = diagram(
    point("3", THIRD) + point("0", kind="doc") + point("1", GOAL) + point("2", SECOND) + point("9", "转场", "sibTrans"),
    below("1", "3", 1) + below("1", "2", 0) + below("0", "1", 0) + below("2", "0", 0, "presOf"),
)


def graphic(kind: str = "diagram") -> str:
    inner = f'<dgm:relIds xmlns:dgm="{DGM}" r:dm="d1" r:lo="d2"/>'
    return f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{A}/{kind}">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


def word(body: str, data: bytes | None) -> Source:
    held = {} if data is None else {"word/diagrams/data1.xml": data}
    return docx(body, "", held, ("d1", "diagramData", "diagrams/data1.xml"))


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def test_word_reads_a_diagram_in_the_order_it_shows() -> None:
    source = word(p(run("总体思路")) + p(graphic()), PLAN)
    assert lines(source) == ["总体思路", GOAL, SECOND, THIRD]
    assert not source.not_checked


def test_a_cell_that_holds_a_diagram_only_is_a_doubt_not_a_blank() -> None:
    source = word(table(p(graphic())), PLAN)
    (grid,) = (block for block in source.blocks if isinstance(block, Grid))
    assert (grid.cells[-1].text, bool(grid.cells[-1].doubt)) == ("", True)
    assert lines(source) == [GOAL, SECOND, THIRD]


@pytest.mark.parametrize("data", [None, b"<broken", diagram(point("1", GOAL) + "".join(point(f"p{n}") for n in range(2_001)))])
def test_a_diagram_that_cannot_be_read_is_named(data: bytes | None) -> None:
    source = word(p(run("总体思路")) + p(graphic()), data)
    assert lines(source) == ["总体思路"]
    assert [note.what for note in source.not_checked] == ["文中的 SmartArt 图形"]


def test_points_that_go_round_in_circles_are_read_once() -> None:
    circle = diagram(point("1", GOAL) + point("2", SECOND), below("1", "2", 0) + below("2", "1", 0) + below("2", "7", 1))
    assert sorted(lines(word(p(graphic()), circle))) == sorted([GOAL, SECOND])


def test_a_chart_is_named() -> None:
    source = word(p(graphic("chart")), None)
    assert not lines(source)
    assert [note.why for note in source.not_checked] == ["文中有 1 个图表，其中文字未读取"]


def margin(body: str, kind: str, data: bytes | None) -> Source:
    """A document with a head or foot (``kind``: header, footer) whose diagram stands in a part of its own."""
    name, tag = f"word/{kind}1.xml", {"header": "hdr", "footer": "ftr"}[kind]
    held = {name: f"<w:{tag} {DOCX_SPACES}>{body}</w:{tag}>".encode()}
    held[f"word/_rels/{kind}1.xml.rels"] = relationships(("d1", "diagramData", "diagrams/data1.xml"))
    if data is not None:
        held["word/diagrams/data1.xml"] = data
    section = f"<w:sectPr><w:{kind}Reference r:id='m1' w:type='default'/></w:sectPr>"
    return docx(p(run("正文")) + section, "", held, ("m1", kind, f"{kind}1.xml"))


def test_a_diagram_at_the_head_or_foot_of_the_pages_is_read_like_one_in_the_text() -> None:
    assert lines(margin(p(graphic()), "header", PLAN)) == [GOAL, SECOND, THIRD, "正文"]
    footer = margin(p(graphic()), "footer", PLAN)
    assert lines(footer) == ["正文", GOAL, SECOND, THIRD]
    assert {block.place.pointer for block in footer.blocks[1:]} == {"页脚中的 SmartArt 图形"}
    assert not footer.not_checked


@pytest.mark.parametrize("kind, name", [("header", "页眉"), ("footer", "页脚")])
def test_what_a_head_or_foot_shows_and_nobody_read_is_named(kind: str, name: str) -> None:
    assert [note.what for note in margin(p(graphic()), kind, None).not_checked] == [f"{name}中的 SmartArt 图形"]
    assert [note.why for note in margin(p(graphic("chart")), kind, None).not_checked] == [f"{name}中有 1 个图表，其中文字未读取"]
    icon = "<w:r><w:object><o:OLEObject xmlns:o='o' ProgID='Excel.Sheet.12' DrawAspect='Icon'/></w:object></w:r>"
    assert [note.what for note in margin(p(icon), kind, None).not_checked] == [f"{name}中嵌入的 Excel 工作簿"]


def workbook(value: str, data: bytes | None) -> Source:
    """A form with a diagram over B1."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book: Any = Workbook(out)
    sheet = book.add_worksheet()
    border = book.add_format({"border": 1})
    for place, text in (((0, 0), "总体目标"), ((0, 1), value), ((1, 0), "名称"), ((1, 1), "≥180次")):
        sheet.write(*place, text, border)
    sheet.insert_textbox(0, 1, "x", {"width": 40, "height": 15})
    book.close()
    members = parts(out.getvalue())
    drawing = members["xl/drawings/drawing1.xml"].decode()
    start, end = drawing.index("<xdr:sp "), drawing.index("</xdr:sp>") + len("</xdr:sp>")
    held = f'<dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}" r:dm="d1"/>'
    frame = f'<xdr:graphicFrame><a:graphic><a:graphicData uri="{A}/diagram">{held}</a:graphicData></a:graphic></xdr:graphicFrame>'
    members["xl/drawings/drawing1.xml"] = f"{drawing[:start]}{frame}{drawing[end:]}".encode()
    members["xl/drawings/_rels/drawing1.xml.rels"] = relationships(("d1", "diagramData", "../diagrams/data1.xml"))
    if data is not None:
        members["xl/diagrams/data1.xml"] = data
    (source,) = read_bytes(packed(members), "form.xlsx")
    return source


def test_a_diagram_over_a_blank_cell_is_read_after_the_table_and_the_cell_is_a_doubt() -> None:
    source = workbook("", PLAN)
    grid = source.blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.text, bool(cell.doubt)) for cell in grid.cells] == [("总体目标", False), ("", True), ("名称", False), ("≥180次", False)]
    assert lines(source) == [GOAL, SECOND, THIRD]


def test_a_diagram_over_a_filled_cell_leaves_it_as_it_is() -> None:
    source = workbook("建设泵站", PLAN)
    grid = source.blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.doubt) for cell in grid.cells][1] == ("建设泵站", None)
    assert lines(source) == [GOAL, SECOND, THIRD]


def test_a_diagram_of_a_workbook_without_its_part_is_named() -> None:
    source = workbook("", None)
    assert not lines(source)
    assert any("图表或图形对象" in note.why for note in source.not_checked)
