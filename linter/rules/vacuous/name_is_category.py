"""JX202: the name only repeats its category: 数量指标, 质量, 经济效益, 可持续性."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES, CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import WHAT_COUNTS, Edits, proposals, replaced, topic
from linter.rules.vacuous._names import named_once, placed_at
from linter.rules.views import FormView
from linter.values.types import NameKind

RULE = Rule(
    code="JX202",
    slug="name-is-category",
    title="指标名称只是重复指标类别",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    supersedes=("JX212", "JX704"),
    messages={"default": "指标名称“{name}”只是重复指标类别，看不出考核什么内容。"},
)


def check(form: FormView) -> Iterator[Hit]:
    for indicator, half, related in named_once(form):
        # A block whose label is unknown says nothing of the name.
        known = indicator.row.category or not any(other.row.level2.strip() for other in form.rows)
        if known and indicator.row.name.kind is NameKind.CATEGORY:
            yield Hit(indicator.path("name"), half=half, related=related)


def _named(name: str) -> str:
    """The category a name repeats, where the layout prints none."""
    stem = name.removesuffix("指标")
    return next((category for category in CATEGORIES if category.removesuffix("指标") == stem), "")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    indicator = placed_at(hit, form)
    row = indicator.row
    category = row.category or _named(row.name.text)
    offered = proposals(form, category, topic(row), most=3)
    if not offered:
        example = WHAT_COUNTS.get(category, "如数量、比率、日期")
        leave = "；项目不以此为目标的，此行可不填" if category in BENEFIT_CATEGORIES else ""
        return Suggestion(f"建议写明具体考核哪一项结果，{example}{leave}。")
    if row.value.quantified:
        shown = "、".join(f"“{proposal.name}”" for proposal in offered)
        return Suggestion(f"建议把名称写具体，可参考{shown}，指标值“{row.whole}”请一并核实。")
    shown = "、".join(proposal.shown(form.year) for proposal in offered)
    readings: tuple[Edits, ...] = tuple(
        replaced(indicator, proposal.target(form.year), proposal.name, proposal.unit, proposal.comparator) for proposal in offered
    )
    return Suggestion(f"建议把名称写具体，可参考{shown}。", readings)
