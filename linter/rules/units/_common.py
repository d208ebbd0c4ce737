"""What the unit rules share: which clash of name and unit is whose."""

from __future__ import annotations

from linter.rules.views import Row
from linter.values.types import Dimension, NameKind, Quantity, Shape

SINGLE = frozenset({Shape.NUMBER, Shape.RANGE})


def single(row: Row) -> Quantity | None:
    """The value's one number (or range), ``None`` where there is none, several, or a change."""
    return row.value.quantity if row.value.shape in SINGLE else None


def clashes(row: Row, quantity: Quantity) -> bool:
    """Name kind and unit speak of different things (JX406, JX402)."""
    kind, dimension = row.name.kind, quantity.dimension
    if dimension is None or dimension is Dimension.OTHER or row.name.change:
        return False
    per = bool(quantity.unit and quantity.unit.per)
    if kind is NameKind.RATE:
        return (
            dimension in (Dimension.TIME, Dimension.MONEY, Dimension.COUNT, Dimension.LENGTH, Dimension.AREA)
            and not per
            and quantity.number != 0
        )
    if kind is NameKind.MONEY:
        if dimension is Dimension.RATIO:
            return not any(
                word in row.name.text
                for word in ("收入", "产值", "利润", "收益", "税", "标准", "节约", "节支", "降低", "减少", "增", "支出", "资金", "占")
            )
        return dimension in (Dimension.COUNT, Dimension.TIME) and not per
    if kind is NameKind.TIME:
        return dimension in (Dimension.RATIO, Dimension.MONEY) and not any(
            w in row.name.text for w in ("缩短", "压缩", "提前", "减少", "进度")
        )
    if kind is NameKind.COUNT:
        return (
            dimension is Dimension.MONEY
            and not per
            and row.head is not None
            and row.head.word not in ("规模数", "产量", "数", "总数", "总量", "数量", "业务量", "采购量", "发放量")
        )
    return kind is NameKind.AMOUNT and dimension is Dimension.MONEY
