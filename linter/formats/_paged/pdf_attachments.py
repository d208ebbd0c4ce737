"""Files attached to a PDF, to the whole of it or as a note on a page: read by their own format, else named."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from linter.formats._office.inside import Inside
from linter.formats.api import Piece, ReadContext
from linter.model.blocks import NotChecked

MOST = 20
"""Attachments that are looked at; the rest are counted."""
_MAX_NAME = 400
File = tuple[str, bytes | None]
"""An attachment's name and content; ``None`` where it is missing or too large."""


def file_of(attachment: Any, most: int) -> File:
    """Name and content (up to ``most`` bytes) of a pdfium attachment."""
    import pypdfium2.raw as pdfium

    length = min(pdfium.FPDFAttachment_GetName(attachment, None, 0), _MAX_NAME)
    buffer = ctypes.create_string_buffer(length + 2)
    pdfium.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    name = buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\0") or "未命名"
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size) or not 0 < size.value <= most:
        return name, None
    content = ctypes.create_string_buffer(size.value)
    if not pdfium.FPDFAttachment_GetFile(attachment, content, size.value, size):
        return name, None
    return name, content.raw


def pieces(document: Any, notes: list[File], context: ReadContext) -> Iterator[Piece]:
    """What the attachments of a document, and those in notes of its pages, hold."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFDoc_GetAttachmentCount(document)
    own = [file_of(pdfium.FPDFDoc_GetAttachment(document, n), context.limits.zip_part) for n in range(min(count, MOST))]
    inside = Inside(context)
    for name, data in [*own, *notes][:MOST]:
        what = f"PDF 附件“{name}”"
        if data is None:
            yield NotChecked(what, "内容缺失或过大，未读取；请单独保存后检查")
        else:
            yield from inside.read(data, name, what)
    beyond = max(count, len(own)) + len(notes) - MOST
    if beyond > 0:
        yield NotChecked(context.member or context.path, f"附件超过 {MOST} 个，其余 {beyond} 个未读取；请单独保存后检查")
