"""How an OpenDocument file sets its text: styles of all families resolved to looks, data styles to number formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from linter.formats._office.xml import attribute, local
from linter.formats._plain.looks import PLAIN, Look

_MAX_CHAIN = 30
_SIZE = re.compile(r"(-?[0-9.]+)(pt|cm|mm|in|px)$")
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75}
_FLAT = 1.0
"""Points. A row or column below it shows nothing."""
_DATA = frozenset({"number-style", "percentage-style", "currency-style", "date-style", "time-style", "boolean-style", "text-style"})


def points(text: str | None) -> float | None:
    """A length in points."""
    match = _SIZE.match(text or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def _colour(text: str | None) -> int | None:
    try:
        return int(text[1:], 16) if text and text.startswith("#") and len(text) == 7 else None
    except ValueError:
        return None


def _text_set(properties: Element) -> dict[str, Any]:
    """What text properties say of how text looks."""
    out: dict[str, Any] = {}
    get = partial(attribute, properties)
    struck = get("text-line-through-style") or get("text-line-through-type")
    if struck is not None:
        out["struck"] = struck != "none"
    if (shown := get("display")) is not None:
        out["hidden"] = shown == "none"
    if get("use-window-font-color") == "true":
        out["colour"] = None
    elif (colour := get("color")) is not None:
        out["colour"] = _colour(colour)
    if (size := points(get("font-size"))) is not None:
        out["size"] = size
    if (position := get("text-position")) is not None:
        out["raised"] = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0"))
    if (underline := get("text-underline-style")) is not None:
        out["underlined"] = underline != "none"
    font = get("font-family") or get("font-name")
    if font:
        out["font"] = font.strip("'\"").lower().rstrip("0123456789") if font.lower().startswith("symbol") else font.strip("'\"").lower()
    if (back := get("background-color")) is not None and back != "transparent":
        out["back"] = _colour(back)
    return out


class OpenStyles:
    """The styles of a document, by family and name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._own: dict[tuple[str, str], dict[str, Any]] = {}
        self._parent: dict[tuple[str, str], str | None] = {}
        self._data: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._looks: dict[tuple[str, str | None, Look], Look] = {}
        for root in roots:
            for group in root:
                if local(group.tag) in ("styles", "automatic-styles", "master-styles"):
                    for style in group:
                        self._add(style)

    def _add(self, style: Element) -> None:
        kind = local(style.tag)
        name = attribute(style, "name") or ""
        if kind in _DATA:
            self._codes[name] = data_code(style)
        if kind not in ("style", "default-style"):
            return
        family = attribute(style, "family") or ("table" if style.find("{*}table-properties") is not None else "")
        own: dict[str, Any] = {}
        for properties in style:
            what = local(properties.tag)
            if what == "text-properties":
                own.update(_text_set(properties))
            elif what in ("paragraph-properties", "table-cell-properties", "graphic-properties"):
                back = attribute(properties, "background-color")
                if back is not None and back != "transparent":
                    own["back"] = _colour(back)
            elif what in ("table-column-properties", "table-row-properties"):
                own["extent"] = points(attribute(properties, "column-width") or attribute(properties, "row-height"))
            elif what == "table-properties" and attribute(properties, "display") == "false":
                own["hidden"] = True
        key = (family, name if kind == "style" else "")
        self._own[key] = own
        self._parent[key] = attribute(style, "parent-style-name")
        if (data := attribute(style, "data-style-name")) is not None:
            self._data[name] = data

    def of(self, family: str, name: str | None) -> dict[str, Any]:
        """What a style says, with what it is based on."""
        chain: list[str] = []
        while name is not None and name not in chain and len(chain) < _MAX_CHAIN:
            chain.append(name)
            name = self._parent.get((family, name))
        merged = dict(self._own.get((family, ""), {}))
        for ancestor in reversed(chain):
            merged.update(self._own.get((family, ancestor), {}))
        return merged

    def look(self, family: str, name: str | None, outer: Look) -> Look:
        """The look of text under a style inside text that looks like ``outer``."""
        if name is None and (family, "") not in self._own:
            return outer
        key = (family, name, outer)
        if key not in self._looks:
            own = {key: value for key, value in self.of(family, name).items() if key in Look._fields}
            look = outer._replace(**own)
            self._looks[key] = PLAIN if look == PLAIN else look
        return self._looks[key]

    def flat(self, family: str, name: str | None) -> bool:
        """Whether a row or column has no extent."""
        extent = self.of(family, name).get("extent")
        return extent is not None and extent < _FLAT

    def extent(self, family: str, name: str | None, default: float) -> float:
        """Height of a row or width of a column in points."""
        stated = self.of(family, name).get("extent")
        return float(stated) if stated is not None else default

    def code(self, cell_style: str | None) -> str | None:
        """The number format of a cell style, as a format code of Excel."""
        for _ in range(_MAX_CHAIN):
            if cell_style is None:
                return None
            if cell_style in self._data:
                return self._codes.get(self._data[cell_style])
            cell_style = self._parent.get(("table-cell", cell_style))
        return None


def _quoted(text: str) -> str:
    return "".join("%" if char == "%" else f"\\{char}" for char in text)


def _part(element: Element) -> str:
    """One part of a data style as a piece of a format code."""
    name = local(element.tag)
    long = attribute(element, "style") == "long"
    if name in ("number", "scientific-number"):
        places = attribute(element, "decimal-places") or attribute(element, "min-decimal-places") or ""
        whole = "0" * max(1, min(int(attribute(element, "min-integer-digits") or 1), 12))
        decimals = "." + "0" * min(int(places), 12) if places.isdigit() and int(places) else ""
        if name == "number" and not places:
            return "General"
        grouped = "#,##" if attribute(element, "grouping") == "true" else ""
        return grouped + whole + decimals + ("E+00" if name != "number" else "")
    if name in ("text", "currency-symbol"):
        return _quoted(element.text or "")
    if name == "month" and attribute(element, "textual") == "true":
        return "mmmm" if long else "mmm"
    letters = {
        "year": ("yy", "yyyy"),
        "month": ("m", "mm"),
        "day": ("d", "dd"),
        "hours": ("h", "hh"),
        "minutes": ("mm", "mm"),
        "seconds": ("s", "ss"),
    }
    if name in letters:
        return letters[name][long]
    return {"fraction": "# ?/?", "text-content": "@", "boolean": "General", "am-pm": "AM/PM"}.get(name, "")


def data_code(style: Element) -> str:
    """A data style as a format code of Excel."""
    try:
        body = "".join(_part(part) for part in style)
    except ValueError:
        return "General"
    spelled = attribute(style, "transliteration-format")
    return {"一": "[DBNum1]", "壹": "[DBNum2]", "贰": "[DBNum2]"}.get(spelled or "", "") + (body or "General")
