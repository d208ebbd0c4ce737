"""The text of SmartArt: it stands in a part of its own, point by point."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from linter.formats._office import xml as _xml
from linter.formats._office.package import Package
from linter.formats._office.xml import attribute, local
from linter.formats.api import Unreadable

DIAGRAM = "SmartArt 图形"
_NODES = frozenset({"node", "asst"})
_MOST = 2_000
"""Points of one diagram that are read."""


def diagram_lines(package: Package, holder: str, graphic: Element) -> list[str] | None:
    """The texts of a diagram's points in reading order; ``None`` where it is none or its text is not in the file. ``graphic``: what
    refers to the diagram in the part ``holder``."""
    parts = next((element for element in graphic.iter() if local(element.tag) == "relIds"), None)
    relation = package.relationships(holder).get(attribute(parts, "dm") or "") if parts is not None else None
    if relation is None or relation.external or not package.has(relation.target):
        return None
    try:
        return _lines(_xml.tree(package.read(relation.target), relation.target))
    except Unreadable:
        return None


def _lines(root: Element) -> list[str] | None:
    points = {attribute(point, "modelId") or "": point for point in root.iterfind("{*}ptLst/{*}pt")}
    if len(points) > _MOST:
        return None
    return [line for key in _in_order(root, points) for line in _text(points[key])]


def _in_order(root: Element, points: dict[str, Element]) -> Iterator[str]:
    """The points from the top of the diagram downwards, each before those below it, siblings as they are numbered."""
    below: dict[str, list[tuple[int, str]]] = {}
    for connection in root.iterfind("{*}cxnLst/{*}cxn"):
        if attribute(connection, "type") in (None, "parOf"):
            order = attribute(connection, "srcOrd") or ""
            child = int(order) if order.isdecimal() else 0, attribute(connection, "destId") or ""
            below.setdefault(attribute(connection, "srcId") or "", []).append(child)
    waiting = sorted(points, key=lambda key: attribute(points[key], "type") == "doc")
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in points and key not in seen:
            seen.add(key)
            yield key
            waiting += [child for _, child in sorted(below.get(key, ()), reverse=True)]


def _text(point: Element) -> Iterator[str]:
    """The paragraphs of a point. What stands for text that nobody has written yet is none."""
    if (attribute(point, "type") or "node") not in _NODES:
        return
    for paragraph in point.iterfind("{*}t/{*}p"):
        text = "".join(part.text or "" for part in paragraph.iter() if local(part.tag) == "t")
        if text.strip():
            yield text.strip()
