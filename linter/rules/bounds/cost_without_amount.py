"""JX513: no cost row carries an amount (成本控制率 100%)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import yuan
from linter.rules.views import FormView
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX513",
    slug="cost-without-amount",
    title="成本指标没有金额",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    messages={"default": "成本指标“{name} {value}”没有金额，看不出成本控制在多少。"},
)


def check(form: FormView) -> Iterator[Hit]:
    costs = form.in_category("成本指标", "经济成本")
    if not costs or any(q.dimension is Dimension.MONEY for placed in costs for q in placed.row.value.quantities):
        return
    # Where another rule speaks on the cost rows, that is enough.
    if all(
        p.row.value.shape in (Shape.NUMBER, Shape.RANGE) and p.row.name.kind is NameKind.RATE and p.row.dimension is Dimension.RATIO
        for p in costs
    ):
        first, *rest = costs
        yield Hit(
            first.path("value"),
            {"name": first.row.name.text, "value": "".join(first.row.value_text.split())},
            related=tuple((p.path("value"), "成本") for p in rest),
            half=first.half,
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    cap = f"，或以本项目预算为上限“≤{yuan(form.budget)}”" if form.budget else ""
    return Suggestion(f"建议设置单位成本，如“单位……成本≤__元”{cap}，请核实。")
