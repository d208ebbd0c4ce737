"""JX506: 经济效益 equals the budget, or its ×10/÷10 with three significant digits or more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import significant, total_money, yuan
from linter.rules.views import FormView

RULE = Rule(
    code="JX506",
    slug="input-as-benefit",
    title="把投入的资金当作效益",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    supersedes=("JX515",),
    messages={
        "default": "经济效益“{value}”与本项目预算 {budget} 相同，投入的资金不是效益。",
        "digits": "经济效益“{value}”与本项目预算 {budget} 数字相同而位数不同，疑为把投入当作效益，请核实。",
        "subsidy": "经济效益“{value}”与本项目预算 {budget} 相同；补助资金的发放额属于产出，建议写受益情况。",
    },
)
_SUBSIDY = ("补助", "补贴", "救助", "奖补", "抚恤", "慰问", "资助", "低保", "奖励")


def check(form: FormView) -> Iterator[Hit]:
    budgets = {total for half in ("period", "annual") if (total := form.total(half))}
    for placed in form.in_category("经济效益"):
        amount = total_money(placed)
        if not amount:
            continue
        for budget in sorted(budgets):
            data = {"value": "".join(placed.row.value_text.split()), "budget": yuan(budget)}
            if amount == budget:
                subsidy = any(word in form.project for word in _SUBSIDY)
                yield Hit(
                    placed.path("value"),
                    data,
                    "subsidy" if subsidy else "default",
                    severity=Severity.INFO if subsidy else None,
                    half=placed.half,
                )
            elif amount in (budget * 10, budget / Decimal(10)) and len(significant(amount)) >= 3:
                yield Hit(placed.path("value"), data, "digits", half=placed.half)
            else:
                continue
            break


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议移到成本指标，或删除此行；确有经济效益的，写项目带来的增收、节支等结果。")
