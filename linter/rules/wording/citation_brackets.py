"""JX804: the year of a document number in the wrong brackets: 财综【2024】62号 → 〔2024〕."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.document import all_texts
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX804",
    slug="citation-brackets",
    title="文号的年份应使用六角括号",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="党政机关公文格式（GB/T 9704）",
    messages={"default": "文号“{found}”的年份应使用六角括号“〔〕”。"},
)
_NUMBER = re.compile(r"(?<=[一-鿿])[【\[(（](?P<year>(?:19|20)[0-9]{2})[】\])）](?=第?[0-9]+号)")


def check(form: FormView) -> Iterator[Hit]:
    told: dict[str, list[str]] = {}
    first: dict[str, tuple[str, tuple[int, int], str]] = {}
    for path, text in all_texts(form.form):
        match = _NUMBER.search(text.text)
        if match is not None:
            shown = text.text[max(0, match.start() - 4) : match.end() + 4]
            told.setdefault(match.group(), []).append(path)
            first.setdefault(match.group(), (path, match.span(), shown))
    for found, paths in told.items():
        path, span, _ = first[found]
        texts = dict(all_texts(form.form))
        edits = tuple((at, _NUMBER.sub(r"〔\g<year>〕", texts[at].text)) for at in paths)
        yield Hit(path, {"found": found}, span=span, related=tuple((at, "同样的文号") for at in paths[1:]), fix_edits=edits, fix_safe=True)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    year = re.sub(r"\D", "", str(hit.data["found"]))
    return Suggestion(f"建议改为“〔{year}〕”。", (hit.fix_edits,))
