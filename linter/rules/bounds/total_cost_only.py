"""JX515: one total cost equal to the budget and one quantity: print the division as a question."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.model.form import OWN_COSTS, QUANTITY
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import multiplied, several_years, total_money
from linter.rules.views import FormView
from linter.values.types import Dimension, Shape

RULE = Rule(
    code="JX515",
    slug="total-cost-only",
    title="成本只写总额，未写单位成本",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    messages={"default": "成本只写了总额，折合每{unit}约 {price} 元，请核实，建议以单位成本考核。"},
)


def check(form: FormView) -> Iterator[Hit]:
    costs = [p for p in form.rows if p.row.is_cost]
    counts = [p for p in form.in_category(QUANTITY) if p.row.value.shape is Shape.NUMBER and p.row.dimension is Dimension.COUNT]
    if len({p.index for p in costs}) != 1 or len({p.index for p in form.in_category(QUANTITY)}) != 1 or not counts or several_years(form):
        return
    amount, count = total_money(costs[0]), counts[0].row.value.quantity
    if amount is None or amount != form.budget or costs[0].row.category not in OWN_COSTS:
        return
    if count is None or count.unit is None or count.number <= 1 or multiplied(form, amount) is not None:
        return
    price = (amount / count.number).quantize(Decimal("0.01")).normalize()
    data = {"unit": count.unit.symbol, "price": f"{price:f}"}
    yield Hit(costs[0].path("value"), data, related=((counts[0].path("value"), "数量"),), half=costs[0].half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    unit = hit.data["unit"]
    return Suggestion(f"可参考“每{unit}成本≤__元/{unit}”；按总额考核更合适的，可不改。")
