"""Pages of text in other shapes than one heading over one column: every row is read, marked, or said; the near misses beside each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from linter import formats, layouts
from linter.model.document import Document
from linter.model.form import Target

CASES = yaml.safe_load(Path(__file__).with_name("text_pages.yaml").read_text(encoding="utf-8"))


def _document(page: str) -> Document:
    (source,) = formats.read_bytes(page.encode(), "page.txt")
    return layouts.read_document(source)


def _shown(target: Target) -> str:
    sign, unit = (part.text if part is not None else "" for part in (target.comparator, target.unit))
    value = "".join(target.value.text.split(" "))
    return f"{target.name.text} | {'' if value.startswith(sign) else sign}{value}{'' if value.endswith(unit) else unit}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_page(case: dict[str, Any]) -> None:
    document = _document(case["page"])
    rows = [row for form in document.forms for row in form.indicators]
    assert [_shown(target) for row in rows if (target := row.annual or row.period)] == case["rows"]
    if "levels" in case:
        assert [row.level2 for row in rows] == case["levels"]
    doubts = [doubt for form in document.forms for doubt in form.uncertain if doubt.path.startswith("indicators")]
    assert bool(doubts or any(form.doubt for form in document.forms)) is case.get("doubted", False)
    said = " ".join([note.why for note in document.not_checked] + [doubt.why for form in document.forms for doubt in form.uncertain])
    for word in case.get("said", ()):
        assert word in said
