"""JX110: too few indicators for the size of the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import TARGET_KINDS, Hit, Options, Rule, Scope, Suggestion, option
from linter.rules.completeness.missing_category import is_personnel
from linter.rules.suggesting import names_for
from linter.rules.views import FormView


@dataclass(frozen=True)
class Sizes(Options):
    """What is large (元), and how many indicators are few."""

    large_project: int = option(1_000_000, "超过此金额（元）的项目视为金额较大")
    minimum: int = option(3, "一张表最少的指标数")


RULE = Rule(
    code="JX110",
    slug="too-few-indicators",
    title="指标过少，难以反映项目主要内容",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号；金额界限为实务惯例",
    kinds=TARGET_KINDS,
    option_type=Sizes,
    messages={
        "default": "全表只有 {count} 个指标，难以反映项目的产出与效果。",
        "large": "项目金额 {amount} 万元，数量指标只有 1 个，建议按主要支出内容补充。",
    },
)


def check(form: FormView, options: Sizes) -> Iterator[Hit]:
    count = len({indicator.index for indicator in form.rows})
    if form.form.truncated or not count or is_personnel(form):
        return
    if count < options.minimum:
        yield Hit("", {"count": count})
    elif (
        form.budget is not None
        and form.budget >= Decimal(options.large_project)
        and len({p.index for p in form.in_category(QUANTITY)}) == 1
    ):
        yield Hit("", {"amount": f"{form.budget / 10000:.2f}"}, "large")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    """What the library counts for this type of project."""
    names = names_for(form, QUANTITY, 2)
    example = f"，可参考{'、'.join(f'“{name}”' for name in names)}" if names else ""
    return Suggestion(f"建议对照预算明细，每项主要支出至少设一个数量指标{example}。")
