"""JX212: a name that is only its head: 满意度, 完成率, 人数, 费用, 完成时间. 辍学率 and 发病率 say what they measure."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.lexicons import words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import names_for
from linter.rules.vacuous._names import named_once, placed_at
from linter.rules.views import FormView

RULE = Rule(
    code="JX212",
    slug="generic-name",
    title="指标名称过于笼统，未指明对象",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX704",),
    messages={"default": "指标名称“{name}”没有指明对象，看不出考核谁、考核什么。"},
)
_RATES = ("率", "比例", "占比", "比率", "度")


@derived(size=16384)
def is_generic(name: str) -> bool:
    """Whether a (plain) name is only a head any project could use."""
    acts = words("generic-names", "act")
    return name in words("generic-names", "whole") or any(name.removesuffix(rate) in acts for rate in _RATES if name.endswith(rate))


def check(form: FormView) -> Iterator[Hit]:
    for indicator, half, related in named_once(form):
        name = indicator.row.name
        if not name.formula and is_generic(name.text):
            yield Hit(indicator.path("name"), {"generic": name.text}, half=half, related=related)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    category = placed_at(hit, form).row.category
    head = str(hit.data["generic"])
    similar = [name for name in names_for(form, category, 9) if name.endswith(head)][:2]
    example = f"，如{'、'.join(f'“{name}”' for name in similar)}" if similar else ""
    subject = "哪些人或单位" if "满意" in head or head in ("人数", "人次") else "哪项支出" if "成本" in category else "哪项工作或哪类对象"
    return Suggestion(f"建议在“{head}”前写明是{subject}{example}。")
