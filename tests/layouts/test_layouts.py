"""Every layout we know of, drawn and read back in every format: no wrong cell, unread cells named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden import ALL, available, compare, load, page_of, read, remarks

GOLDEN = sorted(Path(__file__).parent.glob("*/*.yaml"))
FORMATS_OF = {path: load(path).get("formats", ALL) for path in GOLDEN}
CASES = [pytest.param(path, to, id=f"{path.parent.name}/{path.stem}-{to}") for path in GOLDEN for to in FORMATS_OF[path]]


@pytest.mark.parametrize(("path", "to"), CASES)
def test_reads_without_a_wrong_cell(path: Path, to: str) -> None:
    if not available(to):
        pytest.skip(f"no reader for {to} yet")
    golden = load(path)
    document = read(page_of(golden), to)
    assert not compare(document, golden, to)
    said = remarks(document)
    for word in golden.get("unread", ()):
        assert any(word in one for one in said), f"“{word}” silently lost: {said}"
    if not golden.get("unread") and to not in golden.get("doubtful", ()):
        assert not said


def test_the_set_is_large_enough() -> None:
    """At least 14 layouts, each with at least two forms, each in at least three formats."""
    forms: dict[str, int] = {}
    for path in GOLDEN:
        forms[path.parent.name] = forms.get(path.parent.name, 0) + len(load(path)["forms"])
        assert len(FORMATS_OF[path]) >= 3, path
    assert len(forms) >= 14
    assert all(count >= 2 for count in forms.values()), forms
