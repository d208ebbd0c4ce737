"""Where a measure is at home: which block a rate, a count, an amount of money or a time belongs to."""

from __future__ import annotations

from linter.model.form import COST, ECONOMIC, QUALITY, QUANTITY, SOCIAL, TIMELINESS
from linter.rules.views import Row
from linter.values import unit_class
from linter.values.frame import Measure
from linter.values.morphology import shaped, spared
from linter.values.tags import tagged
from linter.values.types import Dimension, Shape


def money_home(row: Row) -> str:
    """Where an amount of money belongs: what comes in or is saved is a benefit, what is spent a cost."""
    earned = row.head is not None and row.head.direction == "up"
    return ECONOMIC if earned or row.has("revenue") or row.has("saved_budget") else COST


def other_home(row: Row) -> str:
    """Where a rate, count or time belongs that measures nothing of its block."""
    measure, aspect = row.frame.measure, row.frame.aspect
    if measure is Measure.MONEY:
        return money_home(row)
    if measure is Measure.SURVEYED:
        return SOCIAL
    if measure is Measure.SHARE:
        if timely(row.name.text) or (aspect is not None and aspect.name == "timeliness"):
            return TIMELINESS
        return QUALITY if aspect is not None and aspect.name in ("quality", "fault") else "质量指标或社会效益"
    return TIMELINESS if measure is Measure.DURATION else QUANTITY


_WORK_UNITS = frozenset({"person", "household", "event", "document", "organisation", "building", "living", "thing", "case"})


_DONE = frozenset({Measure.COUNT, Measure.AMOUNT, Measure.THING, Measure.TASK})
_REACHED = frozenset({"settlement", "place", "organisation", "estate", "building", "project"})
"""Counted in 个, they tell how far the work went."""


def work_done(row: Row) -> bool:
    """How much was done, not how well: 巡检次数, 绿化面积. Faults, caps, technical values and what counts quality (获奖数) are not."""
    quantity = row.value.quantity
    if quantity is None or row.value.shape not in (Shape.NUMBER, Shape.RANGE) or quantity.number == 0 or row.frame.fault or row.name.fault:
        return False
    if (
        (quantity.comparator is not None and quantity.comparator.cap)
        or row.has("counted_quality")
        or row.has("harm_count")
        or row.has("unit_cost")
        or row.has("mean")
        or spared(row.name.text)
    ):
        return False
    measure, unit = row.frame.measure, quantity.unit
    if measure is Measure.TASK and (quantity.period is not None or row.value.leftovers):
        return False  # 电梯维保 每半月1次: how often is how well
    if unit is None or unit.per or measure not in _DONE:
        return False
    kind = unit_class(unit.symbol)
    counted = kind in _WORK_UNITS or (kind == "general" and measure is Measure.THING and row.frame.obj.what in _REACHED)
    extent = measure is Measure.AMOUNT and row.has("extent") and (unit.dimension is Dimension.AREA or _made_long(row))
    return extent or (measure is not Measure.AMOUNT and unit.dimension is Dimension.COUNT and counted)


def _made_long(row: Row) -> bool:
    """A length somebody makes: the name says the work, or the unit is one of roads and pipes. The length of what lies there by itself (干滩长度 ≥70米)
    is a technical value."""
    quantity, noun = row.value.quantity, row.frame.obj.text
    unit = quantity.unit if quantity is not None else None
    if unit is None or unit.dimension is not Dimension.LENGTH:
        return False
    worked = row.frame.acted or row.frame.obj.what is not None or shaped(noun, "task")
    return worked or unit.scale >= _A_ROUTE


_A_ROUTE = 1000
"""Metres of a unit in which routes are measured, not things."""


def quality(text: str) -> bool:
    """A rate of how well the work was done: 合格率, 差错率."""
    return tagged(text, "quality") and text.endswith("率")


def timely(text: str) -> bool:
    """A rate or point of time that tells how fast the work was done: 及时率, 完工时间."""
    return tagged(text, "timely") and text.endswith(("率", "时间", "时限"))
