"""Takes what nobody sees off a PDF page before its text is read: pdfium drops one of two equal texts, so it must not be asked first."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from linter.formats._paged.glyphs import Box
from linter.formats._paged.pdf_attachments import File
from linter.formats._paged.pdf_drawing import Drawing
from linter.formats._paged.sight import Cover, judge, shared

_PAGE = 0.6
"""A picture of this share of the page is a scan, not something laid over text."""
_MAX_PICTURE = 4_000_000


class Sight(Struct):
    """What was taken off a page. ``unseen``: stretches of text by reason; ``marks``: the texts of watermarks and stamps;
    ``partly``: for text objects (by address) that are covered in part, the boxes over them."""

    unseen: Counter[str] = field(default_factory=Counter)
    marks: list[str] = field(default_factory=list)
    partly: dict[int, list[Box]] = field(default_factory=dict)
    beyond: int = 0
    """Annotations that were not looked at."""
    files: list[File] = field(default_factory=list)
    """Files attached to the page."""
    gone: list[tuple[Any, Any]] = field(default_factory=list)
    """The text objects to take off the page, each with the form object it stands in."""

    def take_off(self, page: Any) -> None:
        """Take the unseen text off the page. No text page may be open: it would point at objects that are gone."""
        import pypdfium2.raw as pdfium

        for item, parent in self.gone:
            if pdfium.FPDFPage_RemoveObject(page, item) if parent is None else pdfium.FPDFFormObj_RemoveObject(parent, item):
                pdfium.FPDFPageObj_Destroy(item)


def _text_of(item: Any, text_page: Any) -> str:
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
    if length <= 2 or length > 4_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(item, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0").strip()


def _opaque(item: Any, document: Any, page: Any) -> bool:
    """Whether a picture lets nothing through (no mask, no transparency)."""
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    if not 0 < width.value * height.value <= _MAX_PICTURE or pdfium.FPDFPageObj_HasTransparency(item):
        return False
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, item)
    if not bitmap:
        return False
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return True
        size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
        points = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
        alpha = points[3::4]
        return sum(map(alpha.count, range(250, 256))) >= 0.95 * len(alpha)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _picture_covers(drawing: Drawing, document: Any, page: Any) -> Iterable[Cover]:
    """Pictures laid over text painted before them."""
    width, height = drawing.frame.size
    for order, box, item in drawing.pictures[:200]:
        area = (box[2] - box[0]) * (box[3] - box[1])
        over = any(ink.order < order and shared(ink.box, box) > 0 for ink in drawing.inks)
        if over and area < _PAGE * width * height and _opaque(item, document, page):
            yield Cover(order, box, None)


def look(drawing: Drawing, page: Any, text_page: Any, document: Any) -> Sight:
    """What nobody sees of a page's text, watermarks, and copies."""
    sight = Sight()
    items = {ink.order: item for ink, item in zip(drawing.inks, drawing.items, strict=True)}
    covers = sorted([*drawing.covers, *_picture_covers(drawing, document, page)], key=lambda cover: cover.order)

    def text(order: int) -> str:
        return _text_of(items[order][0], text_page)

    verdict = judge(drawing.inks, covers, drawing.vertical, text)
    sight.unseen.update(verdict.hidden.values())
    sight.marks = sorted({text(order) for order in sorted(verdict.marks)} - {""})
    sight.partly = {ctypes.addressof(items[order][0].contents): boxes for order, boxes in verdict.partly.items()}
    sight.gone = [items[order] for order in sorted({*verdict.hidden, *verdict.marks})]
    return sight
