"""JX106: the table is shifted, merged or cut; what was read with doubt."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
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


_SHOWN = 6


def check(form: FormView) -> Iterator[Hit]:
    whys = list(dict.fromkeys(doubt.why for doubt in form.form.uncertain))
    if whys:
        more = f"等 {len(whys)} 类情形" if len(whys) > _SHOWN else ""
        yield Hit("", {"whys": "；".join(whys[:_SHOWN]) + more})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    rows = {doubt.path.partition("]")[0] for doubt in form.form.uncertain if doubt.path.startswith("indicators[")}
    where = f"涉及 {len(rows)} 行指标，" if rows else ""
    return Suggestion(f"{where}存疑处的其他意见均作提示，请以原表为准。")
