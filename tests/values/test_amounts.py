"""Amounts are printed in one way, exact to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from linter.values.amounts import to_type, yuan


@pytest.mark.parametrize(
    "amount, shown, typed",
    [
        ("0", "0元", "0元"),
        ("9999.50", "9999.5元", "9999.5元"),
        ("10000", "1万元", "1万元"),
        ("-10000", "-1万元", "-1万元"),
        ("87500", "8.75万元", "8.75万元"),
        ("87550", "8.755万元", "87550元"),
        ("123456", "12.3456万元", "123456元"),
        ("661041.90", "66.10419万元", "661041.9元"),
        ("33333.333333", "3.333333万元", "33333.333333元"),
        ("1200000000", "120000万元", "120000万元"),
    ],
)
def test_an_amount_as_people_write_it(amount: str, shown: str, typed: str) -> None:
    assert yuan(Decimal(amount)) == shown
    assert to_type(Decimal(amount)) == typed
