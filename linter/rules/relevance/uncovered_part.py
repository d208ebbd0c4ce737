"""JX707: a part of the project's name joined by 及, 和, 与, 、 has no indicator (a weak hint)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.language import bigrams
from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY, QUANTITY, TIMELINESS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope
from linter.rules.suggesting import project_head
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX707",
    slug="uncovered-part",
    title="项目的部分内容没有对应指标",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    messages={"default": "项目名称中的“{part}”没有对应的产出指标，请核实。"},
)


def check(form: FormView) -> Iterator[Hit]:
    parts = [project_head(part) for part in re.split(r"[及和与、]", normalise(form.project).text)]
    outputs = frozenset().union(*(bigrams(p.row.name.text) for p in form.in_category(QUANTITY, QUALITY, TIMELINESS)))
    if len(parts) < 2 or not outputs or any(len(part) < 3 for part in parts):
        return
    for part in parts:
        if not bigrams(part) & outputs:
            yield Hit("fields.project", {"part": part})
            return
