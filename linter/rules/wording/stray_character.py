"""JX802: stray characters: a lone quote at the end, doubled punctuation, control and zero-width characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from linter.model.document import all_texts
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX802",
    slug="stray-character",
    title="多余的符号",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="标点符号用法（GB/T 15834）",
    messages={"default": "“{text}”中有多余的{what}。"},
)
_STRAY = re.compile(
    r"(?P<quote>(?<=[一-鿿])['`´](?=\s*$)|^\s*['`´](?=[一-鿿]))|(?P<double>([，。；：、,;])\3+|[，。；、][。；，、]+)|(?P<edge>^[，。；、,;]+|[、，,]+$)"
)
_ALLOWED = frozenset("\n\r\t\u3000 ")


def _invisible(text: str) -> list[tuple[int, int]]:
    return [(i, i + 1) for i, c in enumerate(text) if c not in _ALLOWED and unicodedata.category(c) in ("Cc", "Cf", "Co")]


def _found(text: str) -> tuple[str, list[tuple[int, int]], str] | None:
    """(what it is, spans to take out, cleaned text), ``None`` where the text is clean."""
    spans = _invisible(text)
    if spans:
        return "不可见字符", spans, "".join(c for i, c in enumerate(text) if (i, i + 1) not in spans)
    match = _STRAY.search(text)
    if match is None:
        return None
    if match.lastgroup == "double" or match["double"]:
        return "标点", [match.span()], text[: match.start()] + match["double"][0] + text[match.end() :]
    return ("引号" if match["quote"] else "标点"), [match.span()], text[: match.start()] + text[match.end() :]


def check(form: FormView) -> Iterator[Hit]:
    for path, text in all_texts(form.form):
        found = _found(text.text) if text else None
        if found is not None:
            what, spans, cleaned = found
            shown = "".join(c for c in "".join(text.text.split()) if unicodedata.category(c) not in ("Cc", "Cf"))
            shown = shown if len(shown) <= 30 else "…" + shown[-30:]
            yield Hit(path, {"text": shown, "what": what}, span=spans[0], fix_edits=((path, cleaned),), fix_safe=True)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    path, cleaned = hit.fix_edits[0]
    return Suggestion("建议删去。", (((path, cleaned),),))
