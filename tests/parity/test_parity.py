"""One logical form, every file: the same findings, fingerprints and symbolic paths. Only concrete places differ."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from linter import formats, layouts
from linter.model.document import Document
from linter.model.finding import Finding
from linter.run.engine import lint
from tests.parity import dirt
from tests.support.golden import expected_rows
from tests.support.writers import LAYOUTS, WRITERS, FormData, Page, pages

FORMATS = ("text", "pipes", "csv", "html", "xlsx", "docx")
ROWS = ["level1", "level2", "name", "value"]
TWO_SIDED = [*ROWS, "value2"]


@cache
def forms() -> list[FormData]:
    data = yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text(encoding="utf-8"))["forms"]
    for form in data:
        doubled = [f"{row} | {row.rsplit('|', 1)[1]}" for row in form.pop("rows")]
        form["indicators"] = expected_rows({"columns": TWO_SIDED, "rows": [row.replace('""', "") for row in doubled]})
    return data


def one_sided(form: FormData) -> FormData:
    """The 年度 half alone."""
    half = copy.deepcopy(form)
    half["halves"] = ["annual"]
    for key in ("goal", "total", "funding"):
        half["fields"][key] = {"annual": half["fields"][key]["annual"]} if half["fields"].get(key) else {}
    for row in half["indicators"]:
        row.pop("period")
    return half


def read(written: list[Page], to: str) -> Document:
    suffix, writer = WRITERS[to]
    sources = list(formats.read_bytes(writer(written), f"forms.{suffix}"))
    documents = [layouts.read_document(source) for source in sources]
    assert len(documents) == 1
    return documents[0]


def said(document: Document) -> list[tuple[Any, ...]]:
    """What a user is told, without the place."""
    return [
        (f.code, f.severity, f.message, f.suggestion, f.quote, f.path, f.half, f.fingerprint, tuple((r.path, r.role) for r in f.related))
        for f in lint(document).findings
    ]


def drawn(layout: str) -> list[Page]:
    data = forms() if layout == "two-sided" else [one_sided(form) for form in forms()]
    return pages(data, layout)


@cache
def reference(layout: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(said(read(drawn(layout), "xlsx")))


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("layout", [*LAYOUTS, "project-list"])
def test_every_format_says_the_same(layout: str, to: str) -> None:
    assert len(reference(layout)) >= 10, "parity of silence proves nothing"
    assert tuple(said(read(drawn(layout), to))) == reference(layout)


def test_json_and_yaml_say_the_same_as_the_table() -> None:
    from linter.reports.json import dumps
    from linter.reports.serial import documents_data

    document = read(drawn("two-sided"), "xlsx")
    data = dumps(documents_data([document])).encode()
    again = layouts.read_document(next(iter(formats.read_bytes(data, "forms.json"))))
    assert said(again) == said(document)


DIRT: dict[str, Callable[[list[Page]], list[Page]]] = {
    "full-width digits": dirt.full_width_digits,
    "invisible characters": dirt.invisible_characters,
    "notes under the table": dirt.notes_below,
    "rows split over pages": dirt.split_over_pages,
    "two forms side by side": dirt.side_by_side,
    "level cells unmerged and repeated": dirt.unmerged_levels,
    "blanks in labels": dirt.spaced_labels,
}


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("name", DIRT)
def test_dirt_changes_nothing(name: str, to: str) -> None:
    """Codes, paths and fingerprints stay; the quoted text shows the dirt as it is, alike in every format."""
    dirty = DIRT[name](drawn("one-sided"))
    document = read(dirty, to)
    assert said(document) == said(read(dirty, "xlsx"))
    # JX801–JX8xx may well remark on the dirt itself; everything else is as on the clean form.
    clean = {(row[0], row[5], row[7]) for row in reference("one-sided")}
    kept = {(row[0], row[5], row[7]) for row in said(document)}
    assert clean <= kept
    assert all(code.startswith("JX8") for code, _, _ in kept - clean)


@pytest.mark.parametrize("to", FORMATS)
def test_an_empty_unit_column(to: str) -> None:
    """A unit column nobody filled is no unit: 300 in it lacks one in every format."""
    written = drawn("comparator-columns")
    findings: list[Finding] = list(lint(read(written, to)).findings)
    assert any(f.code == "JX404" and f.quote == "300" for f in findings)


@pytest.mark.parametrize("to", FORMATS)
def test_wan_yuan_in_the_header(to: str) -> None:
    """The same amounts printed in 万元, stated in a label or above the table."""
    for place in ("label", "above"):
        document = read(dirt.in_wan(drawn("one-sided"), place), to)
        assert [form.total["annual"].amount for form in document.forms] == [360000, 1200000]
