"""What ``jixiao parse`` writes reads back as the same forms, in every format it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linter import formats, layouts
from linter.cli.commands.parse import _rendered
from linter.model.document import Document
from linter.reports.serial import documents_data
from tests.parity.test_parity import drawn
from tests.parity.test_parity import read as read_pages
from tests.support.golden import load, page_of, read

TO = ("json", "yaml", "xlsx", "csv")
GOLDEN = sorted((Path(__file__).parents[1] / "layouts").glob("*/*.yaml"))
IN_LINES = ("inline", "one-cell-a-line", "one-cell-a-line-two-sided")
"""Layouts of running text: written as a table they are read as one."""


def again(document: Document, to: str) -> Document:
    written = _rendered(documents_data([document]), to)
    data = written.encode() if isinstance(written, str) else written
    (source,) = formats.read_bytes(data, f"written.{to}")
    return layouts.read_document(source)


def essence(document: Document, to: str) -> list[dict[str, Any]]:
    """The forms; a table cannot say what was read with doubt, nor print a blank half it was not given."""
    forms = []
    for form in documents_data([document])["forms"]:
        if to in ("xlsx", "csv"):
            form = {**form, "uncertain": [], "layout": "" if form["layout"] in IN_LINES else form["layout"]}
            form.pop("extras", None)
        forms.append(form)
    return forms


def same(first: Document, to: str) -> None:
    second = again(first, to)
    wanted, got = essence(first, to), essence(second, to)
    for one, other in zip(wanted, got, strict=True):
        if to in ("xlsx", "csv") and not one["layout"]:
            other["layout"] = ""
        assert other == one


@pytest.mark.parametrize("to", TO)
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_layout(path: Path, to: str) -> None:
    same(read(page_of(load(path)), "blocks"), to)


@pytest.mark.parametrize("to", TO)
def test_forms_with_defects(to: str) -> None:
    same(read_pages(drawn("two-sided"), "xlsx"), to)


@pytest.mark.parametrize("to", ("json", "yaml"))
def test_what_was_not_checked_is_carried_on(to: str) -> None:
    document = read(["只有一段说明。"], "text")
    assert document.not_checked
    second = again(document, to)
    assert next(note.why for note in document.not_checked) in [note.why for note in second.not_checked]


def test_yaml_is_made_for_reading() -> None:
    text = str(_rendered(documents_data([read_pages(drawn("two-sided"), "xlsx")]), "yaml"))
    assert "    halves: [period, annual]" in text
    assert 'period: {name: 服务社区数量, value: "≥86%"}' in text
    assert "project: 智慧社区平台运维" in text
    assert 'filed: "20260115101010"' in text


def test_hostile_cells_are_no_formula() -> None:
    document = read_pages(drawn("one-sided"), "xlsx")
    data = json.loads(json.dumps(documents_data([document])))
    data["forms"][0]["indicators"][0]["annual"]["name"] = '=HYPERLINK("http://x.invalid","点我")'
    written = _rendered(data, "csv")
    assert isinstance(written, bytes)
    assert "'=HYPERLINK" in written.decode("utf-8-sig")
