"""Files people do send that are not read: each named, with what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

from linter.formats._office.package import zip_has
from linter.formats.api import Format, Piece, ReadContext, Unreadable

_KINDS = (
    (b"Rar!", "不支持 RAR 压缩包，请解压后检查，或改用 zip"),
    (b"7z\xbc\xaf", "不支持 7z 压缩包，请解压后检查，或改用 zip"),
    (b"\x1f\x8b", "不支持 gz 压缩包，请解压后检查，或改用 zip"),
    (b"{\\rtf", "不支持 RTF 文档，请另存为 docx 后再检查"),
)
_FOLDERS = (
    (b"ppt/", "不支持演示文稿（.pptx），请将其中的表格另存为 xlsx 或 docx 后再检查"),
    (b"xl/workbook.bin", "不支持 xlsb 工作簿，请另存为 xlsx 后再检查"),
    (b"[Content_Types].xml", "Office 文件不完整，找不到工作簿或正文，请用 Excel、Word 或 WPS 重新另存后再检查"),
)


def _reason(head: bytes) -> str | None:
    for start, why in _KINDS:
        if head.startswith(start):
            return why
    return next((why for folder, why in _FOLDERS if zip_has(head, folder)), None)


def sniff(head: bytes) -> bool:
    """A kind of file known and not read."""
    return _reason(head) is not None


def read(data: bytes, _: ReadContext) -> Iterator[Piece]:
    """Always raises Unreadable, with what to do."""
    raise Unreadable(_reason(data[:4096] + data[-(1 << 15) :]) or "不支持的文件类型")


_SUFFIXES = (".rar", ".7z", ".rtf", ".ppt", ".pptx", ".xlsb", ".doc", ".wps")

FORMAT = Format("unsupported", (), sniff, read, rank=60, refused=_SUFFIXES)
