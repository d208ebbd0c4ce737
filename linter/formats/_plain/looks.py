"""How text is set decides what a person sees of it: struck out, hidden, white on white, raised, in a font of signs.

Readers of every format resolve their styles to a ``Look``; what follows from it is said here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from linter.formats.api import ReadContext
from linter.model.blocks import NotChecked
from linter.values.characters import UNDERLINED, raised, sign_fonts

WHITE = 0xFFFFFF
_TINY = 1.5
"""Points. Smaller text is a trick, no print."""
_LEAST_CONTRAST = 1.15
"""Ratio of luminances (WCAG 2.2, contrast ratio) below which nobody sees text; light grey on white has 1.3."""


class Look(NamedTuple):
    """How a stretch of text is set. Colours are 0xRRGGBB; ``colour`` is ``None`` where the program picks one that shows, ``back``
    where what lies behind is unknown. ``size`` in points. ``keeps_lines``: the line breaks of the source show."""

    struck: bool = False
    hidden: bool = False
    colour: int | None = None
    back: int | None = WHITE
    size: float | None = None
    raised: bool = False
    underlined: bool = False
    font: str = ""
    keeps_lines: bool = False


PLAIN = Look()
Stretch = tuple[str, Look]
_SIGN_FONTS = ("symbol", "wingdings", "webdings")


def plainly(look: Look) -> bool:
    """Whether a look changes nothing of what a person reads, which is so for nearly all text."""
    if look.struck or look.hidden or look.raised or look.underlined or look.font.startswith(_SIGN_FONTS):
        return False
    return (look.colour is None or (look.colour == 0 and look.back == WHITE)) and (look.size is None or look.size > _TINY)


def _luminance(colour: int) -> float:
    parts = [((colour >> shift) & 255) / 255 for shift in (16, 8, 0)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def alike(colour: int, back: int) -> bool:
    """Whether nobody can tell text of this colour from what lies behind it."""
    if colour == back:
        return True
    low, high = sorted((_luminance(colour), _luminance(back)))
    return (high + 0.05) / (low + 0.05) < _LEAST_CONTRAST


def unseen_kind(look: Look) -> str | None:
    """Why a person does not read the text, in Chinese; ``None`` where it is read."""
    if look.struck:
        return "删除线文字"
    if look.hidden:
        return "隐藏文字"
    if look.size is not None and look.size <= _TINY:
        return "字号极小的文字"
    if look.colour is not None and look.back is not None and alike(look.colour, look.back):
        return "与底色相同的文字"
    return None


def _signs(text: str, font: str) -> str:
    """Text of a sign font as the signs it shows; a letter the table does not know shows nothing that could be read."""
    table = sign_fonts()[font]
    out = []
    for char in text:
        code = ord(char)
        low = chr(code - 0xF000) if 0xF000 <= code <= 0xF0FF else char
        if low in table:
            out.append(table[low])
        elif code > 0xFF and not 0xF000 <= code <= 0xF0FF:
            out.append(char)
        elif font == "symbol" or low.isspace():
            out.append(low)
    return "".join(out)


def as_shown(text: str, look: Look) -> str:
    """The text of a visible stretch as a person reads it."""
    if look.font and look.font in sign_fonts():
        text = _signs(text, look.font)
    return raised(text) if look.raised else text


class Unseen:
    """Counts what a person does not see and the reader leaves out; said once a file."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, kind: str, count: int = 1) -> None:
        """Something of a kind (``隐藏文字``) was left out."""
        self.counts[kind] = self.counts.get(kind, 0) + count

    def record(self, context: ReadContext) -> NotChecked | None:
        """One record of all that was left out, ``None`` where nothing was."""
        if not self.counts:
            return None
        listed = "、".join(f"{kind} {count} 处" for kind, count in self.counts.items())
        return NotChecked(context.member or context.path, f"页面上看不到的内容未读取：{listed}")


def shown(stretches: Sequence[Stretch], unseen: Unseen) -> list[str]:
    """What a person reads of each stretch: ``""`` where nothing. A lone ``>`` that is underlined is ≥."""
    if all(look is PLAIN for _, look in stretches):
        return [text for text, _ in stretches]
    out = []
    for at, (text, look) in enumerate(stretches):
        if look is PLAIN or not text:
            out.append(text)
            continue
        kind = unseen_kind(look)
        if kind is not None:
            if text.strip():
                unseen.add(kind)
            out.append("")
            continue
        bare = text.strip()
        if look.underlined and bare in UNDERLINED and not _underlined_after(stretches, at):
            text = text.replace(bare, UNDERLINED[bare])
        out.append(as_shown(text, look))
    return out


def _underlined_after(stretches: Sequence[Stretch], at: int) -> bool:
    """Whether the underline runs on: then it is a line to write on and no part of the sign."""
    return next((look.underlined for text, look in stretches[at + 1 :] if text.strip()), False)
