"""JX804: the year of a document number in the wrong brackets: 财综【2024】62号 → 〔2024〕."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.rules.wording._texts import printed_texts

RULE = Rule(
    code="JX804",
    slug="citation-brackets",
    title="文号的年份应使用六角括号",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="党政机关公文格式（GB/T 9704）",
    messages={"default": "文号“{found}”的年份应使用六角括号“〔〕”。"},
    about_characters=True,
)
_NUMBER = re.compile(
    r"(?P<organ>[一-鿿]{2,12})(?P<open>\s{0,20}[〔【\[［(（]\s{0,20})(?P<year>(?:19|20)[0-9]{2})(?P<close>\s{0,20}[〕】\]］)）]\s{0,20})(?=第?\s{0,20}[0-9]{1,20}\s{0,20}号)"
)


def _cited(text: str) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    if "号" not in text:
        return matches
    for match in _NUMBER.finditer(text):
        right = match["open"].strip() == "〔" and match["close"].strip() == "〕"
        if not right and not phrase("no_document").search(match["organ"]):
            matches.append(match)
    return matches


def _put_right(text: str) -> str:
    for match in reversed(_cited(text)):
        text = f"{text[: match.start('open')]}〔{match['year']}〕{text[match.end('close') :]}"
    return text


def check(form: FormView) -> Iterator[Hit]:
    """One finding a form: the first number, the other places beside it."""
    places: list[str] = []
    edits: list[tuple[str, str]] = []
    first: tuple[str, tuple[int, int], str] | None = None
    for printed in form.once(printed_texts):
        cited = _cited(printed.text.text)
        if not cited:
            continue
        for path in (printed.path, *printed.others):
            places.append(path)
            edits.append((path, _put_right(printed.text.text)))
        if first is None:
            match = cited[0]
            number = re.match(r"第?\s*[0-9]+\s*号", printed.text.text[match.end() :])
            shown = match["organ"][-4:] + printed.text.text[match.start("open") : match.end() + (number.end() if number else 0)]
            first = (match["year"], (match.start("open"), match.end("close")), "".join(shown.split()))
    if first is not None:
        year, span, shown = first
        related = tuple((path, "另一处文号") for path in places[1:])
        yield Hit(places[0], {"found": shown, "year": year}, span=span, related=related, fix_edits=tuple(edits), fix_safe=True)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion(f"建议改为“〔{hit.data['year']}〕”。", (hit.fix_edits,))
