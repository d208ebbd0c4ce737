"""Planted copies and arithmetic errors in a generated corpus: recall and precision of the rules that look across forms and into the document.

The full corpus (10,000 forms): ``python -m pytest tests/collection/test_corpus.py -m slow``.
"""

from __future__ import annotations

import pytest

from linter.policy.settings import Settings
from linter.run.pipeline import Job, run
from tests.support.corpus import Planted, corpus

CODES = frozenset({"JX601", "JX901", "JX902", "JX903", "JX904", "JX905", "JX906", "JX907", "JX908"})
FORM_CODES = frozenset({"JX601", "JX905"})
RECALL = PRECISION = 0.99


def _found(forms: int) -> tuple[set[Planted], set[Planted]]:
    made = corpus(forms)
    result = run([Job(name, data=data) for name, data in made.files], Settings(select=CODES))
    assert result.forms == forms, "every form is read"
    assert not [note for one in result.inputs for note in one.not_checked]
    found = {
        Planted(f.location.file if f.location else "", f.code, f.form_index or 0 if f.code in FORM_CODES else 0) for f in result.findings
    }
    return made.planted, found


def _hold(forms: int) -> None:
    planted, found = _found(forms)
    assert len(planted) >= forms / 40, "something is planted"
    assert len(planted & found) >= RECALL * len(planted), sorted(planted - found)[:5]
    assert len(planted & found) >= PRECISION * len(found), sorted(found - planted)[:5]


def test_a_small_corpus() -> None:
    _hold(250)


@pytest.mark.slow
def test_the_whole_corpus() -> None:
    _hold(10_000)
