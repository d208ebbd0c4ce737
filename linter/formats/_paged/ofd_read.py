"""Reads an OFD file (GB/T 33190, the national format for official documents): its text layer goes through the reader of pages."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from linter.formats._office import xml as _xml
from linter.formats._office.package import Package
from linter.formats._paged import page_join
from linter.formats._paged.glyphs import Glyph
from linter.formats._paged.left_out import LeftOut, ranges
from linter.formats._paged.line_marks import marked
from linter.formats._paged.ofd_page import POINT, OfdPage, box_of, walk
from linter.formats._paged.page_frame import MAX_SIDE, PageTooLarge
from linter.formats._paged.page_layout import Part, layout
from linter.formats._paged.sight import inside, judge
from linter.formats.api import Piece, ReadContext, Unreadable
from linter.model.blocks import NotChecked

_PICTURE = "页面只有图片，没有文字层，未读取；请换用带文字的文件，或转为 PDF 后用文字识别读取"
_HUGE = "页面尺寸或内容异常庞大，未读取"
_MISSING = "页面内容缺失或已损坏，未读取"
_MARKED = {"Watermark": "水印", "Stamp": "图章"}
"""Kinds of annotations by what they are called; ``Link`` and ``Highlight`` show nothing of their own."""
_EMPTY = frozenset({"Link", "Highlight"})
_MAX_ANNOTATED = 2_000
"""Pages whose annotations are looked at."""
_A4 = (0.0, 0.0, 210.0, 297.0)


class _Document(Struct):
    """An OFD document: its parts, the size of its pages, its page templates by number."""

    package: Package
    folder: str
    size: tuple[float, float, float, float]
    templates: dict[str, str]
    pages: list[str]
    annotations: str = ""
    """The part that lists the annotations of pages."""
    sealed: bool = False
    left_out: LeftOut = field(default_factory=LeftOut)
    lost: dict[str, list[int]] = field(default_factory=dict)
    read: int = 0

    def tree(self, part: str) -> Any:
        """A part as XML.

        Raises:
            Unreadable: missing or damaged.
        """
        return _xml.tree(self.package.read(part), part)


def _joined(folder: str, target: str) -> str:
    return (target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))).lstrip("/")


def _text(root: Any, path: str) -> str:
    element = root.find(path)
    return (element.text or "").strip() if element is not None else ""


def _open(data: bytes, context: ReadContext) -> list[_Document]:
    """The documents of the file (nearly always one).

    Raises:
        Unreadable: damaged, or it holds none.
    """
    package = Package(data, context.limits)
    root = _xml.tree(package.read("OFD.xml"), "OFD.xml")
    out = []
    for body in root.iterfind("{*}DocBody"):
        part = _joined("", _text(body, "{*}DocRoot"))
        document = _xml.tree(package.read(part), part)
        folder = posixpath.dirname(part)
        common = document.find("{*}CommonData")
        templates = (
            {}
            if common is None
            else {template.get("ID", ""): template.get("BaseLoc", "") for template in common.iterfind("{*}TemplatePage")}
        )
        size = box_of(_text(document, "{*}CommonData/{*}PageArea/{*}PhysicalBox"))
        pages = [page.get("BaseLoc", "") for page in document.iterfind("{*}Pages/{*}Page")]
        notes, sealed = _text(document, "{*}Annotations"), bool(_text(body, "{*}Signatures"))
        out.append(_Document(package, folder, size if size[2] and size[3] else _A4, templates, pages, notes, sealed))
    if not any(opened.pages for opened in out):
        raise Unreadable("OFD 中没有页面，文件可能已损坏")
    return out


def _objects(document: _Document, root: Any, page: OfdPage) -> None:
    """The objects of a page and of its templates, those in the background first."""
    uses = list(root.iterfind("{*}Template"))
    for ground in ("Background", None, "Foreground"):
        if ground is None:
            for content in root.iterfind("{*}Content"):
                walk(content, page)
            continue
        for use in uses:
            if use.get("ZOrder", "Background") == ground and (target := document.templates.get(use.get("TemplateID", ""))):
                for content in document.tree(_joined(document.folder, target)).iterfind("{*}Content"):
                    walk(content, page)


def _seen(document: _Document, number: int, page: OfdPage, width: float, height: float) -> list[Glyph]:
    """The glyphs people see; what else there is goes on record."""

    def text(order: int) -> str:
        return "".join(glyph.text for glyph in page.texts[order]).strip()

    verdict = judge(page.inks, page.covers, page.vertical, text)
    glyphs = [
        glyph
        for order, own in page.texts.items()
        if order not in verdict.hidden and order not in verdict.marks
        for glyph in own
        if 0 <= (x := (glyph.x0 + glyph.x1) / 2) <= width
        and 0 <= (y := (glyph.y0 + glyph.y1) / 2) <= height
        and not any(inside(box, x, y) for box in verdict.partly.get(order, ()))
    ]
    document.left_out.add(number, sorted(set(verdict.hidden.values())), sorted({text(order) for order in verdict.marks} - {""}))
    return glyphs


def _parts(document: _Document, number: int, location: str) -> list[Part]:
    try:
        root = document.tree(_joined(document.folder, location))
        own = box_of(_text(root, "{*}Area/{*}PhysicalBox"))
        _, _, width, height = (side * POINT for side in (own if own[2] and own[3] else document.size))
        if max(width, height) > MAX_SIDE:
            raise PageTooLarge
        page = OfdPage()
        _objects(document, root, page)
        read = marked(_seen(document, number, page, width, height), page.horizontal, page.vertical)
    except PageTooLarge:
        document.lost.setdefault(_HUGE, []).append(number)
        return []
    except Unreadable:
        document.lost.setdefault(_MISSING, []).append(number)
        return []
    if not read.glyphs and page.pictures:
        document.lost.setdefault(_PICTURE, []).append(number)
        return []
    document.read += 1
    return layout(number, read.glyphs, read.horizontal, page.vertical, height)


def _annotations(document: _Document) -> Iterator[str]:
    """What each annotation that shows something of its own is called."""
    if not document.annotations:
        return
    listed = _joined(document.folder, document.annotations)
    for page in document.tree(listed).findall("{*}Page")[:_MAX_ANNOTATED]:
        for note in document.tree(_joined(posixpath.dirname(listed), _text(page, "{*}FileLoc"))).iterfind("{*}Annot"):
            kind = note.get("Type", "")
            if kind not in _EMPTY and note.get("Visible", "true") != "false" and note.find("{*}Appearance") is not None:
                yield _MARKED.get(kind, "批注")


def _beside(document: _Document, shown: str) -> Iterator[NotChecked]:
    """Annotations and seals that lie over the pages: named, not read."""
    try:
        kinds = Counter(_annotations(document))
    except Unreadable:
        yield NotChecked(shown, "批注已损坏，未读取")
        return
    if kinds:
        listed = "、".join(f"{kind} {count} 处" for kind, count in kinds.items())
        yield NotChecked(shown, f"页面上另有{listed}，其中文字未读取", hides="批注" in kinds)
    if document.sealed:
        yield NotChecked(shown, "文件带有电子签章，章面未读取，签章是否有效请用阅读软件核验")


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The tables and paragraphs of an OFD file, and what could not be read.

    Raises:
        Unreadable: nothing of it could be read.
    """
    documents = _open(data, context)
    shown = context.member or context.path
    number, beyond = 0, 0
    for document in documents:
        first = number + 1
        pages = document.pages[: max(0, context.limits.pages - number)]
        beyond += len(document.pages) - len(pages)
        number += len(pages)
        numbered = enumerate(pages, first)
        yield from page_join.blocks(((n, _parts(document, n, location)) for n, location in numbered), context, lambda _, box: box)
        yield from document.left_out.records(context)
        yield from _beside(document, shown)
    lost = {why: numbers for opened in documents for why, numbers in opened.lost.items()}
    if not any(opened.read for opened in documents):
        raise Unreadable("；".join(lost))
    for why, numbers in lost.items():
        yield NotChecked(f"{shown} {ranges(numbers)}", why, context.place(page=numbers[0]), fatal=True)
    if beyond:
        what = f"{shown} {ranges([number + 1, number + beyond])}"
        yield NotChecked(what, f"超过页数上限 {context.limits.pages} 页，未读取；可用 --max-pages 调整", context.place(page=number + 1))
