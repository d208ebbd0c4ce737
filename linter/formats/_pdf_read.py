"""Reads a PDF. Runs in the child process (see ``_worker``): a hostile file can hurt nobody but the child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from linter.formats import _page_join
from linter.formats._glyphs import Box
from linter.formats._page_layout import Part, layout
from linter.formats._pdf_page import Frame, PageContent, PageTooLarge, frame_of, read_page
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked

NEED_OCR = '扫描页（图片），需要文字识别：请运行 pip install "jixiao[ocr]" 后重试，或换用带文字的文件'
_FEW_CHARS = 30
_COVERED = 0.6
_GARBLED = 0.3


@dataclass
class _State:
    """What the pages gave besides their parts."""

    context: ReadContext
    frames: dict[int, PageContent] = field(default_factory=dict)
    lost: dict[str, list[int]] = field(default_factory=dict)
    read: int = 0

    def lose(self, number: int, why: str) -> None:
        self.lost.setdefault(why, []).append(number)

    def shown(self, page: int, box: Box) -> Box:
        content = self.frames.get(page)
        return box if content is None else content.place_box(box)


def open_document(data: bytes) -> Any:
    """The document.

    Raises:
        Unreadable: encrypted or damaged.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise Unreadable("PDF 已加密，请去除打开密码（另存为不加密的 PDF）后再检查") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise Unreadable("PDF 的加密方式不受支持，请另存为不加密的 PDF 后再检查") from error
        raise Unreadable("PDF 已损坏，请重新导出或另存后再检查") from error


def is_scan(content: PageContent) -> bool:
    """Whether a page has to be recognised: a picture instead of text, or text without code points."""
    printed = sum(not glyph.text.isspace() for glyph in content.glyphs)
    if content.unmapped > _GARBLED:
        return True
    if content.images >= _COVERED:
        return printed < _FEW_CHARS or (content.hidden and not (content.horizontal and content.vertical))
    return False


def ranges(numbers: Sequence[int]) -> str:
    """``第3、5-8页``."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "第" + "、".join(str(a) if a == b else f"{a}-{b}" for a, b in spans) + "页"


def _parts(document: Any, index: int, state: _State) -> list[Part]:
    import pypdfium2

    number = index + 1
    try:
        page = document[index]
    except (pypdfium2.PdfiumError, KeyError, IndexError, ValueError, OSError):
        state.lose(number, "页面已损坏，无法读取")
        return []
    try:
        content = read_page(page, number)
        state.frames[number] = content
        if not is_scan(content):
            state.read += 1
            return layout(number, content.glyphs, content.horizontal, content.vertical, content.reading.size[1])
        return _recognised(page, content, state)
    except PageTooLarge:
        state.lose(number, "页面尺寸或内容异常庞大，未读取")
    except pypdfium2.PdfiumError:
        state.lose(number, "页面已损坏，无法读取")
    finally:
        page.close()
    return []


def _recognised(page: Any, content: PageContent, state: _State) -> list[Part]:
    state.lose(content.number, NEED_OCR)
    return []


def _pages(document: Any, count: int, state: _State) -> Iterator[tuple[int, list[Part]]]:
    for index in range(count):
        yield index + 1, _parts(document, index, state)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The tables and paragraphs of a PDF, and what could not be read.

    Raises:
        Unreadable: nothing of it could be read.
    """
    document = open_document(data)
    total = len(document)
    if not total:
        raise Unreadable("PDF 中没有页面，文件可能已损坏")
    count = min(total, context.limits.pages)
    state = _State(context)
    yield from _page_join.blocks(_pages(document, count, state), context, state.shown)
    if not state.read:
        why = "；".join(f"{ranges(numbers)}：{why}" if len(state.lost) > 1 else why for why, numbers in state.lost.items())
        raise Unreadable(why)
    shown = context.member or context.path
    for why, numbers in state.lost.items():
        yield NotChecked(f"{shown} {ranges(numbers)}", why, context.place(page=numbers[0]))
    if count < total:
        what = f"{shown} {ranges(range(count + 1, total + 1))}"
        yield NotChecked(what, f"超过页数上限 {count} 页，未读取；可用 --max-pages 调整", context.place(page=count + 1))


__all__ = ["NEED_OCR", "Frame", "frame_of", "is_scan", "open_document", "ranges", "read"]
