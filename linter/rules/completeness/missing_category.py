"""JX102: a block of indicators that the form needs is not there."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import alternation
from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES, COST, COST_CATEGORIES, QUALITY, QUANTITY, SATISFACTION, SOCIAL, TIMELINESS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import names_for
from linter.rules.views import FormView

RULE = Rule(
    code="JX102",
    slug="missing-category",
    title="缺少应设的指标类别",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    needs=frozenset({"level2"}),
    messages={
        "default": "未设置{missing}。",
        "satisfaction": "项目涉及服务对象，未设置服务对象满意度指标。",
        "with_satisfaction": "未设置{missing}；项目涉及服务对象，也未设置服务对象满意度指标。",
        "satisfaction_optional": "未设置服务对象满意度指标；项目不直接面向服务对象的，可不设。",
    },
    rests_on_absence=True,
)
_ALWAYS = (QUALITY, TIMELINESS)


def is_personnel(form: FormView) -> bool:
    """Pay and running costs (人员类, 公用经费) need no targets: what is missing there is advice."""
    return alternation("project-words", "personnel").search(form.project) is not None


def serves_people(form: FormView) -> bool:
    """Name or goal speaks of people the project serves. 经费补助 helps an office, not people."""
    words = alternation("project-words", "not_beneficiary").sub("", form.project + form.goal)
    return alternation("project-words", "beneficiary").search(words) is not None


def check(form: FormView) -> Iterator[Hit]:
    present = {indicator.row.category for indicator in form.rows}
    if form.form.truncated or not present or "" in present:
        return  # cut, empty or with categories we cannot name: absence means nothing
    light = is_personnel(form)
    needed = [] if QUANTITY in present else [QUANTITY]
    needed += [] if present & BENEFIT_CATEGORIES else ["效益指标"]
    wanted = [name for name in _ALWAYS if name not in present] + ([] if present & COST_CATEGORIES else [COST])
    serves = SATISFACTION not in present and serves_people(form)
    if light:
        needed, wanted = [], [*needed, *wanted]
    if needed:
        yield _missing(needed, Severity.ERROR)
    if serves and not light:
        yield _missing([*wanted, SATISFACTION], Severity.WARNING, "satisfaction" if not wanted else "with_satisfaction")
    elif wanted:
        yield _missing(wanted, Severity.INFO if light else Severity.WARNING)
    if SATISFACTION not in present and (light or not serves):
        yield Hit("", {"categories": SATISFACTION}, "satisfaction_optional", severity=Severity.INFO)


def _missing(categories: list[str], severity: Severity, variant: str = "default") -> Hit:
    """One finding for all the blocks missing at one severity."""
    return Hit(
        "",
        {"missing": "、".join(c for c in categories if c != SATISFACTION), "categories": "、".join(categories)},
        variant,
        severity=severity,
    )


_ADVICE = {
    QUANTITY: "按主要工作内容设置数量指标，写明完成多少",
    QUALITY: "按验收、检测或考核的标准设置质量指标",
    TIMELINESS: "写明完成的日期、频次或响应时限",
    COST: "写明单位成本或支出上限，不超过本项目预算",
    "效益指标": "按项目目的选设经济、社会或生态效益中的一类，不必各类都设",
    SATISFACTION: "按服务对象设置满意度指标，并安排问卷调查",
}


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "satisfaction_optional":
        return None
    categories = str(hit.data["categories"]).split("、")
    most = 2 if len(categories) == 1 else 1
    names = [name for category in categories for name in names_for(form, SOCIAL if category == "效益指标" else category, most)]
    example = f"可参考{'、'.join(f'“{name}”' for name in names)}，指标值按项目实际填写。" if names else ""
    return Suggestion(f"建议{'；'.join(_ADVICE[category] for category in categories)}。{example}")
