"""JX701: an indicator in the wrong block: a cost under 数量, 使用率 under 满意度, a benefit under 社会成本.

The kind of the name (and, where it matters, the dimension of the value) says where a row belongs; ``lexicons/relevance.json`` says
which names are at home in two blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES, COST_CATEGORIES, OUTPUT_CATEGORIES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.relevance._homes import money_home, other_home, quality, timely
from linter.rules.suggesting import renamed, replaced
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.tags import tagged
from linter.values.types import Dimension, NameKind, Shape

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
_SIDE_COSTS = frozenset({"社会成本", "生态环境成本"})
_SATISFACTION = "服务对象满意度"
_MEASURED = (NameKind.RATE, NameKind.COUNT, NameKind.MONEY, NameKind.TIME, NameKind.AMOUNT)
_SPENDING = frozenset({"费", "费用", "经费", "成本", "总成本", "支出", "造价", "开支", "购置费", "维护费", "服务费", "培训费", "会议费"})
_SUMS = ("额", "资金", "规模")
"""Endings of sums that may be what the project pays out (化债金额, 投保金额), where 费 and 成本 are what it costs."""
_LOWERED = ("降", "减", "节", "增", "省", "压", "收费", "学费", "租金", "人均", "户均", "亩均")
"""Words that make spending under 效益 an effect: what is lowered, earned, or borne by each beneficiary."""
Verdict = tuple[str, str]


def _output(row: Row, money: bool) -> Verdict | None:
    """数量, 质量, 时效."""
    name, category = row.name, row.category
    if name.kind is NameKind.MONEY:
        sum_paid = category == "数量指标" and name.text.endswith(_SUMS) and money_home(row) == "成本指标"
        if tagged(name.text, "payout") or sum_paid:
            return ("payout", "") if category == "数量指标" and money else None
        referred = category == "数量指标" and row.value.shape is Shape.REFERENCE
        priced = "标准" in name.text or bool((q := single(row)) and q.unit and q.unit.per)
        if (money or referred) and not (priced and category != "数量指标"):
            return "default", money_home(row)
    if category == "时效指标" and name.kind is NameKind.COUNT and not name.fault and "次" not in name.head:
        return ("default", "数量指标") if row.dimension is Dimension.COUNT and row.value.shape is Shape.NUMBER else None
    if name.kind is not NameKind.RATE:
        return None
    if category != "质量指标" and quality(name.text) and not timely(name.text):
        return "default", "质量指标"
    return ("prompt", "时效指标") if category != "时效指标" and timely(name.text) else None


def _cost(row: Row) -> Verdict | None:
    """成本, 经济成本: what is counted, dated, or earned is no cost."""
    name, quantity = row.name, single(row)
    if name.kind is NameKind.COUNT and quantity is not None and quantity.dimension is Dimension.COUNT and not name.fault:
        return "default", "数量指标"
    if name.kind is NameKind.RATE and quality(name.text):
        return "default", "质量指标"
    if timely(name.text) and (name.kind is NameKind.RATE or row.value.shape is Shape.WHEN):
        return "default", "时效指标"
    if name.kind is NameKind.MONEY and tagged(name.text, "revenue") and not tagged(name.text, "saved_budget") and "控制" not in name.text:
        return "default", "经济效益"
    return None


def _side_cost(row: Row, money: bool) -> Verdict | None:
    """社会成本, 生态环境成本: harm done, not benefits, and not what the project costs."""
    name = row.name
    if tagged(name.text, "harm"):
        return None
    if tagged(name.text, "benefit") or name.kind is NameKind.SATISFACTION:
        return "negative", "效益指标"
    own = name.kind is NameKind.MONEY and money and money_home(row) == "成本指标"
    return ("default", "经济成本") if own and not tagged(name.text, "payout") and not tagged(name.text, "outside") else None


def _benefit(row: Row, money: bool) -> Verdict | None:
    """经济, 社会, 生态效益, 可持续影响."""
    name, category = row.name, row.category
    saved = tagged(name.text, "saved_budget") and not tagged(name.text, "resource")
    if category == "生态效益" and (saved or (name.kind is NameKind.MONEY and money and tagged(name.text, "revenue"))):
        return "default", "经济效益"
    spent = name.kind is NameKind.MONEY and money and row.head is not None and row.head.direction in (None, "cost")
    quantity = single(row)
    floor = quantity is not None and quantity.comparator is not None and quantity.comparator.floor  # 土地流转费 ≥500元/亩 is earned
    kept = floor or tagged(name.text, "revenue") or any(word in name.text for word in _LOWERED)
    return ("default", "成本指标") if spent and not kept and name.head in _SPENDING else None


def _belongs(row: Row) -> Verdict | None:
    """(variant, right block) where the row stands in the wrong one."""
    name, category, quantity = row.name, row.category, single(row)
    money = quantity is not None and quantity.dimension is Dimension.MONEY
    if category == _SATISFACTION:
        measured = name.kind in _MEASURED and not tagged(name.text, "surveyed")
        return ("default", other_home(row)) if measured else None
    if name.kind is NameKind.SATISFACTION and category and category not in _SIDE_COSTS and "满意" not in row.level2:
        of_a_state = category in BENEFIT_CATEGORIES and tagged(name.text, "state")
        return None if of_a_state else ("default", _SATISFACTION)
    if category in OUTPUT_CATEGORIES:
        return _output(row, money)
    if category in _SIDE_COSTS:
        return _side_cost(row, money)
    if category in COST_CATEGORIES:
        return _cost(row)
    return _benefit(row, money) if category in BENEFIT_CATEGORIES else None


def check(row: Row) -> Iterator[Hit]:
    found = _belongs(row)
    if found is not None:
        variant, belongs = found
        yield Hit("name", {"belongs": belongs}, variant, severity=Severity.INFO if variant in ("payout", "prompt") else None)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "payout":
        return None
    category = placed.row.category
    if hit.variant == "negative":
        return Suggestion("建议移到效益指标；项目没有此类负面影响的，本栏可不设。")
    move = f"建议移到{hit.data['belongs']}"
    if any(one.index != placed.index for one in form.in_category(category)):
        return Suggestion(f"{move}，{category}保留其余指标。")
    if category == _SATISFACTION:
        own = replaced(placed, "≥90%", category, "%", "≥")
        return Suggestion(f"{move}；满意度另设“{category}≥90%”一类指标，并写明调查方式。", (own,))
    better = renamed(form, category)
    return Suggestion(f"{move}；{category}{better or '请另设相应的指标'}。", refilled(form, placed, category, own=False))
