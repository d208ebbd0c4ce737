"""JX505: a total cost above the budget, the same digits at another power of ten, cost rows that add up above it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import is_unit_cost, significant, total_money, yuan
from linter.rules.views import FormView, PlacedRow
from linter.values.types import Dimension

RULE = Rule(
    code="JX505",
    slug="cost-budget-mismatch",
    title="成本与预算不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号（资金匹配性）",
    kinds=TARGET_KINDS,
    supersedes=("JX506", "JX515"),
    messages={
        "default": "成本“{value}”（{cost}）高于本项目预算 {budget}。",
        "digits": "成本“{value}”（{cost}）与本项目预算 {budget} 数字相同而位数不同，疑为单位或小数点有误。",
        "sum": "成本指标合计 {cost}（{terms}），高于本项目预算 {budget}。",
        "product": "数量×单位成本＝{quantity}×{price}＝{cost}，与本项目预算 {budget} 相差较大，请核实。",
    },
)
_OUTSIDE = ("总投资", "项目投资", "建安", "总造价", "合同总")
_TOLERANCE = Decimal("1.005")
_MIN_DIGITS = 3


def _ceiling(form: FormView) -> Decimal | None:
    """What costs may not exceed: the larger total where the form covers several years."""
    totals = [total for half in ("period", "annual") if (total := form.total(half)) is not None]
    return max(totals) if totals else None


def _costs(form: FormView) -> list[tuple[PlacedRow, Decimal]]:
    rows = [p for p in form.rows if p.row.is_cost and p.half in ("both", "annual") and not any(w in p.row.name.text for w in _OUTSIDE)]
    if not rows:
        rows = [p for p in form.rows if p.row.is_cost]
    return [(placed, amount) for placed in rows if (amount := total_money(placed)) is not None]


def check(form: FormView) -> Iterator[Hit]:
    budget = _ceiling(form)
    if not budget or budget <= 0:
        return
    costs = _costs(form)
    spoken = False
    for placed, amount in costs:
        data = {"value": "".join(placed.row.value_text.split()), "cost": yuan(amount), "budget": yuan(budget)}
        same_digits = significant(amount) == significant(budget) and len(significant(amount)) >= _MIN_DIGITS
        if amount != budget and same_digits:
            spoken = True
            yield Hit(placed.path("value"), data, "digits", related=(("fields.total." + _half(form), "资金总额"),), half=placed.half)
        elif amount > budget * _TOLERANCE:
            spoken = True
            yield Hit(placed.path("value"), data, related=(("fields.total." + _half(form), "资金总额"),), half=placed.half)
    total = sum((amount for _, amount in costs), Decimal(0))
    if not spoken and len(costs) >= 2 and total > budget * _TOLERANCE and all(amount < budget for _, amount in costs):
        terms = "＋".join(yuan(amount) for _, amount in costs)
        yield Hit(
            costs[0][0].path("value"),
            {"cost": yuan(total), "terms": terms, "budget": yuan(budget)},
            "sum",
            related=tuple((p.path("value"), "成本") for p, _ in costs[1:]),
        )
    if not costs:
        yield from _product(form, budget)


def _half(form: FormView) -> str:
    return "annual" if form.total("annual") is not None else "period"


def _product(form: FormView, budget: Decimal) -> Iterator[Hit]:
    """One count and one unit cost in the same unit: their product against the budget, as a question."""
    counts = [p for p in form.in_category("数量指标") if p.row.dimension is Dimension.COUNT]
    prices = [p for p in form.rows if p.row.is_cost and is_unit_cost(p.row) and p.row.dimension is Dimension.MONEY]
    if len(counts) != 1 or len(prices) != 1:
        return
    count, price = counts[0].row.value.quantity, prices[0].row.value.quantity
    if count is None or price is None or count.unit is None or price.unit is None or price.unit.per != (count.unit.symbol,):
        return
    cost = count.number * price.amount
    if abs(cost - budget) > budget / 20:
        data = {"quantity": f"{count.number:f}{count.unit.symbol}", "price": yuan(price.amount), "cost": yuan(cost), "budget": yuan(budget)}
        yield Hit(
            prices[0].path("value"),
            data,
            "product",
            severity=Severity.INFO,
            confidence=Confidence.LOW,
            related=((counts[0].path("value"), "数量"),),
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实成本与资金总额（含元、万元单位），使两处一致。") if hit.variant != "product" else None
