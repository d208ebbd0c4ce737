"""Which block a row belongs to, read block by block from its frame and tags: what JX701 says."""

from __future__ import annotations

from linter.knowledge.lexicons import words
from linter.model.form import (
    BENEFIT_CATEGORIES,
    COST,
    COST_CATEGORIES,
    ECOLOGICAL,
    ECOLOGICAL_COST,
    ECONOMIC,
    ECONOMIC_COST,
    OUTPUT_CATEGORIES,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    SOCIAL,
    SOCIAL_COST,
    TIMELINESS,
)
from linter.rules.relevance._homes import money_home, other_home, quality, timely, work_done
from linter.rules.units._common import single
from linter.rules.views import Row
from linter.values import unit_class
from linter.values.frame import Measure
from linter.values.tags import tagged
from linter.values.types import Dimension, NameKind, Quantity, Shape, WhenKind

_SIDE_COSTS = frozenset({SOCIAL_COST, ECOLOGICAL_COST})
_MEASURED = frozenset({Measure.SHARE, Measure.COUNT, Measure.MONEY, Measure.DURATION, Measure.AMOUNT})
Verdict = tuple[str, str]


def _output(row: Row, money: bool) -> Verdict | None:
    """数量, 质量, 时效."""
    name, category, measure = row.name, row.category, row.frame.measure
    if measure is Measure.MONEY:
        return _paid_out(row, money)
    counted = row.dimension is Dimension.COUNT and row.value.shape is Shape.NUMBER
    if category == TIMELINESS and measure is Measure.COUNT and not row.frame.fault and not tagged(name.head, "how_often"):
        return ("default", QUANTITY) if counted else None
    if (
        category == TIMELINESS
        and measure is not Measure.COUNT
        and row.value.when is None
        and not row.has("in_parts")
        and work_done(row)
        and not row.has("standing_work")
    ):
        return "default", QUANTITY
    if category == QUALITY and work_done(row):
        return "default", QUANTITY
    if measure is not Measure.SHARE:
        return None
    if category != QUALITY and quality(name.text) and not timely(name.text):
        return "default", QUALITY
    return ("prompt", TIMELINESS) if category != TIMELINESS and timely(name.text) else None


def _paid_out(row: Row, money: bool) -> Verdict | None:
    """Money under the outputs: paid out it may be the output itself, spent it is a cost."""
    category = row.category
    sum_paid = category == QUANTITY and row.has("a_sum") and not row.has("own_expense") and money_home(row) == COST
    if category == QUANTITY and row.has("price_head") and money:
        return "default", COST  # 培训补贴标准 800元/人 is a price
    if (row.has("payout") and not row.has("own_expense")) or sum_paid:
        return ("payout", "") if category == QUANTITY and money else None
    referred = category == QUANTITY and row.value.shape is Shape.REFERENCE
    priced = row.has("standard") or bool((q := single(row)) and q.unit and q.unit.per)
    return ("default", money_home(row)) if (money or referred) and not (priced and category != QUANTITY) else None


def _cost(row: Row) -> Verdict | None:
    """成本, 经济成本: what is counted, dated, shared or earned is no cost."""
    name, quantity, measure = row.name, single(row), row.frame.measure
    if measure in _COUNTED and quantity is not None and _is_work(row, quantity):
        return "default", QUANTITY
    if timely(name.text) and (measure is Measure.SHARE or row.value.shape is Shape.WHEN) and not row.has("cost_rule"):
        return "default", TIMELINESS
    if measure in (Measure.SHARE, Measure.SURVEYED) and row.dimension is Dimension.RATIO and not row.has("cost_rule") and not name.change:
        aspect = row.frame.aspect
        return ("default", other_home(row)) if aspect is not None and aspect.name in _NO_COST else None
    earned = measure is Measure.MONEY and row.has("revenue") and not row.has("saved_budget") and not row.has("capped")
    return ("default", ECONOMIC) if earned else None


_COUNTED = frozenset({Measure.COUNT, Measure.THING, Measure.TASK, Measure.UNKNOWN, Measure.AMOUNT})


_PIECES = frozenset({Measure.COUNT, Measure.THING, Measure.TASK})


def _is_work(row: Row, quantity: Quantity) -> bool:
    """Pieces of work done under a cost: 档案数字化加工 26万页. What is used up or spared may be counted there."""
    used = row.frame.fault or row.has("saving") or row.has("resource") or row.has("consumed")
    used = used or (row.frame.measure not in _PIECES and row.has("cost_rule"))  # 工资标准 2600人·月 has lost its 元
    return quantity.dimension is Dimension.COUNT and not (quantity.unit is not None and quantity.unit.per) and not used


_NO_COST = frozenset({"quality", "surveyed", "coverage", "timeliness"})


def _side_cost(row: Row, money: bool) -> Verdict | None:
    """社会成本, 生态环境成本: harm done, not benefits, and not what the project costs."""
    spared = row.has("lessened")
    if row.has("harm") and not spared:
        return None
    if row.has("benefit") or row.has("satisfied") or row.has("revenue") or (spared and row.has("harm")):
        return "negative", "效益指标"
    own = row.frame.measure is Measure.MONEY and money and money_home(row) == COST
    return ("default", ECONOMIC_COST) if own and not row.has("payout") and not row.has("outside") else None


def _benefit(row: Row, money: bool) -> Verdict | None:
    """经济, 社会, 生态效益, 可持续影响."""
    category, measure = row.category, row.frame.measure
    if category == ECONOMIC and row.has("harm_count") and not row.has("lost_money") and row.dimension in (Dimension.COUNT, None):
        return "default", SOCIAL
    if category == ECOLOGICAL:
        return _ecological(row, money)
    spent = (
        measure is Measure.MONEY and money and row.head is not None and row.head.direction in (None, "cost") and row.has("own_expense_head")
    )
    quantity = single(row)
    floor = quantity is not None and quantity.comparator is not None and quantity.comparator.floor  # 土地流转费 ≥500元/亩 is earned
    return ("default", COST) if spent and not (floor or row.has("revenue") or row.has("lowered")) else None


def _ecological(row: Row, money: bool) -> Verdict | None:
    saved = row.has("saving") and row.has("saved_budget") and not row.has("resource")
    gained = row.has("earned") or (row.frame.measure is Measure.MONEY and row.head is not None and row.head.direction == "up")
    if saved or (money and gained and not row.has("ecological")):
        return "default", ECONOMIC
    quantity = row.value.quantity
    unit = quantity.unit if quantity is not None else None
    kind = unit_class(unit.symbol) if unit is not None and not unit.per else None
    of_society = kind == "general" and row.frame.obj.what in _SOCIAL_THINGS
    counted = kind in _SOCIAL or of_society or (kind is not None and unit is not None and unit.symbol in words("phrases", "piece"))
    nowhere = quantity is not None and quantity.number == 0 and row.frame.obj.what is None  # what is not to happen may be done to nature
    social = counted and not nowhere and not row.has("ecological")
    return ("default", SOCIAL) if social and row.value.shape in (Shape.NUMBER, Shape.RANGE) else None


_SOCIAL = frozenset({"person", "household", "organisation", "case"})
_SOCIAL_THINGS = frozenset({"person", "people", "household", "organisation", "seat", "project"})
"""Counted in 个 they tell nothing of nature: 就业岗位, 签约项目."""


def _dated_work(row: Row) -> bool:
    """Work, or the point of time it is done, with a date: at home under 时效 only. A paper or a service that lasts is none."""
    when = row.value.when
    dated = row.value.shape is Shape.WHEN and when is not None and when.kind in (WhenKind.DEADLINE, WhenKind.POINT) and when.end is not None
    if not dated or row.has("lasting_paper") or not row.category or row.category == TIMELINESS:
        return False
    return row.frame.measure in (Measure.TASK, Measure.UNKNOWN, Measure.THING) or row.has("point_of_time")


def belongs(row: Row) -> Verdict | None:
    """(variant, right block) where the row stands in the wrong one."""
    category, quantity, measure = row.category, row.value.quantity, row.frame.measure
    money = single(row) is not None and quantity is not None and quantity.dimension is Dimension.MONEY
    if _dated_work(row):
        return "default", TIMELINESS
    if category == SATISFACTION:
        return ("default", other_home(row)) if measure in _MEASURED and not row.has("surveyed") else None
    if _satisfaction(row) and category not in _SIDE_COSTS and not tagged(row.level2, "satisfied"):
        return "default", SATISFACTION
    if category in OUTPUT_CATEGORIES:
        return _output(row, money)
    if category in _SIDE_COSTS:
        return _side_cost(row, money)
    if category in COST_CATEGORIES:
        return _cost(row)
    return _benefit(row, money) if category in BENEFIT_CATEGORIES else None


def _satisfaction(row: Row) -> bool:
    """Satisfaction by any word in a block of another kind; recognition is at home under the benefits as well, and so is a state of things."""
    if row.frame.measure is not Measure.SURVEYED or not row.category:
        return False
    if row.category in BENEFIT_CATEGORIES:
        return row.has("satisfied") and (row.category == ECONOMIC or not row.has("state"))
    return row.has("satisfied") or row.name.kind is NameKind.SATISFACTION
