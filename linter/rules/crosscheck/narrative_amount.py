"""JX904: an amount of the narrative contradicts the budget tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._amounts import Compared, NamedTotal, compared, named_totals, times
from linter.rules.views import DocumentView
from linter.values.amounts import yuan

RULE = Rule(
    code="JX904",
    slug="narrative-amount",
    title="文字说明的金额与预算表不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="实务惯例",
    needs=frozenset({"tables", "narrative", "spacy"}),
    messages={
        "default": "文中“{subject}”为{stated}，预算表为{table}，两处不一致{places}。",
        "scale": "文中“{subject}”为{stated}，预算表为{table}，两处相差{times}倍，可能是金额单位或小数点有出入{places}。",
        "named": "文中称{names}合计{stated}，项目支出预算表所列之和为{table}。",
    },
    rests_on_absence=True,
)


def _hit(group: Sequence[Compared]) -> Hit:
    """The same figure repeated is one finding with all its places."""
    first = group[0]
    places = [comparison.amount.passage.place(comparison.amount.quantity.start, comparison.amount.quantity.end) for comparison in group]
    power = times(first.amount, first.table)
    data = {
        "subject": re.sub(r"^20[0-9]{2}年(?:度)?", "", first.amount.subject) or "金额",
        "stated": first.amount.quantity.printed,
        "table": first.table.printed,
        "times": power,
        "places": f"（文中共{len(group)}处）" if len(group) > 1 else "",
    }
    others = tuple(dict.fromkeys(path for path, _ in places if path != places[0][0]))
    related = ((first.table.path, "预算表"), *((path, "文中另一处") for path in others))
    return Hit(places[0][0], data, "scale" if power else "default", places[0][1], related)


def _named(total: NamedTotal) -> Hit:
    path, span = total.amount.passage.place(total.amount.quantity.start, total.amount.quantity.end)
    names = "、".join(project.name for project in total.projects)
    data = {"subject": names, "names": names, "stated": total.amount.quantity.printed, "table": yuan(total.total)}
    return Hit(path, data, "named", span, tuple((project.figure, "项目支出预算表") for project in total.projects))


def check(document: DocumentView) -> Iterator[Hit]:
    groups: dict[tuple[bool, Decimal, str], list[Compared]] = {}
    for comparison in compared(document):
        if not comparison.right:
            groups.setdefault((comparison.of_targets, comparison.amount.quantity.number, comparison.table.path), []).append(comparison)
    for group in groups.values():
        yield _hit(group)
    for total in named_totals(document):
        if not total.right:
            yield _named(total)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion("请核实应以哪一处为准，并统一更正文字说明与预算表。")
