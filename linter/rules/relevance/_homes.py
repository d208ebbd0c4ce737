"""Where a measure is at home: which block a rate, a count, an amount of money or a time belongs to."""

from __future__ import annotations

from linter.rules.views import Row
from linter.values.tags import tagged
from linter.values.types import NameKind


def money_home(row: Row) -> str:
    """Where an amount of money belongs: what comes in or is saved is a benefit, what is spent a cost."""
    name = row.name
    earned = row.head is not None and row.head.direction == "up"
    return "经济效益" if earned or tagged(name.text, "revenue") or tagged(name.text, "saved_budget") else "成本指标"


def other_home(row: Row) -> str:
    """Where a rate, count or time belongs that measures nothing of its block."""
    text, kind = row.name.text, row.name.kind
    if kind is NameKind.MONEY:
        return money_home(row)
    if kind is NameKind.RATE:
        if text.endswith(("及时率", "准时率", "按时完成率", "按期完成率")):
            return "时效指标"
        return "质量指标" if quality(text) else "质量指标或社会效益"
    return {NameKind.TIME: "时效指标"}.get(kind, "数量指标")


def quality(text: str) -> bool:
    """A rate of how well the work was done: 合格率, 差错率."""
    return tagged(text, "quality") and text.endswith("率")


def timely(text: str) -> bool:
    """A rate or point of time that tells how fast the work was done: 及时率, 完工时间."""
    return tagged(text, "timely") and text.endswith(("率", "时间", "时限"))
