"""What the white space of a page's source shows: one blank, nothing, or a line of its own."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from msgspec import Struct

from linter.formats._plain.html_fields import choose
from linter.formats._plain.looks import Look

BLOCK, BREAK = "\0", "\1"
"""Stand for the border of a block and for a line break that shows, until a text is complete."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LABEL = re.compile(r"[^\W_]{2,10}[ ]?[：:]")
_NEAR = 120
"""Characters before a break among which the colon of the label before it is looked for."""
_BREAKS_AT_BLANKS = re.compile(r"\s*(?:LibreOffice|OpenOffice|StarOffice)", re.I)
"""Programs whose pages break lines of the source at blanks only, also between Chinese characters."""


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def _next_label(match: re.Match[str]) -> bool:
    """Whether a label with its colon begins behind the break while a label before it has its value: two fields, not one word."""
    text = match.string
    if _LABEL.match(text, match.end()) is None:
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()].replace(":", "：")
    return "：" in before and not before.endswith("：")


def set_text(text: str, look: Look) -> str:
    """A text of the source with the line breaks that show as such (``pre``)."""
    return text.replace("\n", BREAK) if look.keeps_lines and "\n" in text else text


class WhiteSpace(Struct, frozen=True):
    """How a page breaks lines of its source. ``at_blanks``: only where a blank stands, so that every break shows as one.

    Other pages break long lines of Chinese between any two characters; browsers differ on what such a break shows. It shows nothing
    (CSS Text 3, 4.1.2) except before the label of a further field.
    """

    at_blanks: bool = False

    def _space(self, match: re.Match[str]) -> str:
        text = match.string
        if "\n" not in match[0] or self.at_blanks or not match.start() or match.end() == len(text):
            return " "
        joins = _wide(text[match.start() - 1]) and _wide(text[match.end()])
        return "" if joins and not _next_label(match) else " "

    def tidy(self, text: str) -> str:
        """Text with ``BLOCK`` and ``BREAK`` as displayed, a line a line."""
        lines: list[str] = []
        for block in choose(text).split(BLOCK):
            text = "\n".join(_SPACES.sub(self._space, line).strip(" ") for line in block.split(BREAK))
            if text.strip():
                lines.append(text.strip("\n"))
        return "\n".join(lines)


def white_space_of(tree: Any) -> WhiteSpace:
    """What the page says of the program that wrote it."""
    stated = (node.attributes.get("content") or "" for node in tree.css('meta[name="generator" i]'))
    return WhiteSpace(any(_BREAKS_AT_BLANKS.match(program) for program in stated))
