"""JX102: a block of indicators that the form needs is not there."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES, COST_CATEGORIES
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
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
    kinds=TARGET_KINDS,
    needs=frozenset({"level2"}),
    messages={
        "default": "未设置{missing}。",
        "satisfaction": "项目涉及服务对象，未设置服务对象满意度指标。",
        "satisfaction_optional": "未设置服务对象满意度指标；项目不直接面向服务对象的，可不设。",
    },
)
BENEFICIARIES = ("补助", "救助", "培训", "学生", "群众", "患者", "补贴", "居民", "村民", "困难", "老人", "残疾人")


def check(form: FormView) -> Iterator[Hit]:
    if (form.form.truncated and form.form.uncertain) or not form.rows:
        return
    present = {placed.row.category for placed in form.rows}
    if "" in present:
        return
    if "数量指标" not in present:
        yield Hit("", {"missing": "数量指标", "category": "数量指标"})
    if not present & BENEFIT_CATEGORIES:
        yield Hit("", {"missing": "效益指标", "category": "社会效益"})
    lacking = [name for name in ("质量指标", "时效指标") if name not in present]
    if not present & COST_CATEGORIES:
        lacking.append("成本指标")
    for name in lacking:
        yield Hit("", {"missing": name, "category": name}, severity=Severity.WARNING)
    if "服务对象满意度" not in present:
        names = form.project + form.goal + "".join(placed.row.name_text for placed in form.rows)
        shown = any(word in names for word in BENEFICIARIES)
        yield Hit(
            "",
            {"category": "服务对象满意度"},
            "satisfaction" if shown else "satisfaction_optional",
            severity=Severity.WARNING if shown else Severity.INFO,
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "satisfaction_optional":
        return None
    names = names_for(form, str(hit.data["category"]), 2)
    return Suggestion(f"可参考设置：{'、'.join(names)}，指标值按项目实际填写。") if names else None
