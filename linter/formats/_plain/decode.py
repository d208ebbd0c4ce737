"""Bytes to text: UTF-8 with or without BOM, UTF-16, GB18030."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from linter.formats.api import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAX_CONTROL_SHARE = 0.02
_NO_TEXT = re.compile("[\x00-\x06\x08\x0e-\x19\x1b-\x1f\x7f\ue000-\uf8ff\ufffd]")
"""Control characters, private use, replacement characters. A bell ends a cell of a table that a word processor's text was taken from."""


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if max(low, high) < len(sample) // 40:
        return None
    return "utf-16-be" if low > high else "utf-16-le"


def _junk(text: str) -> bool:
    sample = text[:8192]
    return len(_NO_TEXT.findall(sample)) > max(2, len(sample) * _MAX_CONTROL_SHARE)


def decode(data: bytes) -> str:
    """The text of the bytes.

    Raises:
        Unreadable: no encoding fits, or the result is binary junk.
    """
    return decode_as(data)[0].removeprefix("\ufeff")


def decode_as(data: bytes) -> tuple[str, str]:
    """The text with its byte order mark, if any, and the encoding that writes it back.

    Raises:
        Unreadable: no encoding fits, or the result is binary junk.
    """
    candidates = [name for bom, name in _BOMS if data.startswith(bom)]
    if not candidates:
        wide = _utf16_without_bom(data)
        candidates = [wide] if wide else ["utf-8", "gb18030"]
    for name in candidates:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not _junk(text):
            return text, name
    if candidates[0] == "utf-8":
        # An extraction often cuts a character in two: forgive single bad bytes, not a wrong encoding.
        text = data.decode("utf-8", errors="replace")
        if text.count("\ufffd") <= max(3, len(text) // 200) and not _junk(text.replace("\ufffd", "")):
            return text, "utf-8"
    raise Unreadable("无法识别文字编码，或文件不是文本，请另存为 UTF-8 编码的文本后再检查")


@lru_cache(maxsize=4)
def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes can be text at all (a character cut at the end is forgiven)."""
    if head.startswith(
        (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"Rar!", b"7z\xbc\xaf")
    ):
        return False
    try:
        decode(head)
    except Unreadable:
        for cut in (1, 2, 3):
            try:
                decode(head[:-cut])
            except Unreadable:
                continue
            return True
        # Let the reader say why: plain bytes that nothing else claims are tried as text.
        return b"\0" not in head
    return True


def decode_head(head: bytes, size: int = 64) -> str:
    """The first characters without BOM and blanks, a character cut at the end forgiven."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names: tuple[str, ...] = ("utf-16",)
    else:
        names = ("utf-8-sig", "gb18030")
    for name in names:
        try:
            text = codecs.getincrementaldecoder(name)().decode(head[:size])
        except UnicodeDecodeError:
            continue
        return text.lstrip("\ufeff \t\r\n")
    return head[:size].decode("utf-8", errors="ignore").lstrip()
