"""What stands on a PDF page: characters with boxes and ruling lines, through pypdfium2's raw calls.

Everything leaves here in the reading frame: points, y downwards, turned so that the text runs from left to right. ``Frame``
turns boxes back into the frame people see (the page as displayed).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from linter.formats._paged.glyphs import Box, Glyph
from linter.formats._paged.page_frame import Frame, PageTooLarge, framed
from linter.formats._paged.pdf_drawing import IDENTITY, Drawing
from linter.formats._paged.pdf_sight import Sight, look
from linter.formats._paged.ruling import Rule
from linter.formats._paged.sight import inside, layered

_MAX_CHARS = 200_000
_SURROGATES = (0xD800, 0xDC00, 0xE000)
_UPRIGHT = 0.04
"""How far print may be off an axis, in right angles, and still say which way up the page is."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page in its reading frame. ``images``: share of the page that pictures cover (0–1). ``unmapped``: characters without a
    known code point (0–1)."""

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


def _char_of(code: int) -> str:
    """The character of a code; radicals that fonts map instead of the ideograph are put right."""
    if code in (2, 0xFFFE):  # a hyphen at a line's end
        return "-"
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        import unicodedata

        return unicodedata.normalize("NFKC", char)
    return char


_Raw = tuple[int, float, float, float, float, int]


def _raw_glyphs(text_page: Any) -> Iterator[_Raw]:
    """(code, left, bottom, right, top, index) for each printed character, in user space."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MAX_CHARS:
        raise PageTooLarge
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    unicode_of, box_of, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_IsGenerated
    high = 0
    for index in range(count):
        code = unicode_of(text_page, index)
        if code in (10, 13) or (code == 32 and generated(text_page, index) == 1):
            continue
        if _SURROGATES[0] <= code < _SURROGATES[1]:
            high = code
            continue
        if _SURROGATES[1] <= code < _SURROGATES[2]:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        if box_of(text_page, index, pointer):
            yield code, rect.left, rect.bottom, rect.right, rect.top, index


def _angle(text_page: Any, indices: list[int]) -> int:
    """The direction most of the text runs in, in clockwise degrees to turn it upright."""
    import pypdfium2.raw as pdfium

    step = max(1, len(indices) // 60)
    votes: Counter[int] = Counter()
    for index in indices[::step]:
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        turn = math.degrees(angle) / 90
        if angle >= 0 and abs(turn - round(turn)) < _UPRIGHT:  # a tilted watermark has no say
            votes[-round(turn) % 4 * 90] += 1
    return votes.most_common(1)[0][0] if votes else -1


def _seen(text_page: Any, index: int, x: float, y: float, clips: dict[int, Box], partly: dict[int, list[Box]]) -> bool:
    """Whether a character's middle lies inside what its text is cut to (programs cut text at a cell's edge, or leave it out of
    sight) and under no box painted over it."""
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(text_page, index)
    if not item:
        return True
    key = ctypes.addressof(item.contents)
    box = clips.get(key)
    if box is not None and not (box[0] < x < box[2] and box[1] < y < box[3]):
        return False
    return not any(inside(cover, x, y) for cover in partly.get(key, ()))


def _glyphs(text_page: Any, raw: list[_Raw], frame: Frame, clips: dict[int, Box], sight: Sight) -> tuple[list[Glyph], float]:
    """The characters people see, and the share of them without a known code point."""
    width, height = frame.size
    glyphs: list[Glyph] = []
    unmapped = printed = 0
    for code, left, bottom, right, top, index in raw:
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        if (clips or sight.partly) and not _seen(text_page, index, x, y, clips, sight.partly):
            continue
        printed += 1
        if code == 0 or code > 0x10FFFF or 0xE000 <= code <= 0xF8FF or 0xD800 <= code < 0xE000 or code == 0xFFFF:
            unmapped += 1
            continue
        glyphs.append(Glyph(x0, y0, x1, y1, _char_of(code)))
    return glyphs, unmapped / printed if printed else 0.0


def read_page(page: Any, number: int) -> PageContent:
    """The characters and lines of a page.

    Raises:
        PageTooLarge: beyond the limits.
    """
    import pypdfium2.raw as pdfium

    shown = frame_of(page)
    text_page = page.get_textpage()
    raw = list(_raw_glyphs(text_page.raw))
    angle = _angle(text_page.raw, [one[5] for one in raw if one[0] > 32])
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
        raw = list(_raw_glyphs(text_page.raw))
    glyphs, unmapped = _glyphs(text_page.raw, raw, reading, drawing.clips, sight)
    text_page.close()
    return PageContent(
        number,
        reading,
        shown,
        tuple(glyphs),
        tuple(drawing.horizontal),
        tuple(drawing.vertical),
        min(1.0, drawing.images / max(width * height, 1.0)),
        unmapped,
        layered(drawing.inks),
        sight,
    )
