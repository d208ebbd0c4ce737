"""Pictures of forms (scans, photographs): recognised offline, in a child process with limits (``_worker``)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.formats.api import Format, Piece, ReadContext
from linter.model.blocks import NotChecked
from linter.model.errors import install_hint

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_MISSING = f"文件无法读取：读取图片需要文字识别组件，请{install_hint('ocr')}"


def _sniff(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Tables and paragraphs with the recogniser's confidence. Places: page and box.

    Raises:
        Unreadable: damaged, beyond the limits.
    """
    from linter.formats._paged import ocr as _ocr
    from linter.formats._paged import worker as _worker

    if not _ocr.available():
        yield NotChecked(context.member or context.path, _MISSING, fatal=True)
        return
    yield from _worker.read("image", data, context)


FORMAT = Format("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff"), _sniff, read, rank=10)
