"""Pages as PDF: ruled tables with an embedded CJK font, drawn by our own small typesetter so that every way of ruling, turning and
breaking a table can be asked for.

``missing()`` says why PDFs cannot be written here, ``None`` when they can. A test that writes one all the same is skipped with that reason.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.writers.page import Box, Page, Table

_KNOWN_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
_WANTED = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "SimSun", "Source Han Sans SC VF")


@cache
def font_path() -> Path | None:
    """A TrueType CJK font that can be embedded: asked of fontconfig, else from a known list."""
    found = [Path(name) for name in _KNOWN_FONTS]
    if shutil.which("fc-match"):
        for family in reversed(_WANTED):
            line = subprocess.run(["fc-match", "-f", "%{family}\t%{file}", family], capture_output=True, text=True, check=False).stdout
            name, _, file = line.partition("\t")
            if family in name:
                found.insert(0, Path(file))
    return next((path for path in found if path.is_file() and _embeddable(path)), None)


def _embeddable(path: Path) -> bool:
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        glyphs = TTFont("probe", str(path), subfontIndex=0).face.charToGlyph
    except (TTFError, OSError):
        return False
    return all(ord(char) in glyphs for char in "绩效≥≤%9A")


def missing() -> str | None:
    """Why no PDF can be written here, or ``None``."""
    try:
        import reportlab  # noqa: F401
    except ImportError:
        return "reportlab is not installed"
    return None if font_path() else "no TrueType CJK font found"


@dataclass(frozen=True, slots=True)
class Style:
    """How a PDF is drawn. ``rules``: ``lines dashed dots double rects fill-path none``. ``rotate``: the page's /Rotate with the content turned the
    other way, so that people see it upright. ``sideways``: content turned without /Rotate."""

    rules: str = "lines"
    size: float = 8.0
    padding: float = 3.0
    width: float = 595.0
    height: float = 842.0
    margin: float = 40.0
    rotate: int = 0
    sideways: bool = False
    centred: bool = False
    open_sides: bool = False
    page_numbers: bool = False
    repeat_header: int = 0


def _register() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if why := missing():
        pytest.skip(why)
    if "cjk" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("cjk", str(font_path()), subfontIndex=0))
    return "cjk"


def _wrap(text: str, width: float, size: float) -> list[str]:
    """Lines of a text: a Latin word or number is kept whole where it fits, Chinese breaks anywhere."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = []
    for part in text.split("\n"):
        line = ""
        for token in _tokens(part):
            if line and stringWidth(line + token, "cjk", size) > width:
                lines.append(line.rstrip())
                line = ""
            while stringWidth(token, "cjk", size) > width and len(token) > 1:
                cut = max(n for n in range(1, len(token)) if n == 1 or stringWidth(token[:n], "cjk", size) <= width)
                lines.append(token[:cut])
                token = token[cut:]
            line += token
        lines.append(line.rstrip())
    return lines


def _tokens(text: str) -> Iterator[str]:
    token = ""
    for char in text:
        if (char.isascii() and char.isalnum()) or char in ".,%≥≤":
            token += char
            continue
        if token:
            yield token
        token = ""
        yield char
    if token:
        yield token


def _widths(table: Table, total: float, size: float) -> list[float]:
    """Column widths by what stands in the cells that are one column wide."""
    need = [3.0] * table.n_cols
    for box in table.boxes:
        if box.colspan == 1:
            need[box.col] = max(need[box.col], min(12.0, max(map(len, box.text.split("\n")))))
    return [one * total / sum(need) for one in need]


class _Sheet:
    """A PDF being written, page by page, from top to bottom."""

    def __init__(self, style: Style, out: io.BytesIO) -> None:
        from reportlab.pdfgen.canvas import Canvas

        _register()
        self.style = style
        # the library itself exchanges the sides of a page with /Rotate
        media = (style.height, style.width) if style.sideways else (style.width, style.height)
        self.canvas = Canvas(out, pagesize=media, invariant=1)
        self.number = 0
        self.open = False

    def begin(self) -> None:
        self.finish()
        self.number += 1
        self.open = True
        style, canvas = self.style, self.canvas
        turn = 90 if style.sideways else style.rotate
        if not style.sideways:
            canvas.setPageRotation(style.rotate)
        if turn == 90:  # user space (a, b) of the turned page: seen x runs upwards
            canvas.transform(0, 1, -1, 0, style.height, 0)
        elif turn == 180:
            canvas.transform(-1, 0, 0, -1, style.width, style.height)
        elif turn == 270:
            canvas.transform(0, -1, 1, 0, 0, style.width)
        self.y = style.height - style.margin
        if style.page_numbers:
            canvas.setFont("cjk", 8)
            canvas.drawCentredString(style.width / 2, style.margin / 2, f"- {self.number} -")

    def finish(self) -> None:
        if self.open:
            self.canvas.showPage()
            self.open = False

    def room(self, height: float) -> bool:
        return self.y - height >= self.style.margin

    def paragraph(self, text: str, centred: bool) -> None:
        style, size = self.style, self.style.size + 2
        for line in _wrap(text, style.width - 2 * style.margin, size):
            if not self.room(1.5 * size):
                self.begin()
            self.canvas.setFont("cjk", size)
            if centred:
                self.canvas.drawCentredString(style.width / 2, self.y - size, line)
            else:
                self.canvas.drawString(style.margin, self.y - size, line)
            self.y -= 1.5 * size
        self.y -= 4

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, kind = self.canvas, self.style.rules
        canvas.setLineWidth(0.5)
        canvas.setDash()
        if kind == "none":
            return
        if kind == "rects":
            canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
        elif kind == "dots":
            steps = int(max(x1 - x0, y1 - y0) / 4)
            for step in range(steps + 1):
                dx, dy = (4 * step, 0) if x1 > x0 else (0, 4 * step)
                canvas.line(x0 + dx, y0 + dy, min(x0 + dx + 2.4, x1) if x1 > x0 else x0, min(y0 + dy + 2.4, y1) if y1 > y0 else y0)
        else:
            if kind == "dashed":
                canvas.setDash(3, 2)
            shifts = (-0.75, 0.75) if kind == "double" else (0.0,)
            for shift in shifts:
                dx, dy = (shift, 0.0) if x0 == x1 else (0.0, shift)
                canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)

    def frame(self, x0: float, y0: float, x1: float, y1: float, sides: bool) -> None:
        """The four edges of a cell, ``y1`` the top."""
        self.rule(x0, y0, x1, y0)
        self.rule(x0, y1, x1, y1)
        edges = (self.style.margin, self.style.width - self.style.margin)
        for x in (x0, x1):
            if sides or min(abs(x - edge) for edge in edges) > 1:
                self.rule(x, y0, x, y1)

    def cell(self, box: Box, x0: float, x1: float, bottom: float, top: float, lines: Sequence[str]) -> None:
        style, canvas = self.style, self.canvas
        self.frame(x0, bottom, x1, top, not style.open_sides)
        canvas.setFont("cjk", style.size)
        leading = 1.25 * style.size
        start = top - style.padding - style.size * 0.9
        slack = (top - bottom - 2 * style.padding - leading * len(lines)) / 2 if box.rowspan > 1 else 0.0
        for number, line in enumerate(lines):
            y = start - max(slack, 0.0) - number * leading
            if style.centred:
                canvas.drawCentredString((x0 + x1) / 2, y, line)
            else:
                canvas.drawString(x0 + style.padding, y, line)

    def table(self, table: Table) -> None:
        style = self.style
        widths = _widths(table, style.width - 2 * style.margin, style.size)
        edges = [style.margin + sum(widths[:n]) for n in range(len(widths) + 1)]
        texts = {
            box: _wrap(box.text, edges[box.col + box.colspan] - edges[box.col] - 2 * style.padding, style.size) if box.text else []
            for box in table.boxes
        }
        heights = _heights(table, texts, style)
        row = 0
        while row < table.n_rows:
            end = row
            used = sum(heights[: style.repeat_header]) if row else 0.0
            while end < table.n_rows and self.room(used + heights[end]):
                used += heights[end]
                end += 1
            if end == row:
                self.begin()
                continue
            if row and style.repeat_header:
                self.rows(table, texts, heights, edges, 0, style.repeat_header)
            self.rows(table, texts, heights, edges, row, end)
            row = end
            if row < table.n_rows:
                self.begin()
        self.y -= 10

    def rows(self, table: Table, texts: Any, heights: Sequence[float], edges: Sequence[float], start: int, end: int) -> None:
        for box in table.boxes:
            first, last = max(box.row, start), min(box.row + box.rowspan, end)
            if first < last:
                top = self.y - sum(heights[start:first])
                lines = texts[box] if first == box.row else []
                self.cell(box, edges[box.col], edges[box.col + box.colspan], top - sum(heights[first:last]), top, lines)
        self.y -= sum(heights[start:end])


def _heights(table: Table, texts: dict[Box, list[str]], style: Style) -> list[float]:
    def needed(box: Box) -> float:
        return 1.25 * style.size * max(1, len(texts[box])) + 2 * style.padding

    heights = [1.25 * style.size + 2 * style.padding] * table.n_rows
    for box in sorted(table.boxes, key=lambda b: b.rowspan):
        lack = needed(box) - sum(heights[box.row : box.row + box.rowspan])
        if lack > 0:
            heights[box.row + box.rowspan - 1] += lack
    return heights


def to_pdf(pages: Sequence[Page], style: Style | None = None, break_pages: bool = True) -> bytes:
    """The pages as one PDF, each on a sheet of its own (``break_pages``) or one below the other."""
    style = style or Style()
    out = io.BytesIO()
    sheet = _Sheet(style, out)
    for index, page in enumerate(pages):
        if break_pages or not index:
            sheet.begin()
        for piece in page:
            if isinstance(piece, str):
                sheet.paragraph(piece, centred=len(piece) < 40)
            else:
                sheet.table(piece)
    sheet.finish()
    sheet.canvas.save()
    return out.getvalue()


def styled(**changes: Any) -> Callable[[Sequence[Page]], bytes]:
    """A writer with another style."""
    return lambda pages: to_pdf(pages, replace(Style(), **changes))
