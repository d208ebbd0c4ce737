"""A fraction set over a line is read as one (1/3); what may be one is a doubt; underlined text and sides of cells are neither."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from linter.formats._paged.fractions import FRACTION_DOUBT
from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Cell, Grid
from tests.formats.pdf.test_ofd import line as ofd_line
from tests.formats.pdf.test_ofd import ofd, table
from tests.formats.pdf.test_ofd import read as read_ofd
from tests.formats.pdf.test_ofd import text as ofd_text

Draw = Callable[[Any], None]
SIZE, X, Y = 10.0, 260.0, 690.0
"""Type size, and where the line of text in the cell begins."""


def cells_of(draw: Draw) -> tuple[Cell, ...]:
    """The cells of the only table of a page."""
    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    font = _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(font, SIZE)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    (grid,) = (piece for piece in read(out.getvalue(), ReadContext("a.pdf"), lambda _: None) if isinstance(piece, Grid))
    return grid.cells


def cell_of(draw: Draw) -> Cell:
    """The right one of two ruled cells, with what ``draw`` puts into it."""

    def both(canvas: Any) -> None:
        for x, width in ((50, 200), (250, 250)):
            canvas.rect(x, 600, width, 150)
        canvas.drawString(60, Y, "渠道完好率")
        draw(canvas)

    return cells_of(both)[-1]


def set_out(*parts: str | tuple[str, str], size: float = SIZE) -> Draw:
    """Text and fractions side by side; ``size``: the type size of the parts of a fraction."""

    def draw(canvas: Any) -> None:
        x, axis = X, Y + 0.36 * SIZE
        for part in parts:
            if isinstance(part, str):
                canvas.drawString(x, Y, part)
                x += canvas.stringWidth(part, canvas._fontname, SIZE)
                continue
            widths = [canvas.stringWidth(text, canvas._fontname, size) for text in part]
            wide = max(widths)
            canvas.setFont(canvas._fontname, size)
            for text, width, up in zip(part, widths, (0.39, -1.11), strict=True):
                canvas.drawString(x + 1.5 + (wide - width) / 2, axis + up * size, text)
            canvas.setFont(canvas._fontname, SIZE)
            canvas.line(x + 0.7, axis, x + 2.3 + wide, axis)
            x += wide + 3

    return draw


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("≥", ("1", "3")), "≥1/3"),
        (("不低于上年的", ("2", "3"), "，力争全覆盖"), "不低于上年的2/3，力争全覆盖"),
        (("≤", ("12.5", "100"), "万元"), "≤12.5/100万元"),
        (("得分=", ("合格数", "总数"), "×100%"), "得分=合格数/总数×100%"),
        (("由", ("1", "3"), "提高到", ("1", "2")), "由1/3提高到1/2"),
    ],
)
@pytest.mark.parametrize("size", [SIZE, 7.0])
def test_a_fraction_in_a_line_of_text(parts: tuple[str | tuple[str, str], ...], text: str, size: float) -> None:
    cell = cell_of(set_out(*parts, size=size))
    assert (cell.text, cell.doubt) == (text, None)


@pytest.mark.parametrize("parts", [(("1", "3"),), ("2", ("1", "3")), (("1", "3"), "8公里")])
def test_two_numbers_that_may_be_a_fraction_are_a_doubt(parts: tuple[str | tuple[str, str], ...]) -> None:
    """Alone in a cell, or with a figure right beside them: no line of text tells 2 1/3 from 21/3."""
    assert cell_of(set_out(*parts)).doubt == FRACTION_DOUBT


def underlined(*lines: str, under: str, pitch: float = 1.5) -> Draw:
    """Lines of text, with a line under the stretch ``under`` of the first."""

    def draw(canvas: Any) -> None:
        for number, text in enumerate(lines):
            canvas.drawString(X, Y - number * pitch * SIZE, text)
        x = X + canvas.stringWidth(lines[0].partition(under)[0], canvas._fontname, SIZE)
        canvas.line(x, Y - 0.12 * SIZE, x + canvas.stringWidth(under, canvas._fontname, SIZE), Y - 0.12 * SIZE)

    return draw


@pytest.mark.parametrize("pitch", [1.15, 1.3, 1.5, 2.0])
@pytest.mark.parametrize(
    ("lines", "under"),
    [
        (("共12户", "含30人"), "12"),
        (("12户", "30人"), "12"),
        (("340", "人次"), "340"),
        (("检查12次", "每季30处"), "12"),
        (("340", "12"), "340"),
    ],
)
def test_underlined_text_above_other_text_is_no_fraction(lines: tuple[str, str], under: str, pitch: float) -> None:
    cell = cell_of(underlined(*lines, under=under, pitch=pitch))
    assert "/" not in cell.text
    assert cell.doubt is None


def test_numbers_in_narrow_cells_above_one_another_are_no_fraction() -> None:
    def narrow(canvas: Any) -> None:
        for row, number in enumerate(("1", "3", "7")):
            canvas.rect(50, 680 - 15 * row, 10, 15)
            canvas.rect(60, 680 - 15 * row, 100, 15)
            canvas.drawString(52, 684 - 15 * row, number)
            canvas.drawString(62, 684 - 15 * row, "名称")

    cells = cells_of(narrow)
    assert [(cell.text, cell.doubt) for cell in cells] == [(text, None) for n in "137" for text in (n, "名称")]


def test_a_fraction_of_an_ofd_page() -> None:
    parts = ofd_text(102, 52, "≥") + ofd_text(106, 49.9, "1") + ofd_text(106, 54.1, "3") + ofd_line(105.8, 54.75, 108, 54.75)
    cells, _, said = read_ofd(ofd(table([["三级指标", "指标值"], ["渠道完好率", " "]]) + parts))
    assert (cells[1], said) == (["渠道完好率", "≥1/3"], [])
