"""JX513: no cost row carries an amount (成本控制率 100%)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import OWN_COSTS, QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import plain
from linter.rules.views import FormView, PlacedRow
from linter.values.amounts import yuan
from linter.values.types import Dimension, NameKind, Shape

RULE = Rule(
    code="JX513",
    slug="cost-without-amount",
    title="成本指标没有金额",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    kinds=frozenset({"project", "transfer"}),  # 公用经费控制率 is how a department states its cost
    messages={"default": "成本指标“{name} {value}”没有金额，看不出成本控制在多少。"},
)


def _rate_only(indicator: PlacedRow) -> bool:
    row = indicator.row
    single = row.value.shape in (Shape.NUMBER, Shape.RANGE) and row.dimension is Dimension.RATIO
    # 按800元/人标准发放率: the amount stands in the name.
    return single and row.name.kind is NameKind.RATE and not re.search("[0-9][万亿千百]*元", plain(row.name_text))


def check(form: FormView) -> Iterator[Hit]:
    costs = form.in_category(*OWN_COSTS)
    if not costs or any(q.dimension is Dimension.MONEY for indicator in costs for q in indicator.row.value.quantities):
        return
    # Where another rule speaks on the cost rows, that is enough.
    if all(_rate_only(indicator) for indicator in costs):
        first, *rest = costs
        data = {"name": first.row.name.text, "value": first.row.whole}
        yield Hit(first.path("value"), data, related=tuple((p.path("value"), "成本") for p in rest), half=first.half)


def _count_unit(form: FormView) -> str | None:
    """The measure word of the form's only count."""
    units = {p.row.value.quantity.unit.symbol for p in form.in_category(QUANTITY) if p.row.value.quantity and p.row.value.quantity.unit}
    return units.pop() if len(units) == 1 and len(form.in_category(QUANTITY)) == 1 else None


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    unit = _count_unit(form)
    per = f"建议设置单位成本，如“每{unit}成本≤__元/{unit}”" if unit else "建议设置单位成本，如“单位成本≤__元”"
    cap = f"；难以拆分的，可以本项目预算为上限，如“项目总成本≤{yuan(form.budget)}”" if form.budget else ""
    return Suggestion(f"{per}{cap}，请核实。")
