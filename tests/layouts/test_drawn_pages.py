"""Pages drawn with mixed dirt are read right or marked: web copies, converters, prose, trees, lists, torn and downward cells."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter import formats, layouts
from linter.model.form import HALVES, Target

CASES = yaml.safe_load(Path(__file__).with_name("drawn_pages.yaml").read_text(encoding="utf-8"))


def _shown(target: Target) -> str:
    sign, unit = (part.text if part is not None else "" for part in (target.comparator, target.unit))
    name, value = ("".join(text.text.split()) for text in (target.name, target.value))
    return f"{name} | {'' if value.startswith(sign) else sign}{value}{'' if value.endswith(unit) else unit}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_page(case: dict[str, Any]) -> None:
    (source,) = formats.read_bytes(case["page"].encode(), "page.txt")
    document = layouts.read_document(source)
    rows = [row for form in document.forms for row in form.indicators]
    assert [_shown(target) for row in rows if (target := row.annual or row.period)] == case["rows"]
    goals = ["".join(text.text.split()) for form in document.forms for text in form.goal.values()]
    assert "goal" not in case or case["goal"] in goals
    amounts = [money.amount for form in document.forms for half in HALVES if (money := form.total.get(half)) is not None]
    assert "total" not in case or amounts[-1:] == [Decimal(case["total"])]
    said = " ".join([note.why for note in document.not_checked] + [doubt.why for form in document.forms for doubt in form.uncertain])
    assert all(word in said for word in case.get("said", ()))
    assert len(document.forms) == case.get("forms", len(document.forms))
