"""How a Word document sets its text: styles, defaults and direct formatting resolved to looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element

from linter.formats._office.xml import attribute, local, tree
from linter.formats._plain.looks import PLAIN, WHITE, Look, plainly

_TOGGLES = {"strike": "struck", "dstrike": "struck2", "vanish": "hidden"}
"""Properties that styles switch: on in a paragraph style and in a character style is off (ECMA-376 part 1, 17.7.3)."""
_OFF = frozenset(("0", "false", "off"))
_MAX_CHAIN = 30
_TABLE_STYLE = re.compile(rb"""<(?:\w+:)?style\b[^>]*\btype=["']table["'][^>]*>.*?</(?:\w+:)?style>""", re.S)
_STYLE_ID = re.compile(rb"""\bstyleId=["']([^"']*)["']""")
_FILL = re.compile(rb"""\bfill=["']([^"']*)["']""")
_BASED = re.compile(rb"""<(?:\w+:)?basedOn\b[^>]*\bval=["']([^"']*)["']""")
_RAISED = 4
"""Half points. Text set higher by less is evened out, not raised."""
_HIGHLIGHTS = {
    "black": 0, "blue": 0x0000FF, "cyan": 0x00FFFF, "green": 0x00FF00, "magenta": 0xFF00FF, "red": 0xFF0000, "yellow": 0xFFFF00,
    "white": WHITE, "darkBlue": 0x000080, "darkCyan": 0x008080, "darkGreen": 0x008000, "darkMagenta": 0x800080, "darkRed": 0x800000,
    "darkYellow": 0x808000, "darkGray": 0x808080, "lightGray": 0xC0C0C0,
}  # fmt: skip
Set = dict[str, Any]
"""Run properties by our name for them: ``struck hidden colour size raised underlined font back style``."""


def hex_colour(value: str | None) -> int | None:
    """``FF0000`` → its number, ``None`` for ``auto`` and anything else."""
    try:
        return int(value, 16) if value is not None and len(value) == 6 else None
    except ValueError:
        return None


def fill_of(shading: Element) -> int | str:
    """The colour a shading paints; ``"auto"`` where it paints none, ``"unknown"`` for a pattern."""
    pattern = attribute(shading, "val") or "clear"
    if pattern == "solid":
        colour = hex_colour(attribute(shading, "color"))
        return colour if colour is not None else "unknown"
    if pattern not in ("clear", "nil"):
        return "unknown"
    fill = hex_colour(attribute(shading, "fill"))
    return fill if fill is not None else "auto"


def _colour(element: Element) -> int | None:
    stated = hex_colour(attribute(element, "val"))
    if stated is None and attribute(element, "themeColor") in ("background1", "light1"):
        return WHITE
    return stated


def run_properties(properties: Element) -> Set:
    """What run properties say of how text looks."""
    out: Set = {}
    for element in properties:
        name = local(element.tag)
        if name in _TOGGLES:
            out[_TOGGLES[name]] = attribute(element, "val") not in _OFF
        elif (read := _PROPERTIES.get(name)) is not None:
            read(out, element)
    return out


def _set_colour(out: Set, element: Element) -> None:
    out["colour"] = _colour(element)


def _set_size(out: Set, element: Element) -> None:
    value = attribute(element, "val")
    out["size"] = int(value) / 2 if value is not None and value.isdigit() else None


def _set_raised(out: Set, element: Element) -> None:
    out["raised"] = attribute(element, "val") == "superscript"


def _set_position(out: Set, element: Element) -> None:
    """Text set higher by hand, in half points: what office suites write for a raised position of their own."""
    value = attribute(element, "val") or ""
    if value.isdigit() and int(value) >= _RAISED:
        out["raised"] = True


def _set_underlined(out: Set, element: Element) -> None:
    out["underlined"] = attribute(element, "val") not in (None, "none")


def _set_font(out: Set, element: Element) -> None:
    font = attribute(element, "ascii") or attribute(element, "hAnsi")
    if font is not None:
        out["font"] = font.lower()


def _set_style(out: Set, element: Element) -> None:
    out["style"] = attribute(element, "val")


def _set_shading(out: Set, element: Element) -> None:
    fill = fill_of(element)
    if fill != "auto":
        out["back"] = None if fill == "unknown" else fill


def _set_highlight(out: Set, element: Element) -> None:
    value = attribute(element, "val")
    if value in _HIGHLIGHTS:
        out["back"] = _HIGHLIGHTS[value or ""]


_PROPERTIES: dict[str, Callable[[Set, Element], None]] = {
    "color": _set_colour,
    "sz": _set_size,
    "vertAlign": _set_raised,
    "position": _set_position,
    "u": _set_underlined,
    "rFonts": _set_font,
    "rStyle": _set_style,
    "shd": _set_shading,
    "highlight": _set_highlight,
}


def _look(sets: Iterable[Set], back: int | None) -> Look:
    """Later sets win; toggles of styles have been settled before."""
    merged: Set = {}
    for properties in sets:
        merged.update(properties)
    struck = bool(merged.get("struck") or merged.get("struck2"))
    look = Look(
        struck,
        bool(merged.get("hidden")),
        merged.get("colour"),
        merged.get("back", back),
        merged.get("size"),
        bool(merged.get("raised")),
        bool(merged.get("underlined")),
        merged.get("font", ""),
    )
    return PLAIN if plainly(look) else look


class Styles:
    """The styles of a document. Looks are kept: a document uses few."""

    def __init__(self, data: bytes | None = None, what: str = "styles.xml") -> None:
        self._tables: dict[str, bytes] = {}
        root = tree(_TABLE_STYLE.sub(self._set_aside, data), what) if data is not None else None
        self._styles: dict[str, Element] = {}
        self._resolved: dict[str, Set] = {}
        self._looks: dict[Any, Look] = {}
        self._shading: dict[str, bool] = {}
        self._defaults: Set = {}
        self.default_paragraph: str | None = None
        for style in root if root is not None else ():
            name = local(style.tag)
            if name == "docDefaults":
                defaults = style.find("{*}rPrDefault/{*}rPr")
                self._defaults = run_properties(defaults) if defaults is not None else {}
            elif name == "style":
                key = attribute(style, "styleId") or ""
                self._styles[key] = style
                if attribute(style, "default") in ("1", "true") and attribute(style, "type") == "paragraph":
                    self.default_paragraph = key

    def _set_aside(self, match: re.Match[bytes]) -> bytes:
        """A table style is a large thing of which only its colours matter: it is kept as it stands."""
        named = _STYLE_ID.search(match[0])
        self._tables[named[1].decode("utf-8", "replace") if named else ""] = match[0]
        return b""

    def _chain(self, key: str | None) -> list[str]:
        """A style and what it is based on."""
        chain: list[str] = []
        while key is not None and key in self._styles and key not in chain and len(chain) < _MAX_CHAIN:
            chain.append(key)
            based = self._styles[key].find("{*}basedOn")
            key = attribute(based, "val") if based is not None else None
        return chain

    def _own(self, key: str) -> Set:
        """What a style itself says."""
        style = self._styles[key]
        own = style.find("{*}rPr")
        properties = run_properties(own) if own is not None else {}
        shading = style.find("{*}pPr/{*}shd")
        if shading is not None and (fill := fill_of(shading)) != "auto":
            properties.setdefault("back", None if fill == "unknown" else fill)
        return properties

    def of(self, key: str | None) -> Set:
        """A style with what it is based on."""
        if key is None:
            return {}
        if key not in self._resolved:
            merged: Set = {}
            for ancestor in reversed(self._chain(key)):
                merged.update(self._own(ancestor))
            self._resolved[key] = merged
        return self._resolved[key]

    def shades(self, key: str | None) -> bool:
        """Whether a table style, or one it is based on, paints cells: what lies behind their text is not known here."""
        if key is None:
            return False
        if key not in self._shading:
            self._shading[key] = self._paints(key)
        return self._shading[key]

    def _paints(self, key: str | None) -> bool:
        for _ in range(_MAX_CHAIN):
            block = self._tables.get(key or "")
            if block is None:
                return False
            if any(fill.upper() not in (b"AUTO", b"FFFFFF") for fill in _FILL.findall(block)):
                return True
            based = _BASED.search(block)
            key = based[1].decode("utf-8", "replace") if based else None
        return False

    def look(self, paragraph: str | None, direct: Set | None, back: int | None) -> Look:
        """The look of a run: in a paragraph of a style, with direct formatting (its character style in ``style``), on a background."""
        key = (paragraph, tuple(sorted(direct.items(), key=lambda item: item[0])) if direct else None, back)
        settled = self._looks.get(key)
        if settled is None:
            settled = self._looks[key] = self._settle(paragraph, direct or {}, back)
        return settled

    def _settle(self, paragraph: str | None, direct: Set, back: int | None) -> Look:
        of_paragraph = self.of(paragraph if paragraph is not None else self.default_paragraph)
        of_run = self.of(direct.get("style"))
        switched = {name: not of_paragraph.get(name) for name in _TOGGLES.values() if of_run.get(name)}
        return _look((self._defaults, of_paragraph, of_run, switched, direct), back)
