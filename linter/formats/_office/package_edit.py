"""An Office package changed part by part: parts that are not touched keep their bytes."""

from __future__ import annotations

import io
import re
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from linter.formats._office.package import Package
from linter.formats.api import CannotWrite

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
_OLD = (1980, 1, 1, 0, 0, 0)


def xml_text(text: str) -> str:
    """Text for an XML element; characters XML cannot hold are left out."""
    return escape("".join(c for c in text.translate(_CONTROLS) if not "\ud800" <= c <= "\udfff"))


class PackageEditor:
    """Collects changed and new parts, then writes the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts: dict[str, bytes] = {}
        self._added: dict[tuple[str, str], str] = {}
        if any(name.replace("\\", "/").lower().startswith("_xmlsignatures/") for name in package.archive.namelist()):
            raise CannotWrite("文件带有数字签名，修改会使签名失效；请另存一份不带签名的文件后再试")

    @property
    def changed(self) -> frozenset[str]:
        """Names of the parts changed or added so far."""
        return frozenset(self._parts)

    def has(self, part: str) -> bool:
        """Whether the part exists, changed ones included."""
        return part in self._parts or self.package.has(part)

    def read(self, part: str) -> bytes:
        """The part as it will be written."""
        return self._parts[part] if part in self._parts else self.package.read(part)

    def write(self, part: str, content: bytes) -> None:
        """Change or add a part."""
        self._parts[part] = content

    def free_name(self, pattern: str) -> str:
        """``xl/comments{}.xml`` with the first number that is free."""
        return next(name for number in range(1, 100_000) if not self.has(name := pattern.format(number)))

    def target(self, part: str, kind: str) -> str | None:
        """The part that ``part`` relates to as ``kind``, if it exists."""
        existing = self.package.first(part, kind)
        return existing if existing is not None else self._added.get((part, kind))

    def relate(self, part: str, kind: str, target: str, strict: bool = False) -> str:
        """Add a relationship from a part to a part; its id."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        known = (
            self.read(rels)
            if self.has(rels)
            else f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
        )
        number = next(n for n in range(1, 100_000) if f'"rIdJx{n}"'.encode() not in known)
        type_of = f"{_STRICT if strict else _OFFICE}/{kind}"
        entry = f'<{_root_prefix(known)}Relationship Id="rIdJx{number}" Type="{type_of}" Target={quoteattr("/" + target)}/>'
        self.write(rels, insert_last(known, entry))
        self._added[part, kind] = target
        return f"rIdJx{number}"

    def content_type(self, part: str, content_type: str) -> None:
        """State the content type of a new part."""
        types = self.read("[Content_Types].xml")
        if f'"/{part}"'.encode() not in types:
            self.write(
                "[Content_Types].xml",
                insert_last(types, f'<{_root_prefix(types)}Override PartName="/{part}" ContentType="{content_type}"/>'),
            )

    def default_type(self, suffix: str, content_type: str) -> None:
        """State the content type of a suffix."""
        types = self.read("[Content_Types].xml")
        if re.search(rb"""Extension\s*=\s*["']%s["']""" % suffix.encode(), types, re.I) is None:
            at = re.search(rb"<(?:\w+:)?Types\b[^>]*>", types)
            if at is None:
                raise CannotWrite("文件的部件目录已损坏，请用 Office 或 WPS 另存后再试")
            entry = f'<{_root_prefix(types)}Default Extension="{suffix}" ContentType="{content_type}"/>'.encode()
            self.write("[Content_Types].xml", types[: at.end()] + entry + types[at.end() :])

    def bytes(self) -> bytes:
        """The package. The same changes give the same bytes."""
        out = io.BytesIO()
        left = dict(self._parts)
        with ZipFile(out, "w", ZIP_DEFLATED) as target:
            for info in self.package.archive.infolist():
                content = left.pop(info.filename.replace("\\", "/"), None)
                if content is None:
                    content = self.package.archive.read(info)
                target.writestr(_same(info), content, info.compress_type)
            for name, content in sorted(left.items()):
                target.writestr(ZipInfo(name, _OLD), content, ZIP_DEFLATED)
        return out.getvalue()


def _same(info: ZipInfo) -> ZipInfo:
    copy = ZipInfo(info.filename, info.date_time)
    copy.external_attr, copy.create_system, copy.comment, copy.extra = info.external_attr, info.create_system, info.comment, b""
    return copy


def insert_last(xml: bytes, entry: str) -> bytes:
    """The entry put before the end tag of the root element (an empty root is opened).

    Raises:
        CannotWrite: no root element.
    """
    end = re.search(rb"</[^\s<>]+\s*>\s*(?:<!--.*?-->\s*)*\Z", xml, re.S)
    if end is not None:
        return xml[: end.start()] + entry.encode() + xml[end.start() :]
    empty = re.search(rb"<([^\s<>/]+)([^<>]*)/>\s*\Z", xml, re.S)
    if empty is None:
        raise CannotWrite("文件的部件目录已损坏，请用 Office 或 WPS 另存后再试")
    return xml[: empty.start()] + b"<" + empty[1] + empty[2] + b">" + entry.encode() + b"</" + empty[1] + b">"


def _root_prefix(xml: bytes) -> str:
    """The prefix the root element is written with, colon included."""
    match = re.search(rb"<([\w.-]+:)?[\w.-]+", xml)
    return match[1].decode() if match and match[1] else ""
