"""JX701: an indicator in the wrong block: a cost under 数量, 使用率 under 满意度, a benefit under 社会成本.

The kind of the name (and, where it matters, the dimension of the value) says where a row belongs; tags say which
names are at home in two blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import SATISFACTION
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._blocks import belongs
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed, replaced
from linter.rules.views import FormView, PlacedRow, Row

RULE = Rule(
    code="JX701",
    slug="misfiled-indicator",
    title="指标归类不当",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX703", "JX706", "JX709"),
    messages={
        "default": "“{name}”应归入{belongs}，不宜列为{category}。",
        "payout": "“{name}”以金额计；以发放资金为产出的可以保留，建议同时设置人数、件数等数量指标。",
        "prompt": "“{name}”反映做得快不快，归入时效指标更合适。",
        "negative": "{category}考核项目带来的负面影响，“{name}”属于效益。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    block = belongs(row)
    if block is not None:
        variant, home = block
        yield Hit("name", {"belongs": home}, variant, severity=Severity.INFO if variant in ("payout", "prompt") else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "payout":
        return None
    category = indicator.row.category
    if hit.variant == "negative":
        return Suggestion("建议移到效益指标；项目没有此类负面影响的，本栏可不设。")
    belongs = str(hit.data["belongs"])
    move = f"建议移到{belongs}{'指标' if belongs == SATISFACTION else ''}"
    if any(other.index != indicator.index for other in form.in_category(category)):
        return Suggestion(f"{move}，{category}保留其余指标。")
    if category == SATISFACTION:
        own = replaced(indicator, "≥90%", category, "%", "≥")
        return Suggestion(f"{move}；满意度另设“{category}≥90%”一类指标，并写明调查方式。", (own,))
    better = renamed(form, category)
    return Suggestion(f"{move}；{category}{better or '请另设相应的指标'}。", refilled(form, indicator, category, own=False))
