"""The characters of a PDF page through pypdfium2's raw calls: code points, boxes, and fonts that cannot be trusted."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from linter.formats._paged.glyphs import Box, Glyph
from linter.formats._paged.page_frame import Frame, PageTooLarge
from linter.formats._paged.sight import inside

_MAX_CHARS = 200_000
_SURROGATES = (0xD800, 0xDC00, 0xE000)
_UPRIGHT = 0.04
"""How far print may be off an axis, in right angles, and still say which way up the page is."""
FONT_DOUBT = "所用字体没有文字对照表，读出的文字可能不对"
_UNKNOWN = "\ufffd"
_LATIN_SIGNS = frozenset("·×÷°±²³¹µ§©®£¥«»¼½¾¶")
_FEW = 40
_DESCENT, _ASCENT = 0.12, 0.88
"""Where a character stands about its baseline where the font does not say, in type sizes."""


class Raw(NamedTuple):
    """A printed character in user space."""

    code: int
    left: float
    bottom: float
    right: float
    top: float
    at: int


class Cuts(Struct, frozen=True):
    """What limits the sight of text objects, by their address: the box they are cut to, the boxes painted over them."""

    clips: dict[int, Box]
    covers: dict[int, list[Box]]

    def sees(self, key: int, x: float, y: float) -> bool:
        """Whether a character of the object with its middle there is seen."""
        box = self.clips.get(key)
        if box is not None and not (box[0] < x < box[2] and box[1] < y < box[3]):
            return False
        return not any(inside(cover, x, y) for cover in self.covers.get(key, ()))


def raw_chars(text_page: Any) -> Iterator[Raw]:
    """The printed characters of a pdfium text page.

    Raises:
        PageTooLarge: more than the limit.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MAX_CHARS:
        raise PageTooLarge
    rect = pdfium.FS_RECTF()
    pointer = ctypes.byref(rect)
    unicode_of, box_of, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_IsGenerated
    new = tuple.__new__
    high = 0
    for index in range(count):
        code = unicode_of(text_page, index)
        if code in (10, 13, 32) and generated(text_page, index) == 1:
            continue
        if _SURROGATES[0] <= code < _SURROGATES[1]:
            high = code
            continue
        if _SURROGATES[1] <= code < _SURROGATES[2]:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        if box_of(text_page, index, pointer):
            yield new(Raw, (code, rect.left, rect.bottom, rect.right, rect.top, index))


def angle_of(text_page: Any, raw: Sequence[Raw]) -> int:
    """The direction most of the text runs in, in clockwise degrees to turn it upright; -1 where none does. Tilted text has no say."""
    import pypdfium2.raw as pdfium

    indices = [character.at for character in raw if character.code > 32]
    votes: Counter[int] = Counter()
    for index in indices[:: max(1, len(indices) // 60)]:
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        turn = math.degrees(angle) / 90
        if angle >= 0 and abs(turn - round(turn)) < _UPRIGHT:
            votes[-round(turn) % 4 * 90] += 1
    return votes.most_common(1)[0][0] if votes else -1


def char_of(code: int) -> str:
    """The character of a code; pdfium marks a hyphen at a line's end."""
    return "-" if code in (2, 0xFFFE) else chr(code)


def is_unknown(code: int) -> bool:
    """Whether a code is no character: the font does not say which one it shows."""
    return (code < 32 and code != 2) or 0x7F <= code < 0xA0 or code > 0x10FFFF or code in (0xFFFF, 0xFFFD) or 0xD800 <= code <= 0xF8FF


def _is_stray_latin(code: int) -> bool:
    return 0xA0 < code < 0x250 and chr(code) not in _LATIN_SIGNS


def _object(text_page: Any, index: int) -> int:
    """The address of the text object a character belongs to, 0 where none."""
    import pypdfium2.raw as pdfium

    item = pdfium.FPDFText_GetTextObject(text_page, index)
    return ctypes.addressof(item.contents) if item else 0


def _by_font(text_page: Any, raw: Sequence[Raw]) -> dict[int, list[Raw]]:
    import pypdfium2.raw as pdfium

    fonts: dict[int, list[Raw]] = {}
    for character in raw:
        item = pdfium.FPDFText_GetTextObject(text_page, character.at)
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        fonts.setdefault(ctypes.addressof(font.contents) if font else 0, []).append(character)
    return fonts


def untrusted(text_page: Any, raw: Sequence[Raw]) -> set[int]:
    """The indices of characters whose font does not say, or says wrongly, what they are: every one of a font that shows characters
    without code points, foreign letters only, or one and the same character only."""
    codes = Counter([character[0] for character in raw])
    del codes[32]
    most = max(codes.values(), default=0)
    if most < max(_FEW, codes.total() / 3) and not any(is_unknown(code) or _is_stray_latin(code) for code in codes):
        return set()
    printed = [character for character in raw if character.code != 32]
    return {character.at for own in _by_font(text_page, printed).values() if _is_bad(own) for character in own}


def _is_bad(own: Sequence[Raw]) -> bool:
    codes = Counter(character.code for character in own)
    if any(is_unknown(code) for code in codes):
        return True
    if len(codes) == 1 and len(own) >= _FEW:
        return unicodedata.category(chr(next(iter(codes)))).startswith("L")
    stray = sum(count for code, count in codes.items() if _is_stray_latin(code))
    return stray >= 2 and not any(code >= 0x2E80 for code in codes)


def _set_box(text_page: Any, character: Raw) -> Raw:
    """The box of a character of a font that states no height (Type 3): a type size high about its baseline, a type size wide at least
    where it is a wide one, so that 一 and — stand in their line like all others."""
    import pypdfium2.raw as pdfium

    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if not (pdfium.FPDFText_GetMatrix(text_page, character.at, matrix) and pdfium.FPDFText_GetCharOrigin(text_page, character.at, x, y)):
        return character
    size = pdfium.FPDFText_GetFontSize(text_page, character.at)
    along, up = (matrix.a * size, matrix.b * size), (matrix.c * size, matrix.d * size)
    em = math.hypot(*along)
    flat = abs(along[1]) < 0.05 * em
    if not em or not (flat or abs(along[0]) < 0.05 * em):
        return character
    low, high = ([o + part * v for o, v in zip((x.value, y.value), up, strict=True)] for part in (-_DESCENT, _ASCENT))
    box = [character.left, character.bottom, character.right, character.top]
    for side in (1, 3) if flat else (0, 2):
        pick = min if side < 2 else max
        box[side] = pick(low[side % 2], high[side % 2])
    if unicodedata.east_asian_width(chr(character.code)) in "WFA":
        axis = 0 if flat else 1
        start, end = sorted((o := (x.value, y.value)[axis], o + along[axis]))
        if start - 0.1 * em <= box[axis] and box[axis + 2] <= end + 0.1 * em:
            box[axis], box[axis + 2] = start, end
    return Raw(character.code, box[0], box[1], box[2], box[3], character.at)


class Fonts(Struct, frozen=True):
    """What is known of the fonts of text objects, by their address: those that state no height; the signs that letters stand for."""

    flat: set[int]
    signs: dict[int, dict[str, str]]


def _signed(raw: Sequence[Raw], keys: Sequence[int], signs: dict[int, dict[str, str]]) -> tuple[list[Raw], list[int]]:
    """Letters of sign fonts (Symbol, Wingdings) as the signs they show; those that show a mere ornament are left out."""
    out: list[Raw] = []
    kept: list[int] = []
    for character, key in zip(raw, keys, strict=True):
        table = signs.get(key)
        if table is not None and (character.code < 0x100 or 0xF000 <= character.code <= 0xF0FF) and character.code != 32:
            sign = table.get(chr(character.code & 0xFF), "")
            if len(sign) != 1:
                continue
            character = character._replace(code=ord(sign))
        out.append(character)
        kept.append(key)
    return out, kept


def glyphs_of(text_page: Any, raw: Sequence[Raw], frame: Frame, cuts: Cuts, fonts: Fonts) -> tuple[list[Glyph], float]:
    """The characters people see, and the share of them whose font cannot be trusted."""
    width, height = frame.size
    limited = bool(cuts.clips or cuts.covers)
    keys = [_object(text_page, character.at) for character in raw] if limited or fonts.flat or fonts.signs else [0] * len(raw)
    if fonts.signs:
        raw, keys = _signed(raw, keys, fonts.signs)
    bad = untrusted(text_page, raw)
    codes = {character[0] for character in raw}
    chars = {code: _UNKNOWN if is_unknown(code) else char_of(code) for code in codes}
    box, sees, new = frame.box, cuts.sees, tuple.__new__
    glyphs: list[Glyph] = []
    lost = printed = 0
    for character, key in zip(raw, keys, strict=True):
        code, left, bottom, right, top, at = _set_box(text_page, character) if key in fonts.flat else character
        x0, y0, x1, y1 = box(left, bottom, right, top)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if not (0 <= x <= width and 0 <= y <= height) or (limited and not sees(key, x, y)):
            continue
        printed += 1
        char = chars[code]
        if at in bad:
            lost += 1
            glyphs.append(Glyph(x0, y0, x1, y1, char, None, FONT_DOUBT))
        elif char != _UNKNOWN:
            glyphs.append(new(Glyph, (x0, y0, x1, y1, char, None, None)))
    return glyphs, lost / printed if printed else 0.0
