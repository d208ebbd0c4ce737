"""Archives: members of a zip, inflated within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from linter.files import zipped
from linter.formats.api import Limits, Unreadable
from linter.model.blocks import NotChecked

_CHUNK = 1 << 16
_END = b"PK\x05\x06"
"""Opens the record at the end of every zip: an Office file without it was cut off."""
_OFFICE = ("[Content_Types].xml", "mimetype", "OFD.xml")


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, its directory checked.

    Raises:
        Unreadable: damaged, too many entries.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipped.DAMAGED as error:
        if _END not in data:
            raise Unreadable("文件不完整，末尾缺失（可能未下载完或传输中断），请重新取得原件") from error
        raise Unreadable("压缩包已损坏") from error
    if len(archive.infolist()) > limits.zip_entries:
        raise Unreadable(f"压缩包内文件数超过上限 {limits.zip_entries}")
    return archive


def inflate(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limits: Limits, budget: list[int] | None = None) -> bytes:
    """One member, counted while inflating (headers lie). ``budget[0]``: bytes still allowed over the whole archive.

    Raises:
        Unreadable: encrypted, damaged, or expands beyond the limits.
        KeyError: no such member.
    """
    info = archive.getinfo(name) if isinstance(name, str) else name
    if info.flag_bits & 1:
        raise Unreadable("压缩包已加密，请解压并去除密码后再检查")
    out = bytearray()
    remaining = budget if budget is not None else [limits.zip_total]
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                remaining[0] -= len(chunk)
                ratio = len(out) > limits.zip_ratio_free and len(out) > limits.zip_ratio * max(info.compress_size, 1)
                if remaining[0] < 0 or ratio or len(out) > limits.zip_part:
                    raise Unreadable("压缩内容展开后异常庞大，疑似压缩炸弹，已停止读取")
    except Unreadable:
        raise
    except Exception as error:  # whatever a decompressor makes of broken bytes
        raise Unreadable("压缩包已损坏或压缩方式不受支持") from error
    return bytes(out)


def is_plain_zip(data: bytes) -> bool:
    """A zip that is not an Office package. Damaged archives count as plain: their reader says so."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:
        return b"[Content_Types].xml" not in data[:4096]
    return not any(name in names for name in _OFFICE)


def _shown_name(info: zipfile.ZipInfo) -> str:
    """The name in the encoding of old Chinese systems, with forward slashes (.NET writes the others)."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return name.replace("\\", "/")


def members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | NotChecked]]:
    """The files of an archive, in name order, or a record of why one was left out."""
    archive = open_zip(data, limits)
    budget = [limits.zip_total]
    for info in sorted(archive.infolist(), key=lambda entry: entry.filename):
        name = _shown_name(info)
        parts = PurePosixPath(name).parts
        if info.is_dir() or name.endswith("/") or (parts and (parts[-1].startswith((".", "~$")) or parts[0] == "__MACOSX")):
            continue
        if ".." in parts or name.startswith("/") or (len(name) > 1 and name[1] == ":"):
            yield name, NotChecked(name, "压缩包内文件名含上级路径，未读取", fatal=True)
            continue
        try:
            content = inflate(archive, info, limits, budget)
        except Unreadable as error:
            yield name, NotChecked(name, str(error), fatal=True)
            if budget[0] < 0:
                return
            continue
        if content[:4] == b"PK\x03\x04" and is_plain_zip(content):
            yield name, NotChecked(name, "压缩包中的压缩包不再展开，请解压后检查", fatal=True)
            continue
        yield name, content
