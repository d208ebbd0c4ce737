"""Web pages as they show: tables with spans, paragraphs around them, styles and form controls settled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.formats._plain.decode import decode, decode_head, looks_like_text
from linter.formats._plain.html_page import Page
from linter.formats._plain.looks import PLAIN
from linter.formats._plain.markup import refuse_hostile, with_lines
from linter.formats.api import Format, Piece, ReadContext
from linter.model.blocks import NotChecked

_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)[\s>]", re.I)
_FRAMES = "网页由框架组成，表格在另外的文件中（{}），未读取；请检查该文件，或在 Excel 中另存为 xlsx"
_SHOWN_FRAMES = 3
_OTHER = frozenset({b"big5", b"big5-hkscs"})
"""Charsets that only the page itself can tell; UTF-8, UTF-16 and GB18030 are told by the bytes."""


def looks_like_html(head: bytes) -> bool:
    """A text that opens a page or a table."""
    if not looks_like_text(head):
        return False
    start = decode_head(head, 4096)
    return start.startswith("<") and _OPENING.search(start) is not None


def _text_of(data: bytes) -> str:
    """The source. Pages state the wrong charset often enough: UTF-8 that decodes wins, then what is stated."""
    match = _CHARSET.search(data[:4096])
    if match and match[1].lower() in _OTHER:
        for name in ("utf-8", match[1].decode("ascii")):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return decode(data)


def read(data: bytes, context: ReadContext) -> Iterator[Piece]:
    """The page's body."""
    from selectolax.lexbor import LexborHTMLParser

    text = _text_of(data)
    refuse_hostile(text)
    tree = LexborHTMLParser(with_lines(text))
    frames = [node.attributes.get("src") or "" for node in tree.css("frameset frame")]
    if frames:
        yield NotChecked(context.member or context.path, _FRAMES.format("、".join(frames[:_SHOWN_FRAMES])), hides=True)
    if tree.body is None:
        return
    page = Page(context, tree)
    yield from page.flow(tree.body, page.looks.look(tree.body, PLAIN, page.looks.cascade.of(tree.body)))
    yield from page.remarks()


FORMAT = Format("html", (".html", ".htm", ".xhtml"), looks_like_html, read, rank=30)
