"""JX906: growth rates, shares and sums of the narrative that do not follow from its own figures."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._amounts import compared
from linter.rules.crosscheck._passages import Quantity
from linter.rules.crosscheck._statements import read
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX906",
    slug="growth-arithmetic",
    title="文字说明的增减、占比或分项与所列数字不符",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="实务惯例",
    needs=frozenset({"narrative", "spacy"}),
    messages={
        "growth": "增减比率与所列金额不符：{computation}，文中为{stated}{reading}。",
        "share": "占比与所列金额不符：{computation}，文中为{stated}。",
        "difference": "增减额与前后金额不符：{computation}，文中为{stated}。",
        "sum": "总数与所列分项之和不符：{computation}，文中为{stated}。",
    },
    rests_on_absence=True,
)


def _contradicted(document: DocumentView) -> set[tuple[int, Quantity]]:
    """The amounts JX904 speaks of: what follows from a wrong figure is no defect of its own."""
    return {(id(comparison.amount.passage), comparison.amount.quantity) for comparison in compared(document) if not comparison.right}


def check(document: DocumentView) -> Iterator[Hit]:
    wrong = [statement for statement in read(document).statements if not statement.right]
    explained = _contradicted(document) if wrong else set()
    for statement in wrong:
        if any((id(statement.passage), term) in explained for term in statement.terms):
            continue
        path, span = statement.passage.place(statement.at.start, statement.at.end)
        data = {
            "subject": statement.passage.headings[-1] if statement.passage.headings else "",
            "stated": statement.at.printed,
            "expected": statement.expected,
            "computation": statement.computation,
            "reading": f"（{statement.reading}）" if statement.reading else "",
        }
        yield Hit(path, data, statement.kind, span)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion(f"请核实；如所列金额无误，应为{hit.data['expected']}。")
