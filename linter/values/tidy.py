"""Spellings that mean the same: what a safe fix may put right without a finding. Pure; meaning is checked, not assumed."""

from __future__ import annotations

import re

from linter.values.value import parse_value

_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％＜＞＝", "0123456789.%<>=", strict=True)}
_COMPARATORS = (
    (re.compile(r"(?<![0-9A-Za-z])(?:>\s*=|=\s*>)|≧|⩾"), "≥"),
    (re.compile(r"(?<![0-9A-Za-z])(?:<\s*=|=\s*<)|≦|⩽"), "≤"),
    (re.compile("═"), "="),
)
_BLANK_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])[ \u3000\u00a0]+(?=[一-鿿])")


def _same_meaning(old: str, new: str) -> bool:
    """Both spellings read alike: same shape, numbers, units and comparators."""
    a, b = parse_value(old), parse_value(new)

    def facts(value: object) -> list[tuple[object, ...]]:
        quantities = getattr(value, "quantities", ())
        return [(q.number, q.high, q.comparator, q.unit.symbol if q.unit else None) for q in quantities]

    return a.shape is b.shape and facts(a) == facts(b)


def tidy_value(text: str) -> str:
    """Full-width digits and signs made narrow, comparators spelled ``≥ ≤ =``; the text itself where that could change its meaning."""
    new = text.translate(_WIDE)
    for pattern, sign in _COMPARATORS:
        new = pattern.sub(sign, new)
    return new if new == text or _same_meaning(text, new) else text


def tidy_name(text: str) -> str:
    """Blanks between Chinese characters removed (产出 指标, 服务 单位数量): extraction and alignment leave them."""
    return _BLANK_BETWEEN_HAN.sub("", text)
