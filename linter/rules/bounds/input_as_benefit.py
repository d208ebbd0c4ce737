"""JX506: 经济效益 equals the budget, or its ×10/÷10 with three significant digits or more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import ECONOMIC, OWN_COSTS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.bounds._common import multiplied, significant, total_money, totals
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.amounts import yuan
from linter.values.morphology import shaped

RULE = Rule(
    code="JX506",
    slug="input-as-benefit",
    title="把投入的资金当作效益",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    supersedes=("JX515", "JX701"),
    messages={
        "default": "经济效益“{value}”与本项目预算{budget}相同，投入的资金不是效益。",
        "digits": "经济效益“{value}”与本项目预算{budget}数字相同而位数不同，疑为把投入当作效益，请核实。",
        "gain": "经济效益“{value}”与本项目预算{budget}数字相同，请核实是否为测算的效益，而不是投入的资金。",
        "work_subsidy": "经济效益“{value}”与本项目预算{budget}相同，补助投入的资金不是效益。",
        "subsidy": "经济效益“{value}”与本项目预算{budget}相同；补助资金的发放额属于产出，建议写受益情况。",
    },
)
_MIN_DIGITS = 3
_NOT_ROUND = 2


def _variant(form: FormView, indicator: PlacedRow, amount: Decimal, budget: Decimal) -> str | None:
    if amount == budget:
        # A measured result (增收, 产值, 税收) may come to a round budget by chance: ask, do not accuse.
        if indicator.row.has("gain"):
            return "gain"
        return _granted(form.project, indicator.row)
    if amount in (budget * 10, budget / Decimal(10)) and len(significant(amount)) >= _MIN_DIGITS and multiplied(form, amount) is None:
        return "gain" if indicator.row.has("gain") else "digits"
    return None


def _granted(project: str, row: Row) -> str:
    """Paid to people, a grant is what they gain; a grant for work (工程维修养护补助) is spent on it, unless the row itself speaks of the paying."""
    grant = phrase("grant_of_project").search(project)
    if grant is None:
        return "default"
    for_work = shaped(project[: grant.start()], "task", "end") and not (row.has("grant") or row.has("payout"))
    return "work_subsidy" if for_work else "subsidy"


def _softer(variant: str, amount: Decimal) -> Severity | None:
    """A subsidy is said only; of a gain a round figure is said, any other digits are too much of a coincidence."""
    if variant == "subsidy" or (variant == "gain" and len(significant(amount)) < _NOT_ROUND):
        return Severity.INFO
    return Severity.WARNING if variant in ("gain", "work_subsidy") else None


def check(form: FormView) -> Iterator[Hit]:
    budgets = sorted(set(totals(form).values()))
    for indicator in form.in_category(ECONOMIC):
        amount = total_money(indicator)
        if not amount:
            continue
        for budget in budgets:
            variant = _variant(form, indicator, amount, budget)
            if variant is not None:
                soft = _softer(variant, amount)
                data = {"value": indicator.row.whole, "budget": yuan(budget)}
                yield Hit(indicator.path("value"), data, variant, severity=soft, half=indicator.half)
                break


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "gain":
        return Suggestion("确为测算结果的，建议在指标说明中写明计算方法；只是投入的资金，不是效益，建议移到成本指标或删除此行。")
    stated = any(total_money(indicator) is not None for indicator in form.in_category(*OWN_COSTS))
    move = "成本指标已有金额，建议删除此行" if stated else "建议移到成本指标，或删除此行"
    return Suggestion(f"{move}；确有经济效益的，写项目带来的增收、节支等结果。", (((hit.at.rpartition(".")[0], None),),))
