"""Form controls that lie over the cells of a sheet (VML): check boxes with their state, drop-downs with what is chosen, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.package import Package
from linter.formats._office.sheet import span
from linter.formats._office.sheet_drawings import Drawing
from linter.formats._office.xml import local
from linter.formats.api import Unreadable

MOST = 500
CONTROL = "下拉框等控件"
_CHOICES = frozenset({"Drop", "List"})
_TICKS = {"Checkbox": ("☑", "□"), "Radio": ("●", "○")}
_PRINTED = frozenset({"Label", "Edit"})
_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_NUMBERS = re.compile(r"-?\d+")


def _area(text: str) -> tuple[int, int, int, int] | None:
    """``1, 15, 9, 2, 3, 20, 9, 18``: column, offset, row, offset of the upper left corner, then of the lower right, from 0."""
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    if len(numbers) != 8:
        return None
    left, _, top, _, right, across, bottom, down = numbers
    return top + 1, left + 1, max(top, bottom - (down <= 0)) + 1, max(left, right - (across <= 0)) + 1


def _chosen(data: Element) -> tuple[int, int] | None:
    """Row and column, from 1, of the chosen entry of a list that stands in the same sheet."""
    entries, chosen = (data.findtext("{*}FmlaRange") or "").strip(), (data.findtext("{*}Sel") or "").strip()
    if not _RANGE.fullmatch(entries) or not chosen.isdigit() or int(chosen) < 1:
        return None
    top, left, bottom, _ = span(entries.replace("$", ""))
    row = top + int(chosen) - 1
    return (row, left) if row <= bottom else None


def _controls(shape: Element) -> Iterator[Drawing]:
    data = shape.find("{*}ClientData")
    area = _area(data.findtext("{*}Anchor") or "") if data is not None else None
    if data is None or area is None:
        return
    kind = data.get("ObjectType", "")
    text = "".join(piece for box in shape.iterfind("{*}textbox") for piece in box.itertext()).strip()
    if kind in _CHOICES:
        yield Drawing(CONTROL, "", area, _chosen(data))
    elif kind in _TICKS:
        on, off = _TICKS[kind]
        yield Drawing("文本框", (on if (data.findtext("{*}Checked") or "0").strip() == "1" else off) + text, area)
    elif kind in _PRINTED and text:
        yield Drawing("文本框", text, area)


def controls(package: Package, part: str) -> list[Drawing]:
    """The controls of a sheet, in order (``MOST`` at most)."""
    drawings: list[Drawing] = []
    for relationship in package.relationships(part).values():
        if relationship.kind != "vmlDrawing" or not package.has(relationship.target):
            continue
        data = package.read(relationship.target)
        if b"ObjectType" not in data:
            continue
        try:
            shapes = _xml.tree(re.sub(rb"<br\s*>", b"", data), relationship.target)
        except Unreadable:
            continue  # VML need not be XML; what it draws beside controls are notes, which are read from their own part
        for shape in shapes:
            if local(shape.tag) == "shape":
                drawings += _controls(shape)
            if len(drawings) >= MOST:
                return drawings
    return drawings
