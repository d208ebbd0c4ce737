"""JX802: stray characters: a lone quote at an end, doubled punctuation, control and zero-width characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from linter.knowledge.patterns import deferred
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.rules.wording._marks import inside, second_unit
from linter.rules.wording._texts import printed_texts

RULE = Rule(
    code="JX802",
    slug="stray-character",
    title="多余的符号",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="标点符号用法（GB/T 15834）",
    messages={
        "default": "“{text}”中有多余的{what}。",
        "glyph": "“{text}”中有无法识别的字符，可能是录入或转换时丢失的文字。",
    },
    about_characters=True,
)
_ALLOWED = frozenset("\n\r\t\u3000 \xa0")
_LOST = "\ufffd"
_SHOWN = 16
_STRAY = (
    # a quote that opens or closes nothing; 5' and 8" are feet and inches, so a digit before it keeps it
    ("引号", deferred(r"(?<=[一-鿿%％元])['`´＇](?=\s*$)|^\s*['`´＇](?=[一-鿿0-9≥≤])"), ""),
    (
        "标点",
        deferred(r"([，；：、,;])\1+|(?<!。)(。)。(?!。)|(?<![？！])([？！])\3(?![？！])|[，、；](?=[。；，、])|(?<=。)[，、；]"),
        None,
    ),
    ("符号", deferred(r"([%％‰])[%％‰]+|([≥≤=＝])\2+|([≥≤])[≥≤]+"), None),
    ("标点", deferred(r"^[，。；、,;]+(?=\S)|(?<=[^\s、，,])[、，,]+\s*$"), ""),
)
"""(what it is, where, what stays: ``None`` for the first of a doubled mark). …… and —— and 。。。 are marks of their own."""

_SUSPECT = re.compile(r"['`´＇]|[，；：、,;。？！][，；：、,;。？！]|[%％‰≥≤=＝]{2}|^[，。；、,;]|[、，,]\s*$")
"""What every text with a stray mark holds: most texts are told clean by one look."""


@cache
def _usual() -> re.Pattern[str]:
    """Texts of blocks without invisible or private characters: they need no look at each character."""
    return re.compile(r"[\n\r\t\x20-\x7e\xa0-\xac\xae-\xff\u2010-\u2027\u2030-\u205e\u2070-\u2cff\u3000-\ud7ff\uff01-\uff5e]*")


class Cleaned(NamedTuple):
    """A text without its stray characters: what they were, where the first stood, whether taking them out is safe, and sure to be meant."""

    what: str
    text: str
    span: tuple[int, int]
    safe: bool
    sure: bool = True


def _invisible(char: str) -> bool:
    return char not in _ALLOWED and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def _lost(char: str) -> bool:
    """A glyph without a character: the replacement character, or one of a font's private area."""
    return char == _LOST or unicodedata.category(char) in ("Co", "Cn", "Cs")


def _once(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), "")


def cleaned(text: str) -> Cleaned | None:
    """The text without stray characters, ``None`` where it has none."""
    odd = _LOST in text or (not text.isprintable() and not _usual().fullmatch(text))
    lost = next((i for i, char in enumerate(text) if _lost(char)), None) if odd else None
    if lost is not None:
        return Cleaned("", text, (lost, lost + 1), safe=False)
    if not odd and _SUSPECT.search(text) is None:
        return None
    hidden = [i for i, char in enumerate(text) if _invisible(char)] if odd else []
    strays = [("不可见字符", (hidden[0], hidden[0] + 1))] if hidden else []
    clean = "".join(char for char in text if not _invisible(char)) if hidden else text
    for what, pattern, keep in _STRAY:
        match = pattern.search(text)
        if match is None and not hidden:
            continue
        if match is not None:
            strays.append((what, match.span()))
        clean = pattern.sub(_once if keep is None else keep, clean)
    if not strays:
        return None
    what = "、".join(dict.fromkeys(what for what, _ in strays))
    return Cleaned(what, clean, min(span for _, span in strays), safe=True)


def _shown(text: str, at: int) -> str:
    """The text around a place, without blanks and what cannot be seen."""
    around = text if len(text) <= _SHOWN else text[max(0, at - _SHOWN // 2) : at + _SHOWN // 2]
    return "".join(char for char in around if not (char.isspace() or _invisible(char)))


def _inside(path: str, text: str) -> Cleaned | None:
    """A mark inside a name, a second unit behind a value."""
    if path.endswith(".value"):
        at = second_unit(text)
        return Cleaned("字符", text[: at[0]].rstrip(), at, True, sure=False) if at is not None else None
    at = inside(text) if path.endswith(".name") else None
    return Cleaned("符号", text[: at[0]] + text[at[1] :], at, safe=True) if at is not None else None


def check(form: FormView) -> Iterator[Hit]:
    for printed in form.once(printed_texts):
        mend = cleaned(printed.text.text) or _inside(printed.path, printed.text.text)
        if mend is None:
            continue
        data = {"text": _shown(printed.text.text, mend.span[0]), "what": mend.what}
        yield Hit(
            printed.path,
            data,
            "default" if mend.safe else "glyph",
            span=mend.span,
            related=tuple((other, "另一处") for other in printed.others),
            fix_edits=tuple((path, mend.text) for path in (printed.path, *printed.others)) if mend.safe else (),
            fix_safe=mend.safe and mend.sure,
            half=printed.half,
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "glyph":
        return Suggestion("请对照原文补正。")
    return Suggestion(f"建议删去多余的部分，改为“{_around(hit.fix_edits[0][1], hit.span)}”。", (hit.fix_edits,))


def _around(text: str, span: tuple[int, int] | None) -> str:
    """The corrected text in one line, no longer than can be read at a glance, about the place that changed."""
    at = span[0] if span else 0
    start = max(0, at - _SHOWN) if len(text) > 2 * _SHOWN else 0
    return "".join(text[start : start + 2 * _SHOWN].split()).replace("“", "‘").replace("”", "’").rstrip("。；;，,")
