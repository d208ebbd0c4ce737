"""What stands on a PDF page in annotations: values of form fields, ticks, free text; boxes laid over text; text struck out."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field

from linter.formats._paged.glyphs import Box, Glyph
from linter.formats._paged.page_frame import Frame
from linter.formats._paged.pdf_attachments import MOST, File, file_of

MAX_ANNOTATIONS = 3_000
"""Annotations of a page that are looked at; the rest is said."""
_MAX_TEXT = 20_000
_MAX_FILE = 50 * 2**20
_MAX_LINES = 200
_MAX_OPTIONS = 500
_HIDDEN, _NO_VIEW = 2, 32
_SIZE, _INSET = 11.0, 2.0
"""The usual type size of a field and the room beside its text, in points."""
_OVER = frozenset({"FREETEXT", "SQUARE", "POLYGON", "STAMP", "REDACT"})
_FULL = 0.8
_APPEARANCES = 50
TICKED, UNTICKED = "☑", "□"


class Annotations(Struct):
    """What the annotations of a page show, in the reading frame. ``covers``: opaque boxes over the print; ``struck``: boxes of text
    struck out; ``files``: attached ones; ``beyond``: how many were not looked at."""

    glyphs: list[Glyph] = field(default_factory=list)
    covers: list[Box] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    beyond: int = 0


def _string(get: Callable[[Any, int], int]) -> str:
    """A UTF-16 string of pdfium, asked for its length first."""
    length = get(None, 0)
    if not 2 < length <= 2 * _MAX_TEXT:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")


def _entry(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    return _string(lambda buffer, length: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length))


def _value(form: Any, annotation: Any) -> str:
    """What a field shows: its value, the labels of the options chosen, a tick."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return TICKED if pdfium.FPDFAnnot_IsChecked(form, annotation) else UNTICKED
    if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        count = min(pdfium.FPDFAnnot_GetOptionCount(form, annotation), _MAX_OPTIONS)
        chosen = [n for n in range(count) if pdfium.FPDFAnnot_IsOptionSelected(form, annotation, n)]
        labels = [_string(lambda b, size, n=n: pdfium.FPDFAnnot_GetOptionLabel(form, annotation, n, b, size)) for n in chosen]  # type: ignore[misc]
        if labels:
            return "、".join(labels)
    elif kind != pdfium.FPDF_FORMFIELD_TEXTFIELD:
        return ""
    return _string(lambda buffer, length: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length))


def _width(text: str, size: float) -> float:
    return size * sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _set(text: str, box: Box) -> Iterator[Glyph]:
    """A text as lines in a box: one in the middle, several from the top."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()][:_MAX_LINES]
    if not lines:
        return
    x0, y0, x1, y1 = box
    step = min((y1 - y0) / len(lines), 1.4 * _SIZE)
    size = min(step, _SIZE)
    top = (y0 + y1 - step) / 2 if len(lines) == 1 else y0
    inset = min(_INSET, (x1 - x0) / 4)
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * step
        end = min(x0 + inset + _width(line, size), x1 - inset)
        yield Glyph(x0 + inset, middle - size / 2, max(end, x0 + inset + 1), middle + size / 2, line.strip())


def _is_opaque(annotation: Any, box: Box) -> bool:
    """Whether the appearance fills the annotation's box so that nothing shows through."""
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFAnnot_GetObjectCount(annotation), _APPEARANCES)):
        item = pdfium.FPDFAnnot_GetObject(annotation, index)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if (
            pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH
            or not pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
            or not fill.value
            or pdfium.FPDFPageObj_HasTransparency(item)
            or not pdfium.FPDFPageObj_GetBounds(item, *sides)
        ):
            continue
        left, bottom, right, top = (side.value for side in sides)
        sizes = sorted((right - left, top - bottom)), sorted((box[2] - box[0], box[3] - box[1]))
        if all(own >= _FULL * whole for own, whole in zip(*sizes, strict=True)):
            return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(
        pdfium.FPDFAnnot_GetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, red, green, blue, alpha) and alpha.value == 255
    ) and pdfium.FPDFAnnot_HasKey(annotation, b"IC")


def _quads(annotation: Any, frame: Frame) -> Iterator[Box]:
    import pypdfium2.raw as pdfium

    points = pdfium.FS_QUADPOINTSF()
    for index in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MAX_LINES)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            yield frame.box(min(xs), min(ys), max(xs), max(ys))


def annotations_of(page: Any, form: Any, frame: Frame) -> Annotations:
    """The annotations of a pypdfium2 page; ``form``: its form environment, ``None`` where the file has no fields."""
    import pypdfium2.raw as pdfium

    out = Annotations()
    count = pdfium.FPDFPage_GetAnnotCount(page)
    out.beyond = max(0, count - MAX_ANNOTATIONS)
    for index in range(min(count, MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                _take(annotation, form, frame, out)
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
    return out


def _take(annotation: Any, form: Any, frame: Frame, out: Annotations) -> None:
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    kinds = {getattr(pdfium, f"FPDF_ANNOT_{name}", -1) for name in _OVER}
    rect = pdfium.FS_RECTF()
    kinds |= {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_FILEATTACHMENT}
    if kind not in kinds or not pdfium.FPDFAnnot_GetRect(annotation, rect):
        return
    if pdfium.FPDFAnnot_GetFlags(annotation) & (_HIDDEN | _NO_VIEW):
        return
    box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
    if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
        out.struck += _quads(annotation, frame)
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        attachment = pdfium.FPDFAnnot_GetFileAttachment(annotation)
        if attachment and len(out.files) < MOST:
            out.files.append(file_of(attachment, _MAX_FILE))
    elif kind == pdfium.FPDF_ANNOT_WIDGET:
        if form is not None:
            out.glyphs += _set(_value(form, annotation), box)
    else:
        if _is_opaque(annotation, box):
            out.covers.append(box)
        if kind == pdfium.FPDF_ANNOT_FREETEXT:
            out.glyphs += _set(_entry(annotation, b"Contents"), box)
