"""Reads a PDF. Runs in the child process (see ``_worker``): a hostile file can hurt nobody but the child."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from linter.formats._paged import page_join as _page_join
from linter.formats._paged.glyphs import OVERLAP_DOUBT, Box, Glyph
from linter.formats._paged.left_out import LeftOut, ranges
from linter.formats._paged.page_frame import PageTooLarge
from linter.formats._paged.page_layout import GROWN_DOUBT, Part, doubts, layout
from linter.formats._paged.pdf_attachments import File, pieces
from linter.formats._paged.pdf_fields import MAX_ANNOTATIONS
from linter.formats._paged.pdf_layers import LAYER_DOUBT, without_hidden_layers
from linter.formats._paged.pdf_page import PageContent, read_page
from linter.formats._paged.sight import NOT_SHOWN
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import Grid, NotChecked, Paragraph
from linter.model.errors import install_hint

NEED_OCR = f"扫描页（图片），需要文字识别：请换用带文字的文件，或{install_hint('ocr')}后重试"
SECONDS_A_SCAN = 30.0
"""What recognising one page may add to the time limit of a file."""
_BROKEN = "页面已损坏，无法读取"
_HUGE = "页面尺寸或内容异常庞大，未读取"
_DYNAMIC = "PDF 是动态表单（XFA），内容不在页面上，未读取；请在 Adobe Reader 中打开后打印为 PDF，或另存为 Word、Excel"
_UNREAD = frozenset({NEED_OCR, _BROKEN, _HUGE, _DYNAMIC})
SCAN_DPI = 200
MAX_PIXELS = 120_000_000
_FEW_CHARS = 30
_COVERED = 0.6
_GARBLED = 0.3
_TOO_MANY = f"批注或表单域超过 {MAX_ANNOTATIONS} 个，其余未读取"
_COVERED_PAGE = "页面上有文字相互重叠或超出格子（可能有水印、印章覆盖），相关内容请对照原件核对"
_FONT = "部分文字所用的字体没有文字对照表（ToUnicode），无法确定是什么字，请核对或换用原文件"


class _State(Struct):
    """What the pages gave besides their parts."""

    context: ReadContext
    more: Callable[[float], None]
    layered: frozenset[int] = frozenset()
    """Pages that may show what a layer hides: nothing on them is sure."""
    frames: dict[int, Callable[[Box], Box]] = field(default_factory=dict)
    lost: dict[str, list[int]] = field(default_factory=dict)
    read: int = 0
    files: list[File] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)

    def saw(self, content: PageContent) -> None:
        """Remember what of a page was left out."""
        self.files += content.sight.files
        self.left_out.add(content.number, content.sight.unseen, content.sight.marks)
        if content.sight.beyond:
            self.lose(content.number, _TOO_MANY)

    def trusted(self, content: PageContent) -> Sequence[Glyph]:
        """The glyphs of a page, with a doubt where they may stand on a layer that is not shown."""
        if content.number not in self.layered:
            return content.glyphs
        self.lose(content.number, LAYER_DOUBT)
        return [glyph._replace(doubt=glyph.doubt or LAYER_DOUBT) for glyph in content.glyphs]

    def lose(self, number: int, why: str) -> None:
        self.lost.setdefault(why, []).append(number)

    def shown(self, page: int, box: Box) -> Box:
        return self.frames[page](box)


def open_document(data: bytes) -> Any:
    """The document.

    Raises:
        Unreadable: encrypted or damaged.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        return document
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise Unreadable("PDF 已加密，请去除打开密码（另存为不加密的 PDF）后再检查") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise Unreadable("PDF 的加密方式不受支持，请另存为不加密的 PDF 后再检查") from error
        raise Unreadable("PDF 已损坏，请重新导出或另存后再检查") from error


def _is_dynamic(document: Any) -> bool:
    """Whether the file is a form that a viewer lays out from a description of its own (XFA): its pages hold a note to wait."""
    import pypdfium2.raw as pdfium

    return bool(document.get_formtype() == pdfium.FORMTYPE_XFA_FULL)


def is_scan(content: PageContent) -> bool:
    """Whether a page has to be recognised: a picture instead of text, or text without code points."""
    printed = sum(not glyph.text.isspace() for glyph in content.glyphs)
    if content.unmapped > _GARBLED:
        return True
    if content.images >= _COVERED:
        return printed < _FEW_CHARS or (content.hidden and not (content.horizontal and content.vertical))
    return False


def _parts(document: Any, index: int, state: _State) -> list[Part]:
    import pypdfium2

    number = index + 1
    try:
        page = document[index]
    except (pypdfium2.PdfiumError, KeyError, IndexError, ValueError, OSError):
        state.lose(number, _BROKEN)
        return []
    try:
        content = read_page(page, number)
        state.frames[number] = content.place_box
        state.saw(content)
        if content.unmapped > 0:
            state.lose(number, _FONT)
        if not is_scan(content):
            state.read += 1
            parts = layout(number, state.trusted(content), content.horizontal, content.vertical, content.reading.size[1])
            if any(doubt in (OVERLAP_DOUBT, GROWN_DOUBT) for doubt in doubts(parts)):
                state.lose(number, _COVERED_PAGE)
            return parts
        return _recognised(page, content, state)
    except PageTooLarge:
        state.lose(number, _HUGE)
    except pypdfium2.PdfiumError:
        state.lose(number, _BROKEN)
    finally:
        page.close()
    return []


def _too_large(page: Any) -> bool:
    """Whether a picture of the page has more points than a scanner gives."""
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
            if width.value * height.value > MAX_PIXELS:
                return True
    return False


def _recognised(page: Any, content: PageContent, state: _State) -> list[Part]:
    """The parts of a scanned page."""
    from linter.formats._paged import ocr as _ocr

    if not _ocr.available():
        state.lose(content.number, NEED_OCR)
        return []
    if _too_large(page):
        raise PageTooLarge
    state.more(SECONDS_A_SCAN)
    from linter.formats._paged.scan import MAX_SIDE, read_scan

    longest = max(content.shown.size)
    scale = min(SCAN_DPI / 72, MAX_SIDE / longest)
    grey = page.render(scale=scale, grayscale=True).to_numpy()
    scan = read_scan(grey.reshape(grey.shape[0], -1), 1 / scale)
    state.frames[content.number] = scan.shown
    state.read += 1
    if scan.unread:
        state.lose(content.number, f"扫描页中有 {scan.unread} 格的文字未能识别，请人工核对")
    return layout(content.number, scan.glyphs, scan.horizontal, scan.vertical, scan.height)


def _pages(document: Any, count: int, state: _State) -> Iterator[tuple[int, list[Part]]]:
    for index in range(count):
        yield index + 1, _parts(document, index, state)


def read(data: bytes, context: ReadContext, more: Callable[[float], None]) -> Iterator[Piece]:
    """The tables and paragraphs of a PDF, and what could not be read. ``more`` is told the seconds that recognition needs.

    Raises:
        Unreadable: nothing of it could be read.
    """
    layers = without_hidden_layers(data, context.limits.pages)
    document = open_document(layers.data)
    total = len(document)
    if not total:
        raise Unreadable("PDF 中没有页面，文件可能已损坏")
    count = min(total, context.limits.pages)
    state = _State(context, more, frozenset(layers.doubtful))
    for number in layers.cleared:
        state.left_out.add(number, [NOT_SHOWN], [])
    yield from _page_join.blocks(_pages(document, count, state), context, state.shown)
    attached = list(pieces(document.raw, state.files, context))
    yield from attached
    if _is_dynamic(document):
        state.lose(1, _DYNAMIC)
    if not state.read and not any(isinstance(piece, Grid | Paragraph) for piece in attached):
        why = "；".join(f"{ranges(numbers)}：{why}" if len(state.lost) > 1 else why for why, numbers in state.lost.items())
        raise Unreadable(why)
    shown = context.member or context.path
    if layers.unread:
        yield NotChecked(shown, layers.unread)
    for why, numbers in state.lost.items():
        yield NotChecked(f"{shown} {ranges(numbers)}", why, context.place(page=numbers[0]), fatal=why in _UNREAD)
    yield from state.left_out.records(context)
    if count < total:
        what = f"{shown} {ranges(range(count + 1, total + 1))}"
        yield NotChecked(what, f"超过页数上限 {count} 页，未读取；可用 --max-pages 调整", context.place(page=count + 1))
