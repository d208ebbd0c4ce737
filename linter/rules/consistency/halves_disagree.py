"""JX604: one-year project, the same row says different things in its two halves."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import Indicator, Target
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, is_cut_of
from linter.values import normalise

RULE = Rule(
    code="JX604",
    slug="halves-disagree",
    title="实施期与年度内容不一致",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    needs=frozenset({"both_halves"}),
    messages={
        "value": "项目为一年期，“{name}”实施期为“{period}”，年度为“{annual}”，两侧不一致。",
        "name": "项目为一年期，同一行实施期名称为“{period}”，年度名称为“{annual}”，两侧不一致。",
    },
)


def _fold(target: Target, part: str) -> str:
    return normalise(getattr(target, part).text).text


def _differs(indicator: Indicator) -> tuple[str, str, str] | None:
    """(part, period text, annual text) where the halves say different things; a cut cell says the same."""
    period, annual = indicator.period, indicator.annual
    if period is None or annual is None:
        return None
    for part in ("name", "value"):
        one, two = _fold(period, part), _fold(annual, part)
        if one and two and one != two and not (is_cut_of(one, two) or is_cut_of(two, one)):
            return part, one, two
    return None


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year:
        return
    pairs = {(i.category, _fold(t, "name"), _fold(t, "value")) for i in form.form.indicators for t in (i.period,) if t is not None}
    for index, indicator in enumerate(form.form.indicators):
        found = _differs(indicator)
        annual = indicator.annual
        if found is None or annual is None or (indicator.category, _fold(annual, "name"), _fold(annual, "value")) in pairs:
            continue  # the same rows in another order
        part, one, two = found
        data = {"name": "".join(annual.name.text.split()), "period": one, "annual": two}
        yield Hit(f"indicators[{index}].annual.{part}", data, part, related=((f"indicators[{index}].period.{part}", "实施期"),))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实以哪一侧为准，使两侧一致。")
