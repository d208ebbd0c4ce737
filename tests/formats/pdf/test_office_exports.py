"""PDFs as an office program exports them: clipped text, merged cells and rows cut by the page, running heads.

Takes half a minute: ``python -m pytest -m slow tests/formats/pdf/test_office_exports.py`` (needs LibreOffice).
"""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.distinct import form
from linter.formats import read_bytes
from linter.model.blocks import Grid
from linter.model.finding import fold
from tests.support.writers import FormData, Table, pages, write

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")]


def _docx(path: Path, forms: list[FormData]) -> None:
    from docx import Document

    path.write_bytes(write(forms, "two-sided", "docx"))
    document = Document(str(path))
    for table in document.tables:
        table.style = "Table Grid"
    document.save(str(path))


def _xlsx(path: Path, forms: list[FormData]) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    path.write_bytes(write(forms, "two-sided", "xlsx"))
    book = openpyxl.load_workbook(path)
    side: Any = Side("thin")
    for sheet in book:
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                cell.border = Border(side, side, side, side)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
            sheet.row_dimensions[row[0].row].height = 70
        for column in "ABCDEFGH":
            sheet.column_dimensions[column].width = 10.5
    book.save(path)


@pytest.mark.parametrize(("name", "make"), [("a.docx", _docx), ("a.xlsx", _xlsx)])
def test_an_exported_form_keeps_its_cells(tmp_path: Path, name: str, make: Any) -> None:
    rng = random.Random(4)
    forms = [form(index, rng) for index in range(1, 7)]
    make(tmp_path / name, forms)
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (source,) = read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    grids = [block for block in source.blocks if isinstance(block, Grid)]
    drawn = [piece for page in pages(forms, "two-sided") for piece in page if isinstance(piece, Table)]
    assert len(grids) == len(drawn)
    for grid, table in zip(grids, drawn, strict=True):
        read = {(c.row, c.col, c.rowspan, c.colspan): fold(c.text) for c in grid.cells}
        if name.endswith("docx"):
            assert read == {(b.row, b.col, b.rowspan, b.colspan): fold(b.text) for b in table.boxes}
        else:  # a spreadsheet prints a merged cell's text on one of the pages it is cut over
            assert sorted(filter(None, read.values())) == sorted(fold(b.text) for b in table.boxes if b.text)
