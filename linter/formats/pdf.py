"""PDF: characters and ruling lines become tables with merged cells and paragraphs; pages without text go to recognition.

The file is read in a child process with limits (``_worker``). Comments go back as highlights (``_pdf_notes``).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from linter.formats.api import Format, Piece, ReadContext
from linter.model.blocks import NotChecked

_MISSING = '文件无法读取：读取 PDF 需要附加组件，请运行 pip install "jixiao[pdf]"'


def _sniff(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """Blocks in reading order, a table continued over pages as one grid. Places: page and box.

    Raises:
        Unreadable: encrypted, damaged, beyond the limits.
    """
    if find_spec("pypdfium2") is None:
        yield NotChecked(context.member or context.path, _MISSING, fatal=True)
        return
    from linter.formats import _worker

    yield from _worker.read("pdf", data, context)


FORMAT = Format("pdf", (".pdf",), _sniff, read, rank=10)
