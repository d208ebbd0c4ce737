"""Goals and totals of forms on pages of text: under headings beside their label, in labels broken over lines, in run-on text and in prose."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter import formats, layouts
from linter.layouts.money import first_glued

DATA = yaml.safe_load(Path(__file__).with_name("upper_parts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["name"])
def test_goal_and_total(case: dict[str, Any]) -> None:
    below = {"none": "", "lines": DATA["lines"]}.get(case.get("below"), DATA["table"])
    (source,) = formats.read_bytes((case["page"] + below).encode(), "page.txt")
    document = layouts.read_document(source)
    (form,) = document.forms
    goal = form.goal.get("annual") or form.goal.get("period")
    assert ("".join(goal.text.split()) if goal else None) == case["goal"]
    if "total" in case:
        amounts = [money.amount for money in form.total.values() if money.amount is not None]
        assert amounts == ([Decimal(case["total"])] if case["total"] else [])
    said = " ".join([note.why for note in document.not_checked] + [doubt.why for doubt in form.uncertain])
    assert all(word in said for word in case.get("said", ()))
    assert len(form.indicators) == 3


@pytest.mark.parametrize(
    ("digits", "first"),
    [
        ("620620100%", "620"),
        ("104.8104.8100%", "104.8"),
        ("120100110110%", ""),
        ("9292100%", "92"),
        ("62058047%", ""),
        ("11111100%", ""),
        ("100%", ""),
    ],
)
def test_amounts_run_together(digits: str, first: str) -> None:
    assert first_glued(digits) == first
