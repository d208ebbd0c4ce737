"""Text PDFs: whatever way a table is ruled, turned or broken over pages, the same cells come back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linter.formats import read_bytes
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, Paragraph
from tests.support.writers import pdf as writer
from tests.support.writers.page import Page, Table, draw
from tests.support.writers.pdf import Style, to_pdf

FORM = draw(
    """
    项目名称 | < | 乡村公路日常养护 | < | <
    项目概况 | < | 对全县乡村公路进行日常养护，包括路面保洁、坑槽修补、边沟清理、桥涵巡查和标志标线维护，保障群众出行安全。 | < | <
    年度目标 | < | 1.完成养护里程120公里；\\n2.群众满意度不低于95%。 | < | <
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
    ^ | 产出指标 | 数量指标 | 养护公路里程 | ≥120公里
    ^ | ^ | 质量指标 | 坑槽修补合格率 | ≥98%
    ^ | ^ | 时效指标 | 养护完成时间 | 2026年11月30日前
    ^ | 效益指标 | 社会效益 | 群众出行便利程度 |
    ^ | 满意度指标 | 服务对象满意度 | 沿线群众满意度 | ≥95%
    """
)
LONG = draw("序号 | 三级指标 | 指标值\n" + "\n".join(f"{n} | 第{n}项指标名称 | ≥{n}次" for n in range(1, 121)))


def blocks_of(data: bytes) -> list[Grid | Paragraph]:
    return list(read(data, ReadContext("a.pdf"), lambda _: None))  # type: ignore[arg-type]


def grids(data: bytes) -> list[Grid]:
    return [block for block in blocks_of(data) if isinstance(block, Grid)]


def cells(grid: Grid) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.col, c.rowspan, c.colspan): c.text for c in grid.cells}


def drawn(table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(b.row, b.col, b.rowspan, b.colspan): b.text for b in table.boxes}


STYLES = {
    "lines": Style(),
    "dashed": Style(rules="dashed"),
    "dots": Style(rules="dots"),
    "double": Style(rules="double"),
    "thin rectangles": Style(rules="rects"),
    "open sides": Style(open_sides=True),
    "centred": Style(centred=True),
    "rotated 90": Style(rotate=90),
    "rotated 180": Style(rotate=180),
    "rotated 270": Style(rotate=270),
    "sideways": Style(sideways=True),
    "large type, wide padding": Style(size=11, padding=5.4),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_every_way_of_drawing_gives_the_same_cells(style: Style) -> None:
    expected = drawn(FORM)
    if style.centred:  # centred lines do not show whether a break was meant
        expected = {key: text.replace("\n", "") for key, text in expected.items()}
    (grid,) = grids(to_pdf([[FORM]], style))
    assert grid.exact
    assert {k: v.replace("\n", "") if style.centred else v for k, v in cells(grid).items()} == expected


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(turn: int) -> None:
    def boxes(style: Style) -> list[tuple[str, tuple[int, ...]]]:
        (grid,) = grids(to_pdf([[FORM]], style))
        return [(c.text, tuple(round(x) for x in c.place.bbox or ())) for c in grid.cells]

    upright, turned = boxes(Style()), boxes(Style(rotate=turn))
    assert all(a[0] == b[0] and max(abs(x - y) for x, y in zip(a[1], b[1], strict=True)) <= 1 for a, b in zip(upright, turned, strict=True))


def test_places_have_page_and_box_from_the_top_left() -> None:
    page: Page = ["青禾县项目支出绩效目标表", FORM]
    title, grid = blocks_of(to_pdf([["封面"], page]))[1:]
    assert isinstance(title, Paragraph) and isinstance(grid, Grid)
    assert title.text == "青禾县项目支出绩效目标表"
    assert title.place.page == grid.place.page == 2
    first = grid.cells[0].place.bbox
    assert title.place.bbox and first and title.place.bbox[3] < first[1]
    assert first[0] == pytest.approx(40, abs=1)


def test_a_table_over_pages_is_one_grid() -> None:
    (grid,) = grids(to_pdf([["一览", LONG]], Style(page_numbers=True)))
    assert cells(grid) == drawn(LONG)
    pages = [c.place.page for c in grid.cells]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2, 3}


def test_a_header_repeated_on_each_page_is_read_once() -> None:
    (grid,) = grids(to_pdf([[LONG]], Style(repeat_header=1)))
    assert cells(grid) == drawn(LONG)


def test_a_merged_cell_cut_by_the_page_is_one_cell() -> None:
    table = draw("一级指标 | 三级指标 | 指标值\n产出指标 | 甲 | 1次\n" + "\n".join(f"^ | 指标{n} | {n}次" for n in range(80)))
    (grid,) = grids(to_pdf([[table]]))
    assert cells(grid) == drawn(table)


def test_a_row_cut_by_the_page_is_one_row() -> None:
    above, below = "对全县乡村公路进行日常养护，包括路面保", "洁和坑槽修补、边沟清理。"
    wide = Style(width=300, margin=20, size=10)
    first = draw(f"项目名称 | 乡村公路日常养护工程项目经\n项目概况 | {above}")
    second = draw(f" | {below}\n立项依据 | 县政府会议纪要（青府〔2026〕3号）文件")
    (grid,) = grids(_same_widths([first, second], wide))
    assert [c.text for c in grid.cells if c.row == 1] == ["项目概况", above + below]
    assert grid.n_rows == 3


def _same_widths(tables: list[Table], style: Style) -> bytes:
    """Tables on pages of their own, with the columns of the first."""
    from unittest.mock import patch

    from tests.support.writers import pdf

    fixed = [60.0, style.width - 2 * style.margin - 60.0]
    with patch.object(pdf, "_widths", lambda *_: fixed):
        return to_pdf([[table] for table in tables], style)


def test_a_blank_value_at_the_top_of_a_page_stays_blank() -> None:
    first = draw("指标 | 指标值\n甲 | 3次")
    second = draw("乙 | \n丙 | 4次")
    (grid,) = grids(_same_widths([first, second], Style()))
    assert [(c.text, c.rowspan) for c in grid.cells if c.col == 1] == [("指标值", 1), ("3次", 1), ("", 1), ("4次", 1)]


def test_forms_on_pages_of_their_own_with_titles_stay_apart() -> None:
    found = blocks_of(to_pdf([["青禾县项目支出绩效目标表", FORM], ["青禾县项目支出绩效目标表", FORM]]))
    assert [type(block) for block in found] == [Paragraph, Grid, Paragraph, Grid]


def test_tables_of_other_columns_stay_apart() -> None:
    assert len(grids(to_pdf([[FORM], [LONG]]))) >= 2


def test_text_without_lines_comes_as_paragraphs_in_reading_order() -> None:
    long = "本项目由县交通运输局组织实施，资金来源为县级一般公共预算，主要用于乡村公路的日常养护、小修保养和应急抢通等支出，预计全年投入资金五十万元。"
    page: Page = ["第一部分 概况", long, "一、部门职责", "负责全县公路养护。", "二、机构设置……………………6", "三、其他说明……………………7"]
    assert [b.text for b in blocks_of(to_pdf([page])) if isinstance(b, Paragraph)] == page


def test_page_numbers_are_no_paragraphs() -> None:
    assert [b.text for b in blocks_of(to_pdf([["正文一"], ["正文二"]], Style(page_numbers=True))) if isinstance(b, Paragraph)] == [
        "正文一",
        "正文二",
    ]


def test_underlines_and_a_frame_around_the_page_are_no_tables() -> None:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    _register()
    out = BytesIO()
    canvas = Canvas(out)
    canvas.rect(20, 20, 555, 800)
    canvas.setFont("cjk", 10)
    canvas.drawString(60, 700, "项目负责人：")
    canvas.line(120, 698, 300, 698)
    for n in range(10):
        canvas.drawString(60, 600 - 20 * n, "绩效目标是预算绩效管理的基础和起点")
    canvas.save()
    assert not grids(out.getvalue())


def test_the_command_reads_through_the_child_process() -> None:
    (source,) = read_bytes(to_pdf([["青禾县项目支出绩效目标表", FORM]]), "a.pdf")
    assert source.format == "pdf"
    assert not source.not_checked
    assert [type(b) for b in source.blocks] == [Paragraph, Grid]


def test_a_layer_of_the_same_characters_is_read_once() -> None:
    from tests.support.writers import pdf

    class Bold(pdf._Sheet):
        def cell(self, box, x0, x1, bottom, top, lines):  # type: ignore[no-untyped-def]
            super().cell(box, x0, x1, bottom, top, lines)
            super().cell(box, x0 + 0.3, x1 + 0.3, bottom, top, lines)

    from unittest.mock import patch

    with patch.object(pdf, "_Sheet", Bold):
        (grid,) = grids(to_pdf([[FORM]]))
    for cell in grid.cells:
        assert cell.text in {b.text for b in FORM.boxes}


def test_the_two_sided_form_survives_every_size_of_type() -> None:
    for size in (7.0, 9.0, 10.5):
        (grid,) = grids(to_pdf([[FORM]], replace(Style(), size=size)))
        assert cells(grid) == drawn(FORM)


def test_a_lone_number_in_the_text_is_no_page_number() -> None:
    lines = ["年度资金总额（万元）", "3", *["正文"] * 55, "5"]
    assert [b.text for b in blocks_of(to_pdf([lines])) if isinstance(b, Paragraph)] == lines


def _drawn_by_hand(draw_on: object) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    _register()
    out = BytesIO()
    canvas = Canvas(out)
    draw_on(canvas)  # type: ignore[operator]
    canvas.save()
    return out.getvalue()


def _two_by_two(canvas: Any) -> None:
    canvas.setFont("cjk", 10)
    for row in range(2):
        for col in range(2):
            canvas.drawString(105 + 150 * col, 505 - 30 * row, f"格{row}{col}")


def test_a_table_inside_a_moved_form_object() -> None:
    def draw_on(canvas: Any) -> None:
        canvas.beginForm("box")
        for y in (490, 520, 460):
            canvas.line(100, y, 400, y)
        for x in (100, 250, 400):
            canvas.line(x, 460, x, 520)
        _two_by_two(canvas)
        canvas.endForm()
        canvas.translate(50, 100)
        canvas.doForm("box")

    (grid,) = grids(_drawn_by_hand(draw_on))
    assert cells(grid) == {(r, c, 1, 1): f"格{r}{c}" for r in range(2) for c in range(2)}
    assert grid.place.bbox == pytest.approx((150, 842 - 620, 450, 842 - 560), abs=2)


@pytest.mark.parametrize(
    ("inset", "foot"),
    [(3.0, 3.0), (9.0, 9.0), (5.4, 0.0), (5.4, 8.0)],
    ids=["near the sides", "far off", "as high as the cell", "as Word sets it"],
)
def test_a_box_in_a_cell_is_text_of_the_cell(inset: float, foot: float) -> None:
    """A value in a table of one cell inside its cell, as forms in offices hold it."""

    def draw_on(canvas: Any) -> None:
        for y in (490, 520, 460):
            canvas.line(100, y, 400, y)
        for x in (100, 250, 400):
            canvas.line(x, 460, x, 520)
        top = 490 if inset == 5.4 else 490 - inset
        canvas.rect(250 + inset, 460 + foot, 150 - 2 * inset, top - 460 - foot)
        _two_by_two(canvas)

    (grid,) = grids(_drawn_by_hand(draw_on))
    assert {place: text for place, text in cells(grid).items() if text} == {(r, c, 1, 1): f"格{r}{c}" for r in range(2) for c in range(2)}


def test_shaded_boxes_stand_in_for_lines_where_none_are_drawn() -> None:
    def draw_on(canvas: Any) -> None:
        for row in range(2):
            for col in range(2):
                canvas.setFillGray(0.8 if (row + col) % 2 else 0.9)
                canvas.rect(100 + 150 * col, 490 - 30 * row, 150, 30, stroke=0, fill=1)
        canvas.setFillGray(0)
        _two_by_two(canvas)

    (grid,) = grids(_drawn_by_hand(draw_on))
    assert cells(grid) == {(r, c, 1, 1): f"格{r}{c}" for r in range(2) for c in range(2)}


def test_text_cut_at_the_edge_of_its_cell_stays_in_its_cell() -> None:
    """Programs print text that is too long only as far as the cell goes; what nobody sees is not in the next cell."""

    def draw_on(canvas: Any) -> None:
        for y in (490, 520):
            canvas.line(100, y, 400, y)
        for x in (100, 250, 400):
            canvas.line(x, 490, x, 520)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(100, 490, 150, 30)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFont("cjk", 10)
        canvas.drawString(105, 500, "沿线群众出行便利程度明显提高的比例达到")
        canvas.restoreState()
        canvas.setFont("cjk", 10)
        canvas.drawString(380, 500, "98")

    (grid,) = grids(_drawn_by_hand(draw_on))
    assert [cell.text for cell in grid.cells] == ["沿线群众出行便利程度明显提高", "98"]


@pytest.fixture
def equal_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables whose columns agree whatever stands in them."""
    monkeypatch.setattr(writer, "_widths", lambda table, total, _: [total / table.n_cols] * table.n_cols)


def _on_pages(*tables: Table) -> list[Grid]:
    return grids(to_pdf([[table] for table in tables]))


HEAD = "一级指标 | 二级指标 | 三级指标 | 指标值\n"


@pytest.mark.usefixtures("equal_columns")
def test_a_heading_repeated_on_the_next_page_is_left_out() -> None:
    first = draw("项目名称 | 渠道清淤 | < | <\n" + HEAD + "产出指标 | 数量指标 | 清淤长度 | ≥12公里")
    (grid,) = _on_pages(first, draw(HEAD + "效益指标 | 社会效益 | 受益农户数 | ≥340户"))
    assert [[cell.text for cell in row][-1] for row in grid.rows()] == ["渠道清淤", "指标值", "≥12公里", "≥340户"]


@pytest.mark.usefixtures("equal_columns")
def test_a_row_cut_by_the_page_is_joined_with_doubt_where_the_cut_cell_had_room() -> None:
    first = draw("项目名称 | 渠道清淤 | < | <\n" + HEAD + "产出指标 | 时效指标 | 每月清淤考 | 每月25日前")
    (grid,) = _on_pages(first, draw(HEAD + " | | 核完成时间 | \n效益指标 | 社会效益 | 受益农户数 | ≥340户"))
    cut = grid.rows()[2][2]
    assert cut.text == "每月清淤考核完成时间"
    assert cut.doubt and "两页" in cut.doubt
    assert [cell.text for cell in grid.rows()[3]] == ["效益指标", "社会效益", "受益农户数", "≥340户"]


@pytest.mark.usefixtures("equal_columns")
def test_a_full_row_at_the_top_of_a_page_is_no_rest() -> None:
    first = draw(HEAD + "产出指标 | 时效指标 | 每月考核 | 每月25日前")
    (grid,) = _on_pages(first, draw(" | | 清淤长度 | ≥12公里\n效益指标 | 社会效益 | 受益农户数 | ≥340户"))
    assert len(grid.rows()) == 4
    assert not any(cell.doubt for cell in grid.cells)
