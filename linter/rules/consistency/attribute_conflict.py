"""JX609: 一次性项目 with 每年, 按月, 租赁, 运维."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX609",
    slug="attribute-conflict",
    title="一次性项目的内容具有经常性",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={"default": "项目属性为一次性项目，内容却有“{word}”，请核实项目属性。"},
)
_RECURRING = re.compile(r"每年|按月|逐月|租赁|运维|运行维护|年费|常年|长期聘用")


def check(form: FormView) -> Iterator[Hit]:
    if "一次性" not in form.text("attribute"):
        return
    texts = [form.project, form.text("overview"), form.text("plan"), form.goal, *(p.row.value_text for p in form.in_category("时效指标"))]
    match = next((m for text in texts if (m := _RECURRING.search(text))), None)
    if match is not None:
        yield Hit("fields.attribute", {"word": match.group()})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实是否应为经常性（延续性）项目。")
