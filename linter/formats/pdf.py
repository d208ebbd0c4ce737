"""PDF: characters and ruling lines become tables with merged cells and paragraphs; pages without text go to recognition.

The file is read in a child process with limits (``_worker``). Comments go back as highlights (``_pdf_notes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from linter.formats.api import CannotWrite, Format, Note, Piece, ReadContext, TextEdit
from linter.model.blocks import NotChecked
from linter.model.errors import install_hint

_MISSING = f"文件无法读取：读取 PDF 需要附加组件，请{install_hint('pdf')}"


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
    from linter.formats._paged import worker as _worker

    yield from _worker.read("pdf", data, context)


def write_back(data: bytes, edits: Sequence[TextEdit], notes: Sequence[Note], context: ReadContext) -> bytes:
    """The file with the notes as highlights; see ``_pdf_notes``.

    Raises:
        CannotWrite: text was to be edited, the file is encrypted or signed, or the extra is not installed.
        Unreadable: damaged.
    """
    if edits:
        raise CannotWrite("PDF 中的文字不能直接修改，只能加批注；请在原 Word 或 Excel 文件中修改后重新导出")
    if find_spec("pikepdf") is None:
        raise CannotWrite(f"在 PDF 上加批注需要附加组件，请{install_hint('pdf')}")
    from linter.formats._paged.pdf_notes import annotated

    return annotated(data, notes)


FORMAT = Format("pdf", (".pdf",), _sniff, read, rank=10, write_back=write_back, carries_notes=True, takes_edits=False)
