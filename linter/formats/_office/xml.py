"""XML from strangers: any DOCTYPE or entity is refused, the number of elements is bounded, namespaces are looked past.

The Office formats write the same local names in the transitional and in the strict namespaces and under any prefix, so the
readers here go by local names (``{*}name`` in paths).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NoReturn
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from msgspec import Struct

from linter.formats.api import CannotWrite, Unreadable

MAX_ELEMENTS = 1_500_000
"""Elements of one tree, about 400 MB at most. A form in Word takes about 2,000."""


def refuse_doctype(*_: object) -> NoReturn:
    """Office never writes a document type; entities hide in one."""
    raise Unreadable("文件含有 DOCTYPE 或实体声明，不是正常的 Office 文件，未读取")


def new_parser() -> Any:
    """A parser that refuses document types and hands text over in one piece."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    return parser


def run(parser: Any, data: bytes, what: str) -> None:
    """Parse a whole part.

    Raises:
        Unreadable: not well-formed; ``what`` names the part.
    """
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(f"文件已损坏：{what} 不是完整的 XML（第 {error.lineno} 行附近）") from error


class _RootSeen(Exception):
    pass


def _check_prolog(data: bytes, what: str) -> None:
    """A document type can stand only before the root element: parse that far, then the fast parser may have it."""
    parser = new_parser()

    def root(*_: object) -> None:
        raise _RootSeen

    parser.StartElementHandler = root
    try:
        run(parser, data, what)
    except _RootSeen:
        return


def tree(data: bytes, what: str) -> Element:
    """The element tree of a part.

    Raises:
        Unreadable: damaged, a document type, far too many elements.
    """
    if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:
        raise Unreadable(f"文件内容过大（{what}），请拆分成几个文件后再检查")
    _check_prolog(data, what)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise Unreadable(f"文件已损坏：{what} 不是完整的 XML（第 {error.position[0]} 行附近）") from error


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """A name without its prefix or namespace."""
    return name.rpartition("}" if name.startswith("{") else ":")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by local name, whatever its namespace."""
    unprefixed = element.get(name)
    if unprefixed is not None:
        return unprefixed
    tail = "}" + name
    return next((value for key, value in element.items() if key.endswith(tail)), None)


class Extent(Struct):
    """Where an element stands in its part: the byte offsets of its start tag, its content and its end."""

    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def empty(self) -> bool:
        """Written as ``<a/>``."""
        return self.inner_end == self.inner == self.end


_START_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")


def extents(data: bytes, what: str) -> list[Extent]:
    """The extents of all elements in the order they begin, which is the order of ``Element.iter``. The part must be UTF-8.

    Raises:
        Unreadable: damaged, a document type.
    """
    listed: list[Extent] = []
    stack: list[Extent] = []
    parser = new_parser()

    def start(*_: object) -> None:
        at = parser.CurrentByteIndex
        tag = _START_TAG.match(data, at)
        inner = tag.end() if tag else at
        extent = Extent(at, inner, inner, inner)
        listed.append(extent)
        stack.append(extent)

    def end(_: str) -> None:
        extent = stack.pop()
        at = parser.CurrentByteIndex
        if data[extent.inner - 2 : extent.inner] != b"/>":
            extent.inner_end = at
            extent.end = data.index(b">", at) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run(parser, data, what)
    return listed


def is_utf8(data: bytes) -> bool:
    """Whether a part is written in UTF-8 (all Office programs do), so that bytes can be replaced in it."""
    declared = re.match(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""", data.removeprefix(b"\xef\xbb\xbf"))
    return not data.startswith((b"\xff\xfe", b"\xfe\xff")) and (declared is None or declared[1].lower() in (b"utf-8", b"us-ascii"))


class Located:
    """A part with the byte extent of each of its elements.

    Raises:
        CannotWrite: not UTF-8.
        Unreadable: damaged.
    """

    def __init__(self, data: bytes, what: str) -> None:
        if not is_utf8(data):
            raise CannotWrite("文件内部编码特殊，请用 Office 或 WPS 另存后再试")
        self.data = data
        self.root = tree(data, what)
        self._extents = dict(zip(map(id, self.root.iter()), extents(data, what), strict=True))

    def extent(self, element: Element) -> Extent:
        """Where an element of ``root`` stands."""
        return self._extents[id(element)]

    def prefix(self, element: Element) -> str:
        """The prefix its tag is written with, colon included."""
        name = re.match(rb"<([^\s/>]+)", self.data[self.extent(element).start :][:200])
        return name[1].decode().rpartition(":")[0] + ":" if name and b":" in name[1] else ""
