"""What a row of a self-evaluation achieved, beside its target: the result in the target's unit, and the points as printed."""

from __future__ import annotations

from decimal import Decimal

from linter.collection.changes import comparable
from linter.model.form import Text
from linter.rules.views import Row
from linter.values import parse_number, parse_value
from linter.values.types import Quantity, Shape, Value


def achieved(text: str, *targets: Row) -> Value:
    """The result a cell prints. A bare number has the unit of the column, else of the first target that states one."""
    own = targets[0]
    result = parse_value(text, None, own.unit if own.value.quantity is not None else None)
    if result.quantity is None or result.quantity.unit is not None:
        return result
    units = (target.value.quantity.unit for target in targets if target.value.quantity is not None)
    unit = next((unit for unit in units if unit is not None), None)
    return parse_value(text, None, unit.text) if unit is not None else result


def measured(target: Value, result: Value) -> tuple[Quantity, Quantity] | None:
    """Target and result where both are one number of the same measure."""
    wanted, got = target.quantity, result.quantity
    if target.shape is not Shape.NUMBER or result.shape is not Shape.NUMBER or wanted is None or got is None:
        return None
    return (wanted, got) if comparable(wanted, got) else None


def printed_points(text: Text | None) -> Decimal | None:
    """The points of a cell (``10分``, ``9.5``), ``None`` where it prints none."""
    return parse_number(text.text.strip().rstrip("分")) if text is not None else None
