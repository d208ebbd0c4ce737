"""Every layout of the layout tests, drawn as a PDF with ruling lines: the same forms come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden import compare, load, page_of, read, remarks

GOLDEN = sorted((Path(__file__).parents[2] / "layouts").glob("*/*.yaml"))
EXACT = {"html", "xlsx", "docx"}
DRAWN = [path for path in GOLDEN if EXACT & set(load(path).get("formats", EXACT))]


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_reads_without_a_wrong_cell(path: Path) -> None:
    golden = load(path)
    document = read(page_of(golden), "pdf")
    assert not compare(document, golden, "html")
    said = remarks(document)
    for word in golden.get("unread", ()):
        assert any(word in one for one in said)
    if not golden.get("unread"):
        assert not said
