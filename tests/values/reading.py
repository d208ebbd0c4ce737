"""The typed reading of a value or name as a small mapping, for tables of expectations: absent keys are what the text does not say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from linter.values import parse_name, parse_value
from linter.values.types import Change, Dimension, Quantity, Value, When

Date = tuple[int | None, int | None, int | None]


def number(value: Decimal) -> str:
    """``220000`` ``0.95`` without exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def date(one: Date | None) -> str:
    """``2026-12-31``, ``*-12-*``: a star for what is not printed."""
    return "" if one is None else "-".join("*" if part is None else f"{part:02d}" for part in one)


def when(one: When) -> str:
    """``deadline …2026-12-31``, ``period 2025-09-*…2026-06-*``, ``frequency``."""
    ends = [date(one.start), date(one.end)]
    if not any(ends):
        return one.kind.value
    return f"{one.kind.value} {ends[0] if ends[0] == ends[1] else '…'.join(ends)}"


def quantity(one: Quantity) -> str:
    """``≥10-20 人/月``."""
    sign = one.comparator.value if one.comparator else ""
    high = f"-{number(one.high)}" if one.high is not None else ""
    about = "约" if one.approximate else ""
    unit = " " + "/".join((one.unit.symbol, *one.unit.per)) if one.unit else ""
    if one.unit and one.unit.symbol in ("比例", "比率", "%") and one.amount != one.number:
        unit += f" = {number(one.amount)}%"
    return f"{sign}{about}{number(one.number)}{high}{unit}"


def change(one: Change) -> str:
    """``up 提高 base=较上年 points level``."""
    parts = [one.direction.value, one.verb]
    parts += [f"base={one.base}"] if one.base else []
    parts += ["points"] if one.by_points else []
    parts += ["level"] if one.to_level else []
    return " ".join(parts)


def value_reading(text: str, comparator: str | None = None, unit: str | None = None) -> dict[str, Any]:
    """Everything the grammar says of a value."""
    value: Value = parse_value(text, comparator, unit)
    out: dict[str, Any] = {"shape": value.shape.value}
    if value.quantities:
        out["is"] = " | ".join(map(quantity, value.quantities))
    if value.quantity and value.quantity.dimension:
        out["dim"] = value.quantity.dimension.value
    if value.comparator is not None and not value.quantities:
        out["cmp"] = value.comparator.value
    if value.change is not None:
        out["change"] = change(value.change)
    if value.when is not None:
        out["when"] = when(value.when)
    if value.leftovers:
        out["rest"] = " | ".join(text[start:end] for start, end in value.leftovers)
    if value.doubled:
        out["doubled"] = True
    if value.missing_dates:
        out["missing"] = " | ".join(one.text + ("?" if one.leap else "") for one in value.missing_dates)
    if value.quantity is not None and value.quantity.inverted:
        out["inverted"] = True
    if value.quantity is not None and value.quantity.fractional and value.quantity.dimension is Dimension.COUNT:
        out["fractional"] = True
    if value.quantity is not None and value.quantity.period:
        out["period"] = value.quantity.period
    if value.empty_range:
        out["empty"] = True
    return out


def name_reading(text: str) -> dict[str, Any]:
    """Everything the grammar says of a name."""
    name = parse_name(text)
    out: dict[str, Any] = {"kind": name.kind.value}
    if name.text != text:
        out["text"] = name.text
    if name.head != name.text:
        out["head"] = name.head
    if name.unit is not None:
        out["unit"] = name.unit.symbol
    if name.formula is not None and name.unit is None:
        out["note"] = name.formula
    for flag in ("change", "fault"):
        if getattr(name, flag):
            out[flag] = True
    return out
