"""The original beside the form: cells of office files, the picture of a page, or the way to save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.conftest import forms
from tests.support.desk import Office

EXAMPLES = Path(__file__).parents[2] / "examples/forms"


def test_a_workbook_shows_its_cells(office: Office) -> None:
    office.batch(("表.xlsx", (EXAMPLES / "bad-form.xlsx").read_bytes()))
    page = office.get("/f/1/original")
    assert "≥186%" in page
    assert 'title="H19"' in page


def test_what_has_neither_cells_nor_pages_says_so(office: Office) -> None:
    office.batch(("表.json", forms("平台运维")))
    assert "请下载" in office.get("/f/1/original")
    assert "没有这一页" in office.get("/o/1/page/1", 404)


def test_a_page_of_a_pdf_is_a_picture(office: Office) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    office.batch(("表.pdf", (EXAMPLES / "bad-form.pdf").read_bytes()))
    assert "/o/1/page/1" in office.get("/f/1/original")
    answer = office.client.get("/o/1/page/1")
    assert answer.content[:4] == b"\x89PNG"
    assert answer.headers["content-type"] == "image/png"
    assert office.client.get("/o/1/page/99").status_code == 404


def test_a_broken_original_draws_nothing(office: Office) -> None:
    batch = office.store.new_batch("一批")
    office.store.add_originals(batch, [("坏.pdf", b"%PDF-1.4 broken")])
    assert office.client.get("/o/1/page/1").status_code == 404
