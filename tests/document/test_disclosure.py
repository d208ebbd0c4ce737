"""A whole disclosure: silent where everything is right, exactly one finding for one planted error, in every format that carries it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linter import formats, layouts
from linter.collection.facts import facts_of
from linter.model.document import Document
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.reports.serial import documents_data
from linter.run.engine import lint
from linter.run.passes import lint_collection
from tests.document.disclosure import write

FORMATS = ("text", "pipes", "html", "docx", "xlsx")
PLANTED = {
    "a total": ({"total": "468.40"}, ["JX908"]),
    "an inner total": ({"water": "403.00"}, ["JX908"]),
    "a leaf": ({"flood": "33.00"}, ["JX908"]),
    "a part of 三公": ({"cars": "2.04"}, ["JX908"]),
    "the amount of a form": ({"dike_form": "3,600,000"}, ["JX901"]),
    "the name in the table": ({"dike_name": "堤坝岁修养护费"}, ["JX903"]),
    "another project in the table": ({"dike_name": "水文站房改造"}, ["JX902", "JX903"]),
    "the money of the targets": ({"target_money": "7.84"}, ["JX904"]),
    "an amount, and all that is computed from it": ({"spent": "684.40"}, ["JX904"]),
    "an amount with its share": ({"basic": "480.00"}, ["JX904"]),
    "more projects than the table lists": ({"projects": "5个"}, ["JX907"]),
    "a growth rate": ({"growth": "5.63%"}, ["JX906"]),
    "a share": ({"share": "88.38%"}, ["JX906"]),
    "the number of projects": ({"projects": "4个", "published": "4个"}, ["JX907", "JX907"]),
    "a copied form": ({"sms_rows": "copied"}, ["JX905"]),
}


def document(to: str, **planted: str) -> Document:
    data, name = write(to, **planted)
    (source,) = formats.read_bytes(data, name)
    return layouts.read_document(source)


def crosschecks(read: Document) -> list[Finding]:
    settings = Settings()
    outcome = lint(read, settings)
    across, notes = lint_collection(facts_of(read), settings)
    assert not [note for note in (*outcome.not_checked, *notes) if note.fatal]
    return [one for one in (*outcome.findings, *across.get(0, ())) if one.code.startswith("JX9")]


@pytest.mark.parametrize("to", FORMATS)
def test_right_disclosure_is_silent(to: str) -> None:
    read = document(to)
    assert [table.kind for table in read.tables] == ["expenditure", "project_expenditure", "three_public"]
    assert {table.unit for table in read.tables} == {"万元"}
    assert len(read.forms) == 3
    assert [section.heading[:2] for section in read.narrative][-4:] == ["一、", "二、", "三、", "四、"]
    assert [(one.code, one.message) for one in crosschecks(read)] == []


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("name", list(PLANTED))
def test_one_planted_error_is_found_alone(name: str, to: str) -> None:
    planted, codes = PLANTED[name]
    found = crosschecks(document(to, **planted))
    assert [one.code for one in found] == codes, [(one.code, one.message) for one in found]
    assert all(one.location is not None for one in found)


@pytest.mark.parametrize("name", list(PLANTED))
def test_what_parse_wrote_gives_the_same(name: str) -> None:
    planted, _ = PLANTED[name]
    read = document("text", **planted)
    (source,) = formats.read_bytes(json.dumps(documents_data([read]), ensure_ascii=False).encode(), "公开.json")
    again = crosschecks(layouts.read_document(source))
    assert [(one.code, one.message, one.path, one.fingerprint) for one in again] == [
        (one.code, one.message, one.path, one.fingerprint) for one in crosschecks(read)
    ]


def test_fingerprints_do_not_depend_on_the_format() -> None:
    for planted, _ in PLANTED.values():
        assert len({tuple(one.fingerprint for one in crosschecks(document(to, **planted))) for to in FORMATS}) == 1


def test_a_bare_form_never_loads_spacy() -> None:
    form = Path(__file__).parents[2] / "examples" / "forms" / "bad-form.txt"
    code = f"""
import sys
from linter.cli import main
sys.argv = ["jixiao", "check", {str(form)!r}]
try:
    main()
except SystemExit:
    pass
assert "spacy" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
