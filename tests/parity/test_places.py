"""Every cell of a form knows where it stands, in the terms of its own format."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linter import formats, layouts
from linter.model.document import all_texts
from linter.model.path import place_of
from linter.model.place import Place
from linter.reports.serial import place_data
from linter.run.engine import lint
from tests.parity.test_parity import drawn, read

KNOWN = {
    "text": ("line", "column", "end_column"),
    "pipes": ("line", "column", "end_column"),
    "csv": ("line", "column"),
    "html": ("line",),
    "xlsx": ("sheet", "cell"),
    "docx": ("table", "row", "cell"),
}


@pytest.mark.parametrize("to", KNOWN)
def test_every_text_has_its_place(to: str) -> None:
    document = read(drawn("two-sided"), to)
    for form in document.forms:
        for path, text in all_texts(form):
            place = place_of(document, f"forms[{form.index - 1}].{path}")
            if text:
                assert place is not None, path
                data: dict[str, Any] = place_data(place) or {}
                assert all(data[key] is not None for key in KNOWN[to]), (path, place)


@pytest.mark.parametrize("to", KNOWN)
def test_every_finding_says_where(to: str) -> None:
    findings = lint(read(drawn("two-sided"), to)).findings
    assert findings
    assert all(finding.location is not None and finding.location.label() for finding in findings)


def test_places_are_exact() -> None:
    """The same cell in three formats, looked up by hand."""

    def at(to: str) -> Place:
        place = place_of(read(drawn("two-sided"), to), "forms[0].indicators[0].annual.value")
        assert place is not None
        return place

    assert (at("xlsx").sheet, at("xlsx").cell) == ("表1", "H17")
    line = at("text").line
    assert line is not None
    assert (at("docx").table, at("docx").row) == (1, 15)


def test_json_places_are_pointers() -> None:
    data = json.dumps({"indicators": [{"level2": "数量指标", "annual": {"name": "巡查次数", "value": "≥186%"}}]}, ensure_ascii=False)
    document = layouts.read_document(next(iter(formats.read_bytes(data.encode(), "form.json"))))
    place = place_of(document, "forms[0].indicators[0].annual.value")
    assert place is not None
    assert place.pointer == "/indicators/0/annual/value"
