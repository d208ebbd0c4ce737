"""JX611: the project's money is below zero, or nought on a form that sets targets."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES, Half
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.consistency._money import printed
from linter.rules.views import FormView

RULE = Rule(
    code="JX611",
    slug="budget-not-positive",
    title="资金总额为0或负数",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    supersedes=("JX101", "JX505", "JX601", "JX602", "JX603"),
    messages={
        "negative": "资金总额为“{amount}”，小于0。",
        "zero": "资金总额为“{amount}”，设有绩效目标而没有资金。",
        "source": "资金来源“{label}”为“{amount}”，小于0。",
    },
)


def _totals(form: FormView, half: Half) -> Iterator[Hit]:
    total = form.form.total.get(half)
    if total is None or total.amount is None or total.amount > 0:
        return
    if total.amount == 0 and (form.form.kind not in TARGET_KINDS or not (form.rows or form.goal)):
        return
    # A project of several years may rest for one of them.
    funded = any(money.amount and money.amount > 0 for money in form.form.total.values())
    variant = "negative" if total.amount < 0 else "zero"
    yield Hit(
        f"fields.total.{half}", {"amount": printed(total)}, variant, severity=Severity.WARNING if variant == "zero" and funded else None
    )


def _sources(form: FormView, half: Half) -> Iterator[Hit]:
    for label, money in form.form.funding.get(half, {}).items():
        if money.amount is not None and money.amount < 0 and not phrase("movement").search(label):
            yield Hit(f"fields.total.{half}", {"label": label, "amount": printed(money)}, "source")


def check(form: FormView) -> Iterator[Hit]:
    hits = {half: [*_totals(form, half), *_sources(form, half)] for half in HALVES}
    told = [(hit.variant, hit.data) for hit in hits["period"]]
    yield from hits["period"]
    yield from (hit for hit in hits["annual"] if (hit.variant, hit.data) not in told)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "zero":
        return Suggestion("请按预算填写资金总额；本年度不安排资金的，请核实是否需要填报绩效目标。")
    return Suggestion("请核实金额和正负号；核减、调整的数额不填在资金总额和资金来源中。")
