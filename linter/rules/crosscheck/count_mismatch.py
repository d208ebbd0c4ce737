"""JX907: the number of projects or targets the narrative states is not the number found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._projects import listed_projects
from linter.rules.crosscheck._statements import Amount, read
from linter.rules.views import DocumentView

RULE = Rule(
    code="JX907",
    slug="count-mismatch",
    title="文字说明的项目数、绩效目标数与所附表数不一致",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.DOCUMENT,
    source="参照财预〔2021〕101号",
    needs=frozenset({"narrative", "spacy"}),
    messages={
        "published": "文中称公开项目绩效目标{stated}，本文件实有项目绩效目标表{forms}张。",
        "managed": "文中称编报绩效目标的项目{stated}，本文件实有项目绩效目标表{forms}张{listed}。",
        "listed": "文中称编报绩效目标的项目{stated}，项目支出预算表仅列{count}个项目。",
    },
    rests_on_absence=True,
)


def _kind(amount: Amount) -> str | None:
    """What a count of projects is about; ``None``: a part (其他运转类项目), an evaluation, the department as a whole."""
    clause = amount.subject
    whole = clause + amount.passage.after(amount.number)
    nearest = re.split(r"[,:]", clause)[-1] + amount.passage.after(amount.number)
    if "绩效" not in whole or phrase("other_evaluation").search(nearest) or clause.lstrip(",:").startswith("其中"):
        return None
    if phrase("targets_published").search(clause):
        return "published"
    return "managed" if phrase("targets_set").search(whole) else None


def check(document: DocumentView) -> Iterator[Hit]:
    forms = sum(view.form.kind == "project" for view in document.forms)
    listed = len({project.name for project in listed_projects(document.document)})
    counts = [(kind, amount) for amount in read(document).counts if (kind := _kind(amount)) is not None]
    published_right = any(kind == "published" and amount.quantity.number == forms for kind, amount in counts)
    for kind, amount in counts:
        stated = int(amount.quantity.number)
        variant = None
        if kind == "published":
            variant = "published" if forms and stated != forms else None
        elif forms and stated != forms and not published_right and forms * 2 >= stated:
            variant = "managed"
        elif listed and stated > listed:
            variant = "listed"
        if variant is not None:
            path, span = amount.passage.place(amount.quantity.start, amount.quantity.end)
            beside = f"，项目支出预算表列{listed}个项目" if listed else ""
            data = {"subject": kind, "stated": amount.quantity.printed, "forms": forms, "listed": beside, "count": listed}
            yield Hit(path, data, variant, span)


def suggest(hit: Hit, document: DocumentView) -> Suggestion | None:
    return Suggestion("请核实项目数与绩效目标表张数，补附缺少的表或更正文字说明。")
