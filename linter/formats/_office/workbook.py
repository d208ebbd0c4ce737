"""The parts of an xlsx around its sheets: names, visibility, number formats, shared strings, comments."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from linter.formats._office import xml as _xml
from linter.formats._office.grid import Styles
from linter.formats._office.numbers import BUILT_IN
from linter.formats._office.package import Package
from linter.formats._office.sheet import RawSheet, read_shared_strings, read_sheet, span, unescape
from linter.formats._office.sheet_controls import controls
from linter.formats._office.sheet_drawings import Drawing, drawings
from linter.formats._office.sheet_looks import cell_looks
from linter.formats._plain.looks import Look, Unseen

AUTHOR = "jixiao"
"""Author of the comments this program writes. They are replaced, never read back."""


DIVIDER = "—— jixiao 审核意见 ——"
"""Marks what this program appended to a person's comment: a cell holds only one."""
LEGEND = "审核说明（jixiao）"
"""The sheet this program adds for what belongs to no cell. It is never checked."""


class SheetEntry(Struct, frozen=True):
    """A sheet of the workbook: its name, part, and whether it is hidden. ``part`` is ``None`` for charts and macros."""

    name: str
    part: str | None
    hidden: bool


def _texts(element: Element) -> str:
    """The text of a rich text item, phonetic runs left out."""
    pieces: list[str] = []
    for child in element:
        name = _xml.local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [t.text or "" for t in child.iterfind("{*}t")]
    return unescape("".join(pieces))


class Workbook:
    """An opened workbook; sheets are read on demand.

    Raises:
        Unreadable: no workbook, damaged, hostile.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main
        self._relationships = package.relationships(self.part)
        root = _xml.tree(package.read(self.part), self.part)
        properties = root.find("{*}workbookPr")
        date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        protection = root.find("{*}workbookProtection")
        self.protected = protection is not None and protection.get("lockStructure") in ("1", "true")
        self.sheets = tuple(self._entries(root))
        shared = package.first(self.part, "sharedStrings")
        strings = read_shared_strings(package.read(shared), shared) if shared else []
        self.unseen = Unseen()
        calculation = root.find("{*}calcPr")
        stale = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
        self.styles = Styles(strings, *self._cell_styles(), date1904, stale)
        self._cells = [package.limits.cells]

    def _entries(self, root: Element) -> Iterator[SheetEntry]:
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            relation = self._relationships.get(_xml.attribute(sheet, "id") or "")
            usable = relation is not None and relation.kind == "worksheet" and self.package.has(relation.target)
            part = relation.target if relation is not None and usable else None
            yield SheetEntry(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")

    def _cell_styles(self) -> tuple[list[str], list[Look]]:
        """Number format codes and looks by style index."""
        part = self.package.first(self.part, "styles")
        if part is None:
            return [], []
        root = _xml.tree(self.package.read(part), part)
        codes = dict(BUILT_IN)
        for number_format in root.iterfind("{*}numFmts/{*}numFmt"):
            if number_format.get("numFmtId", "").isdigit():
                codes[int(number_format.get("numFmtId", ""))] = number_format.get("formatCode", "General")
        ids = [cell_format.get("numFmtId", "0") for cell_format in root.iterfind("{*}cellXfs/{*}xf")]
        return [codes.get(int(number), "General") if number.isdigit() else "General" for number in ids], list(cell_looks(root))

    def read(self, entry: SheetEntry) -> RawSheet:
        """The cells of a sheet that has a part."""
        assert entry.part is not None
        raw = read_sheet(self.package.read(entry.part), entry.part, self.package.limits, self._cells)
        for relationship in self.package.relationships(entry.part).values():
            if relationship.kind == "table" and self.package.has(relationship.target):
                raw.coloured.append(span(_xml.tree(self.package.read(relationship.target), relationship.target).get("ref", "A1")))
        return raw

    def drawings(self, entry: SheetEntry) -> list[Drawing]:
        """What is drawn over a sheet."""
        if entry.part is None:
            return []
        return [*drawings(self.package, entry.part, self.unseen), *controls(self.package, entry.part)]

    def objects(self, entry: SheetEntry) -> int:
        """How many files are embedded in a sheet."""
        return sum(relationship.kind in ("oleObject", "package") for relationship in self.package.relationships(entry.part or "").values())

    def comments(self, entry: SheetEntry) -> Iterator[tuple[str, str]]:
        """The remarks people left on a sheet's cells: reference and text. Ours are left out."""
        part = self.package.first(entry.part or "", "comments")
        if part is None:
            return
        root = _xml.tree(self.package.read(part), part)
        authors = [(writer.text or "").strip() for writer in root.iterfind("{*}authors/{*}author")]
        for comment in root.iterfind("{*}commentList/{*}comment"):
            who = comment.get("authorId", "")
            author = authors[int(who)] if who.isdigit() and int(who) < len(authors) else ""
            body = comment.find("{*}text")
            if body is not None and author != AUTHOR:
                theirs = _texts(body).partition(DIVIDER)[0].rstrip("\n")
                yield comment.get("ref", ""), theirs
