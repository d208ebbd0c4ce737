"""What the rules on the form's own amounts share: how exact a printed amount is, and how to show it as printed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from linter.model.form import Money
from linter.values import money_scale


def step(moneys: Iterable[Money]) -> Decimal:
    """One unit of the last printed digit of the coarsest amount, in 元. A zero is exact however it is printed."""
    widest = Decimal(0)
    for money in moneys:
        if money.amount:
            decimals = len(money.text.text.partition(".")[2].strip().rstrip("元万亿"))
            widest = max(widest, (money_scale(money.unit) or Decimal(1)) / 10**decimals)
    return widest


def printed(money: Money) -> str:
    """The amount as the form prints it, with its unit: ``12.5万元``."""
    text = "".join(money.text.text.split())
    return text if text.endswith("元") else f"{text}{money.unit}"


def printed_like(amount: Decimal, money: Money) -> str:
    """An amount in 元 as the form prints another one: in its unit, its thousands parted where those are."""
    number = (amount / (money_scale(money.unit) or 1)).normalize()
    return f"{number:,f}{money.unit}" if "," in money.text.text.replace("，", ",") else f"{number:f}{money.unit}"


def apart(money: Money, other: Money) -> Decimal:
    """How far two amounts differ beyond rounding, in 元; 0 where they agree as printed or one is blank."""
    if money.amount is None or other.amount is None:
        return Decimal(0)
    gap = money.amount - other.amount
    exact = money.unit == other.unit
    return gap if exact or abs(gap) > step((money, other)) else Decimal(0)


def same_digits(number: Decimal | None, other: Decimal | None) -> bool:
    """The same digits at another power of ten: the unit may have been taken for another."""
    if not number or not other or number == other:
        return False
    return number.normalize().as_tuple().digits == other.normalize().as_tuple().digits
