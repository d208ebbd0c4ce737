"""What the rules on bounds share."""

from __future__ import annotations

from decimal import Decimal

from linter.rules.views import PlacedRow, Row
from linter.values.types import Dimension, Quantity, Shape

HUNDRED = Decimal(100)
_UNIT_COST = (
    "单价",
    "标准",
    "单位成本",
    "人均",
    "户均",
    "平均",
    "每",
    "均",
    "单个",
    "单次",
    "单份",
    "单件",
    "单场",
    "单台",
    "单条",
    "单卷",
    "单页",
    "单部",
    "定额",
    "单笔",
)


def percent(row: Row) -> Quantity | None:
    """The one percentage of a value (not a change), ``None`` otherwise."""
    quantity = row.value.quantity
    if row.value.shape not in (Shape.NUMBER, Shape.RANGE) or quantity is None or quantity.dimension is not Dimension.RATIO:
        return None
    return quantity if quantity.unit is not None and quantity.unit.symbol in ("%", "‰", "百分比") else None


def is_unit_cost(row: Row) -> bool:
    """A cost per unit, not a total."""
    quantity = row.value.quantity
    return bool(quantity and quantity.unit and quantity.unit.per) or any(word in row.name.text for word in _UNIT_COST)


def total_money(placed: PlacedRow) -> Decimal | None:
    """The amount in 元 of a row that states one total amount."""
    row = placed.row
    quantity = row.value.quantity
    if row.value.shape is not Shape.NUMBER or quantity is None or quantity.dimension is not Dimension.MONEY or is_unit_cost(row):
        return None
    return quantity.amount


def significant(number: Decimal) -> str:
    """The significant digits: 220000 → 22, 661041.90 → 6610419."""
    return "".join(map(str, number.normalize().as_tuple().digits)).strip("0") or "0"


def yuan(amount: Decimal) -> str:
    """An amount for people: 万元 with up to four decimals where large, else 元."""
    if abs(amount) >= 10_000:
        return f"{(amount / 10_000).quantize(Decimal('0.0001')).normalize():f}万元"
    return f"{amount.normalize():f}元"
