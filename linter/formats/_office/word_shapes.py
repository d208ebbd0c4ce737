"""Drawings and form fields of Word: what a shape hides, which one is a watermark, what a field shows by itself."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from linter.formats._office.xml import attribute, local

CHART, SMART_ART = "chart", "diagram"
"""Kinds of graphic whose text stands in parts of their own: the last words of their URIs."""
_RIGHT_ANGLE = 5_400_000
"""A right angle in 60,000ths of a degree."""
_VML = frozenset({"shape", "rect", "roundrect", "oval", "group"})
_ROTATION = re.compile(r"rotation:\s*(-?[0-9.]+)(f?d?)", re.I)
_BIG = 60
"""Half-points: text of a watermark is larger than any text of a form."""


def _tilted_vml(style: str) -> bool:
    match = _ROTATION.search(style)
    if match is None:
        return False
    angle = float(match[1]) / (65_536 if match[2].lower().startswith("f") else 1)
    return abs(angle - 90 * round(angle / 90)) > 1


def _vml_unseen(shape: Element) -> str | None:
    style = attribute(shape, "style") or ""
    if "visibility:hidden" in style.replace(" ", "").lower():
        return "隐藏的图形"
    mark = (attribute(shape, "id") or "") + (attribute(shape, "spid") or "")
    return "水印" if "watermark" in mark.lower() or (_tilted_vml(style) and _has_text(shape)) else None


def _has_text(shape: Element) -> bool:
    return any(local(part.tag) in ("textpath", "txbxContent") for part in shape.iter())


def _big_behind(anchor: Element) -> bool:
    """Large text behind the text of the page."""
    if attribute(anchor, "behindDoc") not in ("1", "true"):
        return False
    sizes = [
        attribute(element, "val") or ""
        for box in anchor.iter()
        if local(box.tag) == "txbxContent"
        for element in box.iter()
        if local(element.tag) == "sz"
    ]
    return bool(sizes) and all(size.isdigit() and int(size) >= _BIG for size in sizes)


def unseen_kind(name: str, element: Element) -> str | None:
    """Why a shape is no part of the text, in Chinese: hidden, or a watermark (tilted, or large behind the page's text)."""
    if name in _VML:
        return _vml_unseen(element)
    if name in ("anchor", "inline"):
        properties = element.find("{*}docPr")
        if properties is not None and attribute(properties, "hidden") in ("1", "true"):
            return "隐藏的图形"
        return "水印" if _big_behind(element) else None
    if name == "wsp":
        frame = element.find("{*}spPr/{*}xfrm")
        turn = attribute(frame, "rot") or "0" if frame is not None else "0"
        tilted = turn.lstrip("-").isdigit() and min(int(turn) % _RIGHT_ANGLE, -int(turn) % _RIGHT_ANGLE) > 60_000
        return "水印" if tilted and _has_text(element) else None
    return None


def form_field(mark: Element) -> str:
    """What a legacy form field shows where it has no result: the chosen entry of a drop-down, a ticked or an empty box, a default."""
    data = mark.find("{*}ffData")
    for part in data if data is not None else ():
        name = local(part.tag)
        if name == "ddList":
            entries = [attribute(entry, "val") or "" for entry in part if local(entry.tag) == "listEntry"]
            chosen = next((value for key in ("result", "default") if (value := _value(part, key))), "0")
            return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
        if name == "checkBox":
            state = part.find("{*}checked")
            state = state if state is not None else part.find("{*}default")
            return "☑" if state is not None and attribute(state, "val") not in ("0", "false") else "□"
        if name == "textInput":
            return _value(part, "default") or ""
    return ""


def _value(element: Element, name: str) -> str | None:
    holder = element.find(f"{{*}}{name}")
    return attribute(holder, "val") if holder is not None else None
