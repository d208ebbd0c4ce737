"""What stands on a PDF page: characters with boxes and ruling lines, through pypdfium2's raw calls.

Everything leaves here in the reading frame: points, y downwards, turned so that the text runs from left to right. ``Frame``
turns boxes back into the frame people see (the page as displayed).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from linter.formats._paged.glyphs import Box, Glyph
from linter.formats._paged.line_marks import marked
from linter.formats._paged.page_frame import Frame, framed
from linter.formats._paged.pdf_drawing import IDENTITY, Drawing
from linter.formats._paged.pdf_fields import annotations_of
from linter.formats._paged.pdf_sight import Sight, look
from linter.formats._paged.pdf_text import Cuts, Fonts, angle_of, glyphs_of, raw_chars
from linter.formats._paged.ruling import Rule
from linter.formats._paged.sight import COVERED, STRUCK, inside, layered


class PageContent(Struct, frozen=True):
    """A page in its reading frame. ``images``: share of the page that pictures cover (0–1). ``unmapped``: characters of fonts
    that do not say what they are (0–1)."""

    number: int
    reading: Frame
    shown: Frame
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    images: float
    unmapped: float
    hidden: bool = False
    """The text is invisible: a layer somebody's recogniser laid over a scan."""
    sight: Sight = field(default_factory=Sight)

    def place_box(self, box: Box) -> Box:
        """A box of the reading frame as people see it on the displayed page."""
        if self.reading == self.shown:
            return box
        return self.shown.box(*self.reading.back_box(box))


def frame_of(page: Any) -> Frame:
    """The displayed frame of a pypdfium2 page.

    Raises:
        PageTooLarge: its sides are beyond the limit or not numbers.
    """
    media = page.get_mediabox(fallback_ok=True) or (0.0, 0.0, 595.0, 842.0)
    return framed(page.get_cropbox(fallback_ok=True) or media, media, page.get_rotation())


def _struck(glyphs: list[Glyph], boxes: Sequence[Box]) -> list[Glyph]:
    """The glyphs whose middle lies in none of the boxes."""
    if not boxes:
        return glyphs
    return [g for g in glyphs if not any(inside(box, (g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2) for box in boxes)]


def _annotated(page: Any, form: Any, frame: Frame, glyphs: list[Glyph], sight: Sight) -> list[Glyph]:
    """The glyphs with what annotations show, cover and strike out."""
    notes = annotations_of(page, form, frame)
    for why, boxes in ((COVERED, notes.covers), (STRUCK, notes.struck)):
        left = _struck(glyphs, boxes)
        if len(left) < len(glyphs):
            sight.unseen[why] += 1
        glyphs = left
    sight.beyond, sight.files = notes.beyond, notes.files
    return [*glyphs, *notes.glyphs]


def read_page(page: Any, number: int) -> PageContent:
    """The characters and lines of a page.

    Raises:
        PageTooLarge: beyond the limits.
    """
    import pypdfium2.raw as pdfium

    shown = frame_of(page)
    text_page = page.get_textpage()
    raw = list(raw_chars(text_page.raw))
    angle = angle_of(text_page.raw, raw)
    reading = shown if angle < 0 else Frame(shown.page, angle)
    width, height = reading.size
    drawing = Drawing(reading)
    drawing.walk(pdfium.FPDFPage_CountObjects(page.raw), lambda n: pdfium.FPDFPage_GetObject(page.raw, n), IDENTITY, 0)
    drawing.soften()
    sight = look(drawing, page.raw, text_page.raw, page.pdf.raw)
    if sight.gone:
        text_page.close()
        sight.take_off(page.raw)
        text_page = page.get_textpage()
        raw = list(raw_chars(text_page.raw))
    glyphs, unmapped = glyphs_of(text_page.raw, raw, reading, Cuts(drawing.clips, sight.partly), Fonts(drawing.flat, drawing.signs))
    text_page.close()
    read = marked(glyphs, drawing.horizontal, drawing.vertical)
    if read.struck:
        sight.unseen[STRUCK] += 1
    glyphs = _annotated(page.raw, getattr(page.formenv, "raw", None), reading, read.glyphs, sight)
    return PageContent(
        number,
        reading,
        shown,
        tuple(glyphs),
        read.horizontal,
        tuple(drawing.vertical),
        min(1.0, drawing.images / max(width * height, 1.0)),
        unmapped,
        layered(drawing.inks),
        sight,
    )
