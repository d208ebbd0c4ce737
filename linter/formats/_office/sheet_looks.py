"""How cells of a workbook are set: fonts and fills of its styles, runs of rich text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from linter.formats._office.xml import local
from linter.formats._plain.looks import PLAIN, WHITE, Look, Stretch, plainly

_INDEXED = {
    0: 0, 1: WHITE, 2: 0xFF0000, 3: 0x00FF00, 4: 0x0000FF, 5: 0xFFFF00, 6: 0xFF00FF, 7: 0x00FFFF, 8: 0, 9: WHITE, 10: 0xFF0000,
    11: 0x00FF00, 12: 0x0000FF, 13: 0xFFFF00, 14: 0xFF00FF, 15: 0x00FFFF, 16: 0x800000, 17: 0x008000, 18: 0x000080, 22: 0xC0C0C0,
    23: 0x808080, 26: 0xFFFFCC, 27: 0xCCFFFF, 41: 0xCCFFFF, 42: 0xCCFFCC, 43: 0xFFFF99, 63: 0x333333, 65: WHITE,
}  # fmt: skip
"""The palette of old workbooks (ECMA-376 part 1, 18.8.27), as far as a form may use it. 64 is the system's own colour."""
_OFF = ("0", "false", "none")
Run = tuple[str, dict[str, Any]]
"""A stretch of rich text and what its font sets."""
Rich = tuple[Run, ...]


def colour(attributes: Mapping[str, str]) -> int | None:
    """A colour of a workbook; ``None`` where only a theme or the system knows it."""
    rgb = attributes.get("rgb", "")
    if len(rgb) in (6, 8):
        try:
            return int(rgb[-6:], 16)
        except ValueError:
            return None
    indexed = attributes.get("indexed", "")
    if indexed.isdigit():
        return _INDEXED.get(int(indexed))
    if attributes.get("theme") in ("0", "1") and not float(attributes.get("tint") or 0):
        return WHITE if attributes["theme"] == "0" else 0
    return None


def font_property(name: str, attributes: Mapping[str, str]) -> tuple[str, Any] | None:
    """What an element of a font says of how text looks; ``None`` where nothing."""
    value = attributes.get("val")
    if name == "strike":
        return "struck", value not in _OFF
    if name == "u":
        return "underlined", value not in _OFF
    if name == "vertAlign":
        return "raised", value == "superscript"
    if name == "color":
        return "colour", colour(attributes)
    if name == "sz" and value:
        return "size", float(value)
    if name in ("name", "rFont") and value:
        return "font", value.lower()
    return None


def _properties(font: Element) -> dict[str, Any]:
    return dict(named for element in font if (named := font_property(local(element.tag), element.attrib)) is not None)


def _back(fill: Element) -> int | None:
    """The colour a fill paints; ``None`` where it is a pattern, a gradient or a colour not known here."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    painted = pattern.find("{*}fgColor")
    return colour(painted.attrib) if kind == "solid" and painted is not None else None


def cell_looks(styles: Element) -> Iterator[Look]:
    """The look of each cell style, in order."""
    fonts = [_properties(font) for font in styles.iterfind("{*}fonts/{*}font")]
    backs = [_back(fill) for fill in styles.iterfind("{*}fills/{*}fill")]
    for xf in styles.iterfind("{*}cellXfs/{*}xf"):
        font, fill = xf.get("fontId", "0"), xf.get("fillId", "0")
        own = fonts[int(font)] if font.isdigit() and int(font) < len(fonts) else {}
        back = backs[int(fill)] if fill.isdigit() and int(fill) < len(backs) else WHITE
        yield settled(PLAIN._replace(back=back, **own))


def settled(look: Look) -> Look:
    """``PLAIN`` for a look that changes nothing of what a person reads, which makes most cells quick."""
    return PLAIN if _shows(look) else look


def _shows(look: Look) -> bool:
    """Whether a style changes nothing of what a person reads, run by run too."""
    return look.back == WHITE and plainly(look)


def stretches(text: str | Rich, look: Look) -> list[Stretch]:
    """Text of a cell with the look of each run in it."""
    if isinstance(text, str):
        return [(text, look)]
    return [(piece, look._replace(**own) if own else look) for piece, own in text]


class RichText:
    """Collects the runs of one text while a parser walks over it."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._pieces: list[str] = []
        self._own: dict[str, Any] = {}

    def begin_run(self) -> None:
        """A run begins; what stood before is a run of its own."""
        self._close()

    def set(self, name: str, attributes: Mapping[str, str]) -> None:
        """A property of the run's font."""
        named = font_property(name, attributes)
        if named is not None:
            self._own[named[0]] = named[1]

    def add(self, text: str) -> None:
        """Text of the run."""
        self._pieces.append(text)

    def _close(self) -> None:
        if self._pieces:
            self._runs.append(("".join(self._pieces), self._own))
        self._pieces, self._own = [], {}

    def take(self) -> str | Rich:
        """The whole text: plain where no run looks otherwise, else its runs. Ready for the next."""
        self._close()
        runs, self._runs = self._runs, []
        if all(not own or _shows(PLAIN._replace(**own)) for _, own in runs):
            return "".join(text for text, _ in runs)
        return tuple(runs)
