"""JX801: a likely typo: confusion pairs in their context (体统→系统, 服务相应→响应, 台帐→台账). Never a bare dictionary miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.lexicon import entries
from linter.model.document import all_texts
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX801",
    slug="likely-typo",
    title="疑似错别字",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例（现代汉语规范字词）",
    messages={"default": "“{wrong}”疑为“{right}”。"},
)


@cache
def _pairs() -> tuple[re.Pattern[str], dict[str, list[tuple[re.Pattern[str], str, str]]]]:
    """One scan for the wrong words, then each word's own contexts."""
    by_wrong: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
    for e in entries("typos"):
        before = "|".join(f"(?<={re.escape(word)})" for word in e.get("before", ()))
        pattern = (f"(?:{before})" if before else "") + "".join(f"(?<!{re.escape(word)})" for word in e.get("not_before", ()))
        pattern += re.escape(e["wrong"])
        pattern += (f"(?={e['after']})" if "after" in e else "") + (f"(?!{e['not_after']})" if "not_after" in e else "")
        by_wrong.setdefault(e["wrong"], []).append((re.compile(pattern), e["wrong"], e["right"]))
    scan = re.compile("|".join(re.escape(word) for word in sorted(by_wrong, key=len, reverse=True)))
    return scan, by_wrong


def typos(text: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, wrong, right) for every likely typo of a text."""
    scan, by_wrong = _pairs()
    if not scan.search(text):
        return
    spent: list[tuple[int, int]] = []
    for wrong in dict.fromkeys(match.group() for match in scan.finditer(text)):
        for pattern, word, right in by_wrong[wrong]:
            for match in pattern.finditer(text):
                if not any(match.start() < e and s < match.end() for s, e in spent):
                    spent.append(match.span())
                    yield match.start(), match.end(), word, right


_SKIPPED = ("unit", "department", "leader", "contact", "phone")


def check(form: FormView) -> Iterator[Hit]:
    told: dict[tuple[str, str], tuple[str, tuple[int, int], list[tuple[str, str]], str]] = {}
    for path, text in all_texts(form.form):
        if path.rpartition(".")[2] in _SKIPPED and path.startswith("fields."):
            continue
        for start, end, wrong, right in typos(text.text):
            place = path.rpartition(".")[2] if path.startswith("indicators[") else path
            key = (wrong, path.partition(".")[0] + place if path.startswith("indicators[") else "fields")
            if key in told:
                told[key][2].append((path, "同样的字"))
            else:
                told[key] = (path, (start, end), [], text.text[:start] + right + text.text[end:])
    rights = {e["wrong"]: e["right"] for e in entries("typos")}
    for (wrong, _), (path, span, others, new) in told.items():
        yield Hit(
            path,
            {"wrong": wrong, "right": rights[wrong]},
            span=span,
            related=tuple(others),
            fix_edits=((path, new),),
            half=_half(path, others),
        )


def _half(path: str, others: list[tuple[str, str]]) -> str | None:
    if not path.startswith("indicators["):
        return None
    return "both" if any(at.startswith(path.partition(".")[0]) for at, _ in others) else path.split(".")[1]


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    path, new = hit.fix_edits[0]
    return Suggestion(f"请核实，是否应为“{hit.data['right']}”。", (((path, new),),))
