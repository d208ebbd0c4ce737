"""Second look at comparison marks."""

from __future__ import annotations

from typing import Any

from linter.formats._glyphs import Glyph


def settled(page: Any, glyph: Glyph) -> Glyph:
    return glyph
