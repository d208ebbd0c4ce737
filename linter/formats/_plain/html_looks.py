"""How elements of a page look: what tags, attributes and style sheets together make of their text."""

from __future__ import annotations

import re
from typing import Any

from linter.formats._plain.css import Cascade, Declarations
from linter.formats._plain.looks import WHITE, Look

_NAMED = {
    "white": WHITE, "black": 0, "red": 0xFF0000, "blue": 0x0000FF, "green": 0x008000, "yellow": 0xFFFF00, "gray": 0x808080,
    "grey": 0x808080, "silver": 0xC0C0C0, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF,
    "floralwhite": 0xFFFAF0, "navy": 0x000080, "orange": 0xFFA500,
}  # fmt: skip
_RGB = re.compile(r"rgba?\(\s*([0-9.]+)(%?)[\s,]+([0-9.]+)%?[\s,]+([0-9.]+)%?(?:[\s,/]+([0-9.]+)(%?))?\s*\)")
_LENGTH = re.compile(r"(-?[0-9.]+)\s*(px|pt|em|rem|%)?$")
_TURN = re.compile(r"rotate(?:z)?\(\s*(-?[0-9.]+)(deg|turn|rad|grad)")
_FAR = -500
"""Pixels. What begins so far to the left or above is off the page."""


def colour_of(text: str) -> int | str | None:
    """A CSS colour; ``"none"`` for one that paints nothing, ``None`` for one not known here."""
    text = text.strip().lower()
    if text == "transparent":
        return "none"
    if text.startswith("#"):
        digits = text[1:]
        if len(digits) in (3, 4):
            digits = "".join(2 * digit for digit in digits)
        try:
            return "none" if len(digits) == 8 and int(digits[6:], 16) == 0 else int(digits[:6], 16) if len(digits) in (6, 8) else None
        except ValueError:
            return None
    match = _RGB.match(text)
    if match:
        if match[5] is not None and float(match[5]) == 0:
            return "none"
        scale = 2.55 if match[2] else 1
        red, green, blue = (min(255, int(float(match[n]) * scale)) for n in (1, 3, 4))
        return red << 16 | green << 8 | blue
    return _NAMED.get(text)


def _length(text: str, unit: float) -> float | None:
    """A length in points; ``em`` and ``%`` of ``unit``."""
    match = _LENGTH.match(text.strip())
    if match is None:
        return None
    value = float(match[1])
    return value * {"px": 0.75, "pt": 1.0, "em": unit, "rem": 12.0, "%": unit / 100}.get(match[2] or "px", 0.75)


def _off_page(style: Declarations) -> bool:
    away = [style.get("text-indent", "")]
    if style.get("position") in ("absolute", "fixed"):
        away += [style.get("left", ""), style.get("top", "")]
        clip = style.get("clip", "").replace(" ", "")
        if clip.startswith(("rect(0", "rect(1px")) or style.get("clip-path", "").replace(" ", "").startswith("inset(50%"):
            return True
    lengths = (_length(offset, 12) for offset in away if offset)
    return any(length is not None and length < _FAR for length in lengths)


def _watermark(style: Declarations) -> bool:
    turn = _TURN.search(style.get("transform", ""))
    if turn is not None:
        degrees = float(turn[1]) * {"deg": 1, "turn": 360, "rad": 57.2958, "grad": 0.9}[turn[2]]
        if abs(degrees - 90 * round(degrees / 90)) > 1:
            return True
    faint = _ratio(style.get("opacity", "1")) <= 0.4 or style.get("pointer-events") == "none"
    return style.get("position") in ("absolute", "fixed") and faint


def _ratio(text: str) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1.0


def _flat(style: Declarations) -> bool:
    """No height or width and nothing shown beyond."""
    if not style.get("overflow", "").startswith(("hidden", "clip")):
        return False
    sizes = (_length(style[name], 12) for name in ("height", "max-height", "width") if name in style)
    return any(size is not None and size <= 1 for size in sizes)


def hidden_kind(node: Any, style: Declarations) -> str | None:
    """Why an element is not shown, in Chinese; ``None`` where it is."""
    attributes = node.attributes
    if not style and "hidden" not in attributes and node.tag != "dialog":  # nearly every element
        return None
    if style.get("display") == "none" or ("hidden" in attributes and "display" not in style) or style.get("mso-hide") == "all":
        return "隐藏的内容"
    if node.tag == "dialog" and "open" not in attributes:
        return "隐藏的内容"
    if style.get("visibility") in ("hidden", "collapse") or _ratio(style.get("opacity", "1")) <= 0.05:
        return "隐藏的内容"
    if _off_page(style):
        return "移到页面之外的内容"
    if _flat(style):
        return "隐藏的内容"
    return "水印" if _watermark(style) else None


_LOOKING = frozenset({"s", "strike", "del", "u", "ins", "sup", "font", "pre"})
_KEEPS_LINES = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})
_COLOURING = frozenset({"color", "text", "bgcolor", "background"})


class Looks:
    """The look of each element, from that of the one it stands in."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade

    def look(self, node: Any, outer: Look, style: Declarations) -> Look:
        """How the text of an element is set."""
        tag, attributes = node.tag, node.attributes
        if not style and tag not in _LOOKING and _COLOURING.isdisjoint(attributes):  # nearly every element
            return outer
        changed: dict[str, Any] = {}
        lines = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        if "line-through" in lines or (tag in ("s", "strike", "del") and not lines.startswith("none")):
            changed["struck"] = True
        if (tag in ("u", "ins") and not lines.startswith("none")) or "underline" in lines:
            changed["underlined"] = True
        if tag == "sup" or style.get("vertical-align") in ("super", "text-top"):
            changed["raised"] = style.get("vertical-align", "super") in ("super", "text-top", "top")
        kept = style.get("white-space", "pre" if tag == "pre" else "")
        if kept:
            changed["keeps_lines"] = kept in _KEEPS_LINES
        changed.update(self._colours(attributes, style, outer))
        if "font-size" in style and (size := _length(style["font-size"], outer.size or 12)) is not None:
            changed["size"] = size
        family = style.get("font-family") or (attributes.get("face") if tag == "font" else None)
        if family:
            changed["font"] = family.split(",")[0].strip(" \"'").lower()
        return outer._replace(**changed) if changed else outer

    @staticmethod
    def _colours(attributes: dict[str, Any], style: Declarations, outer: Look) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        written = style.get("color") or attributes.get("color") or attributes.get("text")
        if written:
            colour = colour_of(written)
            changed["colour"] = colour if isinstance(colour, int) else None
            if colour == "none":
                changed["hidden"] = True
        background = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
        if (
            "background-image" in style
            or attributes.get("background")
            or (background and ("url(" in background or "gradient" in background))
        ):
            changed["back"] = None
        elif background:
            painted = next(
                (shade for part in re.findall(r"rgba?\([^)]*\)|[^\s]+", background) if (shade := colour_of(part)) is not None), None
            )
            if painted != "none":
                changed["back"] = (
                    painted if isinstance(painted, int) else outer.back if background in ("none", "inherit", "initial") else None
                )
        return changed
