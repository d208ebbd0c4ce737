"""The real disclosure beside its own tables: the true document-level findings and no other; every other sum and statement checked and right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from linter.model.document import Document
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.rules.crosscheck._amounts import compared, named_totals
from linter.rules.crosscheck._projects import match
from linter.rules.crosscheck._statements import read
from linter.rules.crosscheck._sums import sums
from linter.rules.views import DocumentView, FormView
from linter.run.engine import lint
from linter.run.pipeline import Job, documents, run

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="../shared 不在旁边：真实文档与标注不随仓库发布")


@pytest.fixture(scope="module")
def document() -> Document:
    (found,) = documents(Job(str(SEEDS[0]), SEEDS[0]))
    return found


@pytest.fixture(scope="module")
def view(document: Document) -> DocumentView:
    return DocumentView(document, tuple(FormView(form, document) for form in document.forms))


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    result = run([Job(str(SEEDS[0]), SEEDS[0])], Settings())
    return [one for one in result.findings if one.code.startswith("JX9")]


def test_exactly_the_true_findings(findings: list[Finding]) -> None:
    assert Counter(one.code for one in findings) == {"JX902": 1, "JX903": 2, "JX904": 1, "JX905": 2, "JX906": 1, "JX907": 2}
    by_code = {one.code: [(other.form_index, other.quote) for other in findings if other.code == one.code] for one in findings}
    assert by_code["JX902"][0][1] == "办公设备维修费"
    assert [index for index, _ in by_code["JX903"]] == [16, 26]
    assert by_code["JX904"][0][1] == "101.59万元"
    assert [index for index, _ in by_code["JX905"]] == [25, 26]
    assert by_code["JX906"][0][1] == "6.17%"
    assert [quote for _, quote in by_code["JX907"]] == ["28个", "0个"]


def test_the_messages_show_evidence(findings: list[Finding]) -> None:
    messages = {one.code: one.message for one in findings}
    assert "相差10倍" in messages["JX904"]
    assert "5处" in messages["JX904"]
    assert "4.35万元÷（70.51万元＋4.35万元）＝5.81%" in messages["JX906"]
    assert all(one.related and one.related[0].location for one in findings if one.code in ("JX903", "JX905"))


def test_no_rule_crashes(document: Document) -> None:
    outcome = lint(document, Settings())
    assert not [note for note in outcome.not_checked if note.fatal]


def test_every_table_is_read(document: Document) -> None:
    kinds = [table.kind for table in document.tables]
    assert len(kinds) == 12
    assert "other" not in kinds
    assert {table.unit for table in document.tables} == {"万元"}


def test_every_sum_comes_out(document: Document) -> None:
    checked = [one for table in document.tables for one in sums(table)]
    assert all(one.right for one in checked)
    ways = Counter(one.way for one in checked)
    assert ways["balance"] == 2
    assert ways["rows"] >= 100
    assert ways["columns"] >= 140


def test_every_statement_is_recomputed(view: DocumentView) -> None:
    statements = read(view).statements
    assert Counter(one.kind for one in statements) == {"growth": 4, "share": 14, "sum": 11}
    assert [one.at.printed for one in statements if not one.right] == ["6.17%"]


def test_every_amount_the_tables_know_is_compared(view: DocumentView) -> None:
    amounts = list(compared(view))
    assert len(amounts) >= 30
    assert {one.amount.quantity.printed for one in amounts if not one.right} == {"101.59万元"}
    named = list(named_totals(view))
    assert len(named) == 2
    assert all(one.right for one in named)


def test_every_form_is_held_against_the_project_table(view: DocumentView) -> None:
    found = match(view)
    assert (len(found.listed), len(found.pairs), len(found.near)) == (28, 25, 2)
    assert [one.name for one in found.rows] == ["办公设备维修费"]
    assert not found.forms
