"""Amounts written out in Chinese numerals, as forms print them beside or instead of figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from linter.values import parse_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("伍万元整", 50_000),
        ("人民币壹拾贰万叁仟元整", 123_000),
        ("五十万元", 500_000),
        ("50万元", 500_000),
        ("万元", None),
        ("以批复为准", None),
    ],
)
def test_written_amounts(text: str, amount: int | None) -> None:
    assert parse_money(text, "万元") == (None if amount is None else Decimal(amount))
