"""The 27 forms of the real disclosure written as PDF and scanned again: how much of them comes back.

The scans take minutes: ``python -m pytest -m slow tests/acceptance/test_pdf_and_scans.py`` (add ``-s`` to see the figures).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from linter import formats, layouts
from linter.model.blocks import Cell, Grid, Source
from linter.model.finding import Finding, Severity, fold
from linter.policy.settings import Settings
from linter.run.engine import lint
from tests.support.writers import Page, Table, pages, seed_forms
from tests.support.writers import pdf as writer

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
pytestmark = [
    pytest.mark.skipif(not SEEDS, reason="../shared 不在旁边：真实文档与标注不随仓库发布"),
    pytest.mark.skipif(writer.missing() is not None, reason=str(writer.missing())),
]
pytest.importorskip("pypdfium2")
VALUE_COLUMNS = (4, 7)


@cache
def drawn() -> list[Page]:
    return pages(seed_forms(SEEDS[0]), "two-sided")


@cache
def as_pdf() -> bytes:
    return writer.to_pdf(drawn())


def tables() -> list[Table]:
    return [piece for page in drawn() for piece in page if isinstance(piece, Table)]


def compared(grids: list[Grid]) -> Iterator[tuple[str, Cell | None, bool]]:
    """For each cell that was written: its text, the cell read at its place, and whether it is an indicator's value."""
    assert len(grids) == len(tables()) == 27
    for table, grid in zip(tables(), grids, strict=True):
        read = {(c.row, c.col, c.rowspan, c.colspan): c for c in grid.cells}
        header = next(b.row for b in table.boxes if b.text == "指标值")
        for box in table.boxes:
            value = box.col in VALUE_COLUMNS and header < box.row < table.n_rows - 1 and bool(box.text)
            yield box.text.strip(), read.get((box.row, box.col, box.rowspan, box.colspan)), value


def source_of(data: bytes) -> Source:
    (source,) = formats.read_bytes(data, "seed.pdf")
    assert not source.not_checked
    return source


def grids_of(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def findings_of(source: Source) -> list[Finding]:
    document = layouts.read_document(source)
    assert len(document.forms) == 27
    return list(lint(document, Settings()).findings)


def test_a_text_pdf_gives_the_cells() -> None:
    found = list(compared(grids_of(source_of(as_pdf()))))
    right = sum(cell is not None and cell.text == text for text, cell, _ in found)
    assert right / len(found) >= 0.995, f"{right} / {len(found)}"
    assert all(cell is not None and fold(cell.text) == fold(text) for text, cell, _ in found), "only blanks at the end of a line are lost"


def test_a_text_pdf_gives_the_findings_of_the_text() -> None:
    from tests.support.writers import write

    (html,) = formats.read_bytes(write(seed_forms(SEEDS[0]), "two-sided", "html"), "seed.html")
    assert {(f.fingerprint, f.severity) for f in findings_of(source_of(as_pdf()))} == {
        (f.fingerprint, f.severity) for f in findings_of(html)
    }


def _plain(text: str) -> str:
    return fold(unicodedata.normalize("NFKC", text))


@pytest.mark.slow
def test_scans_at_200_dpi() -> None:
    pytest.importorskip("rapidocr")
    from tests.support.writers.scan import scan_pdf

    scan = source_of(scan_pdf(as_pdf(), dpi=200, skew=0.8, noise=12.0, blur=0.8, seed=7))
    found = list(compared(grids_of(scan)))
    exact = [cell is not None and _plain(cell.text) == _plain(text) for text, cell, _ in found]
    values = [right for right, (_, _, value) in zip(exact, found, strict=True) if value]
    print(f"cells {sum(exact)} / {len(exact)}, values {sum(values)} / {len(values)}")
    assert sum(values) / len(values) >= 0.95
    known = {(f.code, f.form_index, f.path) for f in findings_of(source_of(as_pdf())) if f.severity is Severity.ERROR}
    errors = {(f.code, f.form_index, f.path): f for f in findings_of(scan) if f.severity is Severity.ERROR}
    assert not [f"{f.code} {f.quote}" for key, f in errors.items() if key not in known]
