"""What a person sees is what is read: covered, white, invisible and doubled text, watermarks and stamps."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from linter.formats._paged.pdf_read import read
from linter.formats.api import ReadContext
from linter.model.blocks import Grid, NotChecked

ROWS = (("三级指标", "指标值"), ("疏浚渠道长度", "≥12公里"), ("渠道完好率", "≥95%"), ("受益农户数", "≥340户"))
Draw = Callable[[Any], None]


def page(before: Draw = lambda _: None, after: Draw = lambda _: None, tone: float = 0.0) -> bytes:
    """A ruled table of two columns; ``before`` and ``after`` draw below and above it."""
    from reportlab.pdfgen.canvas import Canvas

    from tests.support.writers.pdf import _register

    font = _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont(font, 10)
    canvas.saveState()
    before(canvas)
    canvas.restoreState()
    canvas.setFillGray(tone)
    for number, (name, value) in enumerate(ROWS):
        y = 700 - 30 * number
        canvas.rect(50, y, 200, 30)
        canvas.rect(250, y, 250, 30)
        canvas.drawString(60, y + 10, name)
        canvas.drawString(260, y + 10, value)
    after(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def texts(data: bytes) -> tuple[list[list[str]], list[str]]:
    """The cells row by row, and what was said."""
    pieces = list(read(data, ReadContext("a.pdf"), lambda _: None))
    (grid,) = (piece for piece in pieces if isinstance(piece, Grid))
    return [[cell.text for cell in row] for row in grid.rows()], [piece.why for piece in pieces if isinstance(piece, NotChecked)]


def styled(draw: Draw, **style: Any) -> Draw:
    def drawn(canvas: Any) -> None:
        canvas.saveState()
        for name, value in style.items():
            getattr(canvas, name)(*value if isinstance(value, tuple) else (value,))
        canvas.setFont("cjk", style.get("size", 10) if not isinstance(style.get("size"), tuple) else 10)
        draw(canvas)
        canvas.restoreState()

    return drawn


def beside(text: str = "来自导出系统") -> Draw:
    return lambda canvas: [canvas.drawString(330, 710 - 30 * n, text) for n in range(4)]


def invisible(canvas: Any) -> None:
    for number, (name, value) in enumerate(ROWS):
        for x, text in ((61, name), (261, value.replace("≥", "2"))):
            line = canvas.beginText(x, 710 - 30 * number)
            line.setTextRenderMode(3)
            line.textOut(text)
            line.setTextRenderMode(0)
            canvas.drawText(line)


def shadow(canvas: Any) -> None:
    for number, row in enumerate(ROWS):
        for x, text in zip((61.8, 261.8), row, strict=True):
            canvas.drawString(x, 708.4 - 30 * number, text)


def old_values(canvas: Any) -> None:
    for number, value in enumerate(("指标值", "≥10公里", "≥92%", "≥340户")):
        canvas.drawString(260, 710 - 30 * number, value)
    canvas.setFillGray(1)
    canvas.rect(252, 602, 200, 126, stroke=0, fill=1)


def covered_end(canvas: Any) -> None:
    """The end of a text painted over: only the rest is seen."""
    canvas.drawString(60, 560, "疏浚渠道长度12公里（待定）")
    canvas.setFillGray(1)
    canvas.rect(60 + 8 * 10 + 12, 555, 200, 20, stroke=0, fill=1)


UNSEEN = {
    "white": page(after=styled(beside(), setFillGray=1.0)),
    "nearly white": page(after=styled(beside(), setFillGray=0.97)),
    "transparent": page(after=styled(beside(), setFillAlpha=0.0)),
    "too small": page(after=styled(lambda c: (c.setFont("cjk", 0.8), beside()(c)))),
    "off the page": page(after=lambda c: c.drawString(700, 710, "页外")),
    "invisible layer": page(before=invisible),
    "invisible noise": page(
        after=lambda c: [
            (t := c.beginText(330, 710 - 30 * n), t.setTextRenderMode(3), t.textOut("来自导出系统"), t.setTextRenderMode(0), c.drawText(t))
            for n in range(4)
        ]
    ),
    "shadow": page(before=styled(shadow, setFillGray=0.8)),
    "imitated bold": page(after=lambda c: [c.drawString(60.4, 710 - 30 * n, row[0]) for n, row in enumerate(ROWS)]),
    "whiteout": page(before=old_values),
}
MARKS = {
    "tilted": lambda c: (c.translate(300, 640), c.rotate(35), c.setFont("cjk", 40), c.drawCentredString(0, 0, "内部资料")),
    "tilted, as dark as the text": lambda c: (c.translate(200, 600), c.rotate(20), c.drawString(0, 0, "样表样表样表")),
    "tiled and pale": lambda c: (
        c.setFillGray(0.8),
        [c.drawString(x, y, "青禾财政 传阅") for x in (70, 200, 330) for y in range(590, 760, 34)],
    ),
    "tiled, a sign a time": lambda c: (
        c.setFillGray(0.8),
        [c.drawString(x + 11 * n, y, sign) for x in (70, 200, 330) for y in range(590, 760, 34) for n, sign in enumerate("青禾财政传阅")],
    ),
    "large and pale": lambda c: (c.setFillGray(0.85), c.setFont("cjk", 70), c.drawString(80, 620, "仅供审核")),
    "half transparent red": lambda c: (
        c.setFillColorRGB(0.9, 0, 0),
        c.setFillAlpha(0.3),
        c.setFont("cjk", 50),
        c.drawString(80, 640, "草稿草稿"),
    ),
    "stamp on a curve": lambda c: [
        (
            c.saveState(),
            c.setFillColorRGB(0.9, 0, 0),
            c.translate(300, 640),
            c.rotate(25 * n - 60),
            c.drawString(0, 40, sign),
            c.restoreState(),
        )
        for n, sign in enumerate("青禾县财政局")
    ],
}


@pytest.mark.parametrize("data", UNSEEN.values(), ids=UNSEEN.keys())
def test_text_nobody_sees_is_not_read(data: bytes) -> None:
    assert texts(data)[0] == [list(row) for row in ROWS]


@pytest.mark.parametrize("name", [name for name in UNSEEN if name not in ("off the page", "imitated bold")])
def test_one_record_says_so(name: str) -> None:
    (said,) = texts(UNSEEN[name])[1]
    assert "看不见的文字" in said


@pytest.mark.parametrize("layer", ["before", "after"])
@pytest.mark.parametrize("draw", MARKS.values(), ids=MARKS.keys())
def test_watermarks_are_taken_out_and_said(draw: Draw, layer: str) -> None:
    def drawn(canvas: Any) -> None:
        canvas.saveState()
        draw(canvas)
        canvas.restoreState()

    cells, said = texts(page(**{layer: drawn}))
    assert cells == [list(row) for row in ROWS]
    assert any("水印" in one for one in said)


def test_a_text_covered_in_part_keeps_the_rest() -> None:
    pieces = list(read(page(after=covered_end), ReadContext("a.pdf"), lambda _: None))
    assert [piece.text for piece in pieces if hasattr(piece, "text")] == ["疏浚渠道长度12公里"]


SEEN = {
    "white on a dark box": page(
        after=lambda c: (c.setFillGray(0.1), c.rect(50, 540, 300, 30, fill=1), c.setFillGray(1), c.drawString(60, 550, "表头文字"))
    ),
    "pale beside the table": page(after=styled(lambda c: c.drawString(60, 550, "表头文字"), setFillGray=0.7)),
    "on a shaded box": page(
        after=lambda c: (c.setFillGray(0.9), c.rect(50, 540, 300, 30, fill=1), c.setFillGray(0), c.drawString(60, 550, "表头文字"))
    ),
    "large above the table": page(after=lambda c: (c.setFont("cjk", 24), c.drawString(60, 780, "表头文字"))),
    "under a transparent marker": page(
        after=lambda c: (
            c.drawString(60, 550, "表头文字"),
            c.setFillColorRGB(1, 1, 0),
            c.setFillAlpha(0.4),
            c.rect(50, 540, 300, 30, stroke=0, fill=1),
        )
    ),
}


@pytest.mark.parametrize("data", SEEN.values(), ids=SEEN.keys())
def test_what_is_seen_is_read(data: bytes) -> None:
    pieces = list(read(data, ReadContext("a.pdf"), lambda _: None))
    shown = [piece.text for piece in pieces if hasattr(piece, "text")]
    shown += [cell.text for piece in pieces if isinstance(piece, Grid) for cell in piece.cells if piece.n_cols == 1]
    assert shown == ["表头文字"]
    assert not [piece for piece in pieces if isinstance(piece, NotChecked)]


def test_a_table_in_grey_is_no_watermark() -> None:
    assert texts(page(tone=0.6)) == ([list(row) for row in ROWS], [])
