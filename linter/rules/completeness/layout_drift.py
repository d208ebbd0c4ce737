"""JX106: the table is shifted, merged or cut; what was read with doubt."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import FormView

RULE = Rule(
    code="JX106",
    slug="layout-drift",
    title="表格错位或截断，部分内容读取存疑",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    messages={"default": "表格提取时有存疑之处，请对照原表核实：{whys}。"},
)


def check(form: FormView) -> Iterator[Hit]:
    whys = list(dict.fromkeys(doubt.why for doubt in form.form.uncertain))
    if whys:
        yield Hit("", {"whys": "；".join(whys[:6])})
