"""JX505: a total cost above the budget, the same digits at another power of ten, cost rows that add up above it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.model.form import OWN_COSTS, QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import (
    is_unit_cost,
    multiplied,
    several_years,
)
from linter.rules.bounds._costs import addends, ceiling, limit, slipped, stated_costs
from linter.rules.views import FormView, PlacedRow
from linter.values.amounts import yuan
from linter.values.types import Dimension

RULE = Rule(
    code="JX505",
    slug="cost-budget-mismatch",
    title="成本与预算不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号（资金匹配性）",
    supersedes=("JX506", "JX515"),
    messages={
        "default": "成本{shown}高于本项目预算 {budget}。",
        "digits": "成本{shown}与本项目预算 {budget} 数字相同而位数不同，疑为单位或小数点有误。",
        "sum": "成本指标合计 {cost}（{terms}），高于本项目预算 {budget}。",
        "product": "数量×单位成本＝{quantity}×{price}＝{cost}，与本项目预算 {budget} 相差较大，请核实。",
    },
)


def check(form: FormView) -> Iterator[Hit]:
    highest = ceiling(form)
    if highest is None:
        return
    budget, field = highest
    costs = stated_costs(form)
    open_ended = form.total("period") is None and several_years(form)  # the total of several years against one year's money
    spoken = False
    for indicator, amount in costs:
        whole, cost = indicator.row.whole, yuan(amount)
        data = {"shown": f"“{whole}”" if cost in whole else f"“{whole}”（{cost}）", "budget": yuan(budget)}
        slip = slipped(amount, budget, indicator.row) and multiplied(form, amount) is None
        if slip or (amount > limit(form, budget, indicator) and not open_ended):
            spoken = True
            yield Hit(indicator.path("value"), data, "digits" if slip else "default", related=((field, "资金总额"),), half=indicator.half)
    if not costs:
        yield from _product(form, budget)
    elif not spoken and not open_ended:
        yield from _sum(costs, limit(form, budget), budget, field)


def _sum(costs: list[tuple[PlacedRow, Decimal]], most: Decimal, budget: Decimal, field: str) -> Iterator[Hit]:
    terms = addends(costs)
    total = sum((amount for _, amount in terms), Decimal(0))
    if len(terms) < 2 or total <= most or any(amount >= budget for _, amount in terms):
        return
    listed = "＋".join(yuan(amount) for _, amount in terms)
    related = (*((p.path("value"), "成本") for p, _ in terms), (field, "资金总额"))
    yield Hit("", {"cost": yuan(total), "terms": listed, "budget": yuan(budget)}, "sum", related=related)


def _product(form: FormView, budget: Decimal) -> Iterator[Hit]:
    """One count and one unit cost in the same unit: their product against the budget, as a question. One source of money only."""
    counts = [p for p in form.in_category(QUANTITY) if p.row.dimension is Dimension.COUNT]
    prices = [p for p in form.in_category(*OWN_COSTS) if is_unit_cost(p.row) and p.row.dimension is Dimension.MONEY]
    if len(counts) != 1 or len(prices) != 1 or several_years(form) or _sources(form) > 1:
        return
    count, price = counts[0].row.value.quantity, prices[0].row.value.quantity
    if count is None or price is None or count.unit is None or price.unit is None or price.unit.per != (count.unit.symbol,):
        return
    cost = count.number * price.amount
    if abs(cost - budget) > budget / 20:
        data = {"quantity": f"{count.number:f}{count.unit.symbol}", "price": yuan(price.amount), "cost": yuan(cost), "budget": yuan(budget)}
        related = ((counts[0].path("value"), "数量"),)
        yield Hit(
            prices[0].path("value"),
            data,
            "product",
            severity=Severity.INFO,
            confidence=Confidence.LOW,
            related=related,
            half=prices[0].half,
        )


def _sources(form: FormView) -> int:
    """How many sources of money the form fills."""
    return max((sum(1 for m in by_source.values() if m.amount) for by_source in form.form.funding.values()), default=0)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    match hit.variant:
        case "product":
            return Suggestion("请核实数量、单位成本与资金总额的关系，如单位成本另有组成，建议分项列出。")
        case "sum":
            return Suggestion("请核实各项成本是否重复计列，使合计不超过资金总额。")
        case "digits":
            return Suggestion("请核实成本与资金总额的单位（元、万元）和小数点，使两处一致。")
    return Suggestion(f"请核实成本与资金总额（{hit.data['budget']}），使两处一致；含其他来源资金的，建议写明本项目资金承担的部分。")
