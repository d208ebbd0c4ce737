"""How figures and computations are written in messages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from linter.rules.crosscheck._passages import Quantity
from linter.values import money_scale

_SHOWN_TERMS = 6


def signed(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    return f"{number.normalize():f}" if number else "0"


def computation(terms: Sequence[Decimal | None], result: Decimal) -> str:
    """``25＋22＋42＝89``; a long sum shows its first terms."""
    shown = [str(term) for term in terms if term is not None and term != 0]
    middle = "＋".join(shown[:_SHOWN_TERMS]) + (f"＋…（共{len(shown)}项）" if len(shown) > _SHOWN_TERMS else "")
    return f"{middle or '0'}＝{result}"


def power_of_ten(a: Decimal, b: Decimal, slack: Decimal) -> int:
    """How many times one amount is the other where they differ by a power of ten up to rounding: 10, 100 …; 0 where they do not."""
    small, large = sorted((abs(a), abs(b)))
    if small == 0:
        return 0
    for power in (1, 2, 3, 4):
        if abs(small * 10**power - large) <= slack * 10**power:
            return 10**power
    return 0


def percent(rate: Decimal, like: Quantity) -> str:
    """A percentage with as many decimals as the one it stands beside, two at least."""
    decimals = max(2, len(like.printed.partition(".")[2].rstrip("%")))
    return f"{rate.quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)}%"


def shown(number: Decimal, like: Quantity) -> str:
    """A figure in the unit of the one it stands beside."""
    return f"{signed(number / (money_scale(like.unit) or 1))}{like.unit}"
