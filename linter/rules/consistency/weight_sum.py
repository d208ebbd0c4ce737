"""JX607: the weights do not make up the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import parse_number

RULE = Rule(
    code="JX607",
    slug="weight-sum",
    title="权重（分值）合计不符合规定",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    messages={"default": "各指标权重合计为 {total}，应为 {expected}。"},
)
_WHOLE = (Decimal(100),)
_WITHOUT_EXECUTION = (Decimal(80), Decimal(90), Decimal(100))
_EXECUTION = ("预算执行", "执行率", "管理制度", "制度")


def check(form: FormView) -> Iterator[Hit]:
    weights: list[Decimal] = []
    first: str | None = None
    for placed in form.rows:
        if placed.half == "period" and any(p.half == "annual" for p in form.rows):
            continue
        number = parse_number((placed.row.weight or "").strip().rstrip("%％分"))
        if number is None:
            continue
        weights.append(number)
        first = first or placed.path("weight")
    rows = {placed.index for placed in form.rows}
    if first is None or len(weights) < len(rows):
        return
    total = sum(weights, Decimal(0))
    if total <= 1:
        total *= 100
    execution = any(word in placed.row.name.text for placed in form.rows for word in _EXECUTION)
    allowed = _WHOLE if execution else _WITHOUT_EXECUTION
    if total not in allowed:
        yield Hit(first, {"total": f"{total.normalize():f}", "expected": "100" if execution else "90（预算执行率另计10）或100"})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实各指标权重。")
