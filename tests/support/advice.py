"""The rulebook's law of suggestions, as what a finding's advice breaks: for the rule cases one by one, for every other corpus as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from linter.model.document import Document
from linter.model.finding import Finding

_FAULT = re.compile(r"(?:差错|漏|超期|逾期|返工|宕机|延误|超标|投诉)[^率]{0,2}率$")
_INCOME = re.compile(r"(?:收入|利润|产值|税收)$")
_FORBIDDEN = ("错误", "违规", "造假", "不合格", "AI")


def printed_in(document: Document) -> str:
    """All the text of a document's forms, and their years: where a suggestion may take a number from."""
    texts = (text.text for form in document.forms for text in form.texts())
    return " ".join((*texts, *(str(form.budget_year) for form in document.forms)))


def _quoted(text: str) -> list[str]:
    return re.findall("“([^”]*)”", text)


def breaches(finding: Finding, printed: str) -> Iterator[str]:
    """What one suggestion does that a reviewer would not sign."""
    text, name = finding.suggestion or "", finding.indicator or ""
    if text.count("请核实") > 1:
        yield "请核实 twice"
    if re.search("“[^”]*“", text):
        yield "nested quotation marks"
    if re.search("。”[^。；，]", text):
        yield "a name that ends in a full stop inside a sentence"
    if re.search("。。|，，|；；|[*]{2}|XX|××|[{}]|None", text):
        yield "doubled marks, masks or template text"
    if re.search(r"JX\d", text) and not finding.code.startswith("JX0"):
        yield "codes are for annexes"
    own = re.sub("“[^”]*”", "", text)
    if any(word in own.replace(finding.quote, "") for word in _FORBIDDEN):
        yield "not a reviewer's register"
    yield from (f"the year {year} is invented" for year in re.findall(r"(?<![0-9])20[0-9]{2}(?=年)", text) if year not in printed)
    for offered in _quoted(text):
        if _FAULT.search(name) and offered == "=100%":
            yield "a fault is wanted in full"
        if _INCOME.search(name) and finding.level2 == "经济效益" and offered.startswith("≤"):
            yield "income is capped"


def at_odds(findings: Iterable[Finding]) -> Iterator[str]:
    """Cells on which two findings advise against each other. Two readings leave the choice to the author."""
    signs: dict[str, dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        if finding.severity.value != "info" and len(finding.proposals) == 1:
            for path, new in finding.proposals[0]:
                if new is not None and path.endswith(".value") and new[:1] in ("≥", "≤"):
                    signs[path][new[0]] = finding
    yield from (f"{path}: {[(f.code, f.suggestion) for f in found.values()]}" for path, found in signs.items() if len(found) > 1)


def broken(findings: list[Finding], printed: str) -> list[str]:
    """Every breach of the law in the findings of one document."""
    law = [f"{finding.code} {breach}: {finding.suggestion}" for finding in findings for breach in breaches(finding, printed)]
    return [*law, *at_odds(findings)]
