"""Tables without lines, with three lines, with lines between the rows only: columns by the gaps, rows, merged labels."""

from __future__ import annotations

import io
from typing import Any

import pytest

from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, Paragraph

COLUMNS = (50, 130, 230, 400)
BODY = [
    ["项目名称", "山塘除险加固"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "加固山塘座数", "≥6座"],
    ["", "质量指标", "工程验收合格率", "≥98%"],
    ["", "时效指标", "完工时间", "2026年11月底前"],
    ["效益指标", "社会效益", "受益农户数", "≥340户"],
]


def drawn(rules: tuple[float, ...] = (), middle: bool = False, wrap: bool = False) -> bytes:
    """The body at fixed columns; ``rules``: rows below which a line runs; ``middle``: labels stand in the middle of their block;
    ``wrap``: the second name takes two lines."""
    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(_register(), 10)
    canvas.drawString(200, 780, "项目支出绩效目标表")
    canvas.drawString(400, 760, "单位：万元")
    for number, row in enumerate(BODY):
        y = 730 - 30 * number
        for x, text in zip(COLUMNS, row, strict=False):
            if middle and text == "产出指标":
                canvas.drawString(x, y - 30, text)
            elif wrap and text == "工程验收合格率":
                canvas.drawString(x, y + 6, "工程验收")
                canvas.drawString(x, y - 6, "合格率")
            else:
                canvas.drawString(x, y, text)
    for row in rules:
        canvas.line(45, 720 - 30 * row, 550, 720 - 30 * row)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("rules", [(), (0, 1, 5), (-1, 0, 1, 2, 3, 4, 5)], ids=["none", "three", "between rows"])
@pytest.mark.parametrize("middle", [False, True], ids=["label above", "label in the middle"])
@pytest.mark.parametrize("wrap", [False, True], ids=["plain", "wrapped"])
def test_columns_and_rows_come_back(rules: tuple[float, ...], middle: bool, wrap: bool) -> None:
    pieces: list[Any] = list(read(drawn(rules, middle, wrap), ReadContext("a.pdf"), lambda _: None))
    assert [piece.text for piece in pieces if isinstance(piece, Paragraph)] == ["项目支出绩效目标表", "单位：万元"]
    (grid,) = (piece for piece in pieces if isinstance(piece, Grid))
    read_ = [[cell.text.replace("\n", "") for cell in row if cell.text] for row in grid.rows()]
    assert read_ == [[text for text in row if text] for row in BODY]
    label = next(cell for cell in grid.cells if cell.text == "产出指标")
    assert (label.row, label.rowspan) == ((2, 3) if middle else (2, 1))


def test_a_label_between_two_rows_makes_them_no_row() -> None:
    """数量指标 stands in the middle of the two rows it is for, at the height of neither."""
    (grid,) = (piece for piece in read(labelled(), ReadContext("a.pdf"), lambda _: None) if isinstance(piece, Grid))
    assert [cell.text for cell in grid.cells if cell.col == 2] == [
        "三级指标",
        "加固山塘座数",
        "新修泄洪道长度",
        "工程验收合格率",
        "完工时间",
    ]
    label = next(cell for cell in grid.cells if cell.text == "数量指标")
    assert (label.row, label.rowspan) == (1, 2)


def labelled(shade: int = 0) -> bytes:
    """Rows 19 points high, 数量指标 between two of them; ``shade``: every so many rows lie on a grey band."""
    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    rows = [
        "一级指标 二级指标 三级指标 指标值",
        "加固山塘座数 ≥6座",
        "新修泄洪道长度 ≥2公里",
        "质量指标 工程验收合格率 ≥98%",
        "时效指标 完工时间 2026年11月底前",
    ]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    font = _register()
    for number, row in enumerate(rows):
        y = 700 - 19 * number
        if shade and number % shade == 0:
            canvas.setFillGray(0.9)
            canvas.rect(45, y - 5, 500, 19, stroke=0, fill=1)
            canvas.setFillGray(0)
        canvas.setFont(font, 10)
        texts = row.split()
        for x, text in zip(COLUMNS[-len(texts) :], texts, strict=True):
            canvas.drawString(x, y, text)
    canvas.drawString(COLUMNS[1], 700 - 19 * 1.5, "数量指标")
    canvas.drawString(COLUMNS[0], 700 - 19 * 2.5, "产出指标")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("shade", [2, 9], ids=["every second row", "headings only"])
def test_bands_behind_some_rows_are_no_cells(shade: int) -> None:
    """Every second row on grey: the others are rows of the same table, not text between tables."""
    (plain,), (shaded,) = (
        [[cell.text for cell in piece.cells] for piece in read(data, ReadContext("a.pdf"), lambda _: None) if isinstance(piece, Grid)]
        for data in (labelled(), labelled(shade))
    )
    assert shaded == plain


def test_running_text_is_no_table() -> None:
    from tests.support.writers.pdf import to_pdf

    text = "青禾县对山塘进行除险加固，保障灌溉和下游安全，全年完成六座，资金由县级财政安排。" * 6
    assert not any(
        isinstance(piece, Grid)
        for piece in read(to_pdf([["一、总体情况", text, "二、资金安排", text]]), ReadContext("a.pdf"), lambda _: None)
    )
