"""The rulebook's law of suggestions, read over every suggestion of all rule cases (``tests/judging/test_advice.py`` reads it over the other corpora)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.test_cases import FOLDER, load
from tests.support.advice import broken, printed_in
from tests.support.cases import document_of, findings_of

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for kind in ("hits", "misses")
    for case in load(path).get(kind) or []
    if "text" not in case and "raw" not in case
]


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_suggestions_keep_the_law(slug: str, case: dict[str, Any]) -> None:
    assert broken(list(findings_of(case)), f"{printed_in(document_of(case))} {case}") == []
