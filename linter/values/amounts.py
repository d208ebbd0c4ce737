"""An amount as people write it: the one way amounts of money are printed in what rules say."""

from __future__ import annotations

from decimal import Decimal

_TEN_THOUSAND = 10_000
_HUNDRED = 100
_EXACT = Decimal("0.000001")
"""A cent in 万元: a quotient is rounded to it, no amount is."""


def yuan(amount: Decimal) -> str:
    """An amount in 元: from ten thousand on in 万元, exact to the cent, without needless zeros."""
    if abs(amount) >= _TEN_THOUSAND:
        return f"{(amount / _TEN_THOUSAND).quantize(_EXACT).normalize():f}万元"
    return f"{amount.normalize():f}元"


def to_type(amount: Decimal) -> str:
    """An amount to be typed into a form: in 万元 only where two decimals hold it (8.75万元, but 33333.33元)."""
    return yuan(amount) if amount % _HUNDRED == 0 else f"{amount.normalize():f}元"
