"""An Office package (OPC): parts by name, relationships, content types."""

from __future__ import annotations

import posixpath
from functools import cached_property
from zipfile import ZipFile

from msgspec import Struct

from linter.formats._office import xml as _xml
from linter.formats._plain.archive import inflate, open_zip
from linter.formats.api import Limits, Unreadable


class Relationship(Struct, frozen=True):
    """One relationship of a part. ``kind``: the last word of its type (``worksheet``, ``comments`` …), the same in strict files."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of an Office file, inflated on demand within one budget.

    Raises:
        Unreadable: damaged, encrypted, too large.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.archive: ZipFile = open_zip(data, limits)
        self._budget = [limits.zip_total]
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._names = {name.replace("\\", "/").lower(): name for name in self.archive.namelist()}

    def has(self, part: str) -> bool:
        """Whether the package holds the part (names are compared without case, as Office does, and with either slash)."""
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """A part's bytes.

        Raises:
            Unreadable: missing or over the limits.
        """
        name = self._names.get(part.lower())
        if name is None:
            raise Unreadable(f"文件已损坏：缺少 {part}")
        return inflate(self.archive, name, self.limits, self._budget)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by id (``""`` for the package itself). Targets are part names."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(rels):
            return {}
        by_id = {}
        for element in _xml.tree(self.read(rels), rels).iterfind("{*}Relationship"):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join(folder, target) if not target.startswith("/") else target).lstrip("/")
            key = element.get("Id", "")
            by_id[key] = Relationship(key, element.get("Type", "").rpartition("/")[2], target, external)
        return by_id

    @cached_property
    def main(self) -> str:
        """The main part: the workbook or the document.

        Raises:
            Unreadable: there is none.
        """
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and not relationship.external and self.has(relationship.target):
                return relationship.target
        raise Unreadable("文件已损坏：找不到工作簿或正文")

    def first(self, part: str, kind: str) -> str | None:
        """The part that ``part`` relates to as ``kind``, if it is there."""
        return next((r.target for r in self.relationships(part).values() if r.kind == kind and not r.external and self.has(r.target)), None)


def zip_has(head: bytes, folder: bytes) -> bool:
    """Whether the sampled bytes of a zip (start and directory) name parts of a folder."""
    return head.startswith(b"PK\x03\x04") and (folder in head or folder.replace(b"/", b"\\") in head)
