"""Unseen documents of other provinces, years and file types: no wrong cell, and nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden import available, load
from tests.support.writers.pdf import missing
from tests.unseen.documents import all_of, formats_of, judge

LOSSY = ("text", "pipes")
"""Merged cells are lost here: a line may be told to be unread, but not be read wrong."""
DOCUMENTS = [path for folder in ("first", "second", "grids") for path in all_of(folder)]
CASES = [pytest.param(path, to, id=f"{path.parent.name}/{path.stem}-{to}") for path in DOCUMENTS for to in formats_of(load(path))]


@pytest.mark.parametrize(("path", "to"), CASES)
def test_no_wrong_cell_and_no_silent_loss(path: Path, to: str) -> None:
    if to == "pdf" and missing():
        pytest.skip(missing() or "")
    if to not in ("raw", "pdf") and not available(to):
        pytest.skip(f"no reader for {to}")
    golden = load(path)
    count = judge(golden, to)
    assert not count.wrong
    assert not count.silent
    if to not in LOSSY and not golden.get("unread"):
        assert not count.said
