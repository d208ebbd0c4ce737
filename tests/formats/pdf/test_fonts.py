"""Fonts that do not say what they show: their cells are doubtful. Fonts that state no height, exponents, dotted lines."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, NotChecked
from tests.formats.pdf.test_sight import ROWS, page, texts

pikepdf = pytest.importorskip("pikepdf")


def cells(data: bytes) -> tuple[list[Any], list[str]]:
    pieces = list(read(data, ReadContext("a.pdf"), lambda _: None))
    (grid,) = (piece for piece in pieces if isinstance(piece, Grid))
    return list(grid.cells), [piece.why for piece in pieces if isinstance(piece, NotChecked)]


def with_second_font(data: bytes) -> bytes:
    """The last text of the page set in a copy of its font that has no /ToUnicode."""
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = document.pages[0].Resources.Font
        name = next(name for name, font in fonts.items() if "/ToUnicode" in font)
        fonts["/Other"] = document.make_indirect(pikepdf.Dictionary(fonts[name]))
        del fonts["/Other"]["/ToUnicode"]
        head, tail = document.pages[0].Contents.read_bytes().rsplit(f"{name} 10 Tf".encode(), 1)
        document.pages[0].Contents = document.make_stream(head + b"/Other 10 Tf" + tail)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def test_a_font_without_a_map_makes_its_cells_doubtful() -> None:
    data = with_second_font(page(after=lambda canvas: canvas.drawString(330, 680, "按实测")))
    read_, (said,) = cells(data)
    assert [cell.text[:5] for cell in read_ if cell.doubt] == ["≥12公里"]
    assert "字体" in said


def test_a_font_that_maps_everything_to_one_character_is_not_trusted() -> None:
    lines = "\n".join(f"<{n:02x}> <{n:02x}> <4e00>" for n in range(256))
    same = f"/CIDInit /ProcSet findresource begin begincmap 100 beginbfrange\n{lines}\nendbfrange endcmap end".encode()

    def longer(canvas: Any) -> None:
        for n in range(8):
            canvas.drawString(60, 540 - 20 * n, "疏浚渠道长度与渠道完好率")

    with pikepdf.open(io.BytesIO(page(after=longer))) as document:
        fonts = document.pages[0].Resources.Font
        for font in (fonts[name] for name in fonts.keys()):  # noqa: SIM118 - no mapping
            if "/ToUnicode" in font:
                font.ToUnicode.write(same)
        out = io.BytesIO()
        document.save(out)
    pieces = list(read(out.getvalue(), ReadContext("a.pdf"), lambda _: None))
    assert any("字体" in piece.why for piece in pieces if isinstance(piece, NotChecked))
    assert not any(
        re.search("一一一", cell.text) and not cell.doubt
        for piece in pieces
        if isinstance(piece, Grid)
        for cell in piece.cells
        if cell.confidence is None
    )


@pytest.mark.parametrize(("size", "rise"), [(6, 4), (6.5, 3.3), (5, 5), (8.3, 3.3)])
def test_raised_digits_are_exponents(size: float, rise: float) -> None:
    def draw(canvas: Any) -> None:
        line = canvas.beginText(330, 680)
        for text, raised in (("3.2×10", False), ("5", True), ("m", False), ("2", True), ("以上", False)):
            line.setFont("cjk", size if raised else 10)
            line.setRise(rise if raised else 0)
            line.textOut(text)
        canvas.drawText(line)

    assert texts(page(after=draw))[0][1][1].replace(" ", "") == "≥12公里3.2×10⁵m²以上"


def test_small_print_on_the_line_is_no_exponent() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("cjk", 6)
        canvas.drawString(330, 680, "2026")

    assert texts(page(after=draw))[0][1][1].replace(" ", "") == "≥12公里2026"


@pytest.mark.parametrize("step", [1.5, 3.0, 4.5])
def test_rows_of_dots_are_lines(step: float) -> None:
    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(_register(), 10)
    for y in (730, 700, 670, 640, 610):
        for n in range(int(450 / step) + 1):
            canvas.rect(50 + n * step, y, 0.5, 0.5, stroke=0, fill=1)
    for x in (50, 250, 500):
        for n in range(int(120 / step) + 1):
            canvas.rect(x, 610 + n * step, 0.5, 0.5, stroke=0, fill=1)
    for number, row in enumerate(ROWS):
        for x, text in zip((60, 260), row, strict=True):
            canvas.drawString(x, 710 - 30 * number, text)
    canvas.save()
    assert texts(out.getvalue()) == ([list(row) for row in ROWS], [])


def test_lines_that_stand_on_one_another_are_doubtful_and_the_page_is_said_to_be_covered() -> None:
    read_, (said,) = cells(page(after=lambda canvas: canvas.drawString(262, 684, "另行确定数")))
    assert [cell.row for cell in read_ if cell.doubt] == [1]
    assert "重叠" in said


def test_text_grown_beyond_its_row_is_doubtful() -> None:
    read_, (said,) = cells(page(after=lambda canvas: canvas.drawString(420, 667, "含支渠及斗渠")))
    assert any(cell.doubt and "超出" in cell.doubt for cell in read_)
    assert "超出格子" in said


@pytest.mark.parametrize(("letter", "sign"), [("o", "□"), (r"o\376", "□☑")])
def test_letters_of_sign_fonts_are_their_signs(letter: str, sign: str) -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        font = {"/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.TrueType, "/BaseFont": pikepdf.Name("/ABCDEF+Wingdings-Regular")}
        document.pages[0].Resources.Font["/W"] = document.make_indirect(pikepdf.Dictionary(font))
        document.pages[0].contents_add(f"BT /W 10 Tf 1 0 0 1 330 680 Tm ({letter}) Tj ET".encode())
        out = io.BytesIO()
        document.save(out)
    read_, _ = cells(out.getvalue())
    assert read_[3].text.replace(" ", "") == f"≥12公里{sign}"
