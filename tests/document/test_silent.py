"""Disclosures of other counties, years and departments that are right: every sum and statement is read, and nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.policy.settings import Settings
from linter.rules.crosscheck._statements import read
from linter.rules.crosscheck._sums import sums
from linter.rules.views import DocumentView, FormView
from linter.run.engine import lint
from linter.run.pipeline import Job, documents

FOLDER = Path(__file__).parent / "silent"
READ = {"finance-wording": (0, 11, 0), "education-in-yuan": (13, 4, 2), "health-with-last-year": (34, 5, 3), "final-accounts": (0, 2, 2)}
"""At least so many sums and statements, and exactly so many tables."""


@pytest.mark.parametrize("name", sorted(READ))
def test_right_disclosures_are_read_and_silent(name: str) -> None:
    path = FOLDER / f"{name}.txt"
    (document,) = documents(Job(path.name, path))
    outcome = lint(document, Settings())
    assert [(one.code, one.message) for one in outcome.findings if one.code.startswith("JX9")] == []
    assert not [note for note in outcome.not_checked if note.fatal]
    n_sums, n_statements, n_tables = READ[name]
    assert len(document.tables) == n_tables
    assert len([one for table in document.tables for one in sums(table)]) >= n_sums
    view = DocumentView(document, tuple(FormView(form, document) for form in document.forms))
    assert len(read(view).statements) >= n_statements


def test_every_file_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(READ)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("支出决算为9.50万元", "支出决算为95.00万元", True),
        ("公务接待费预算为4.00万元", "公务接待费预算为40.00万元", True),
        ("收入总计1150.40万元", "收入总计1200.00万元", True),
    ],
)
def test_final_accounts_are_held_against_final_accounts(right: str, wrong: str, said: bool, tmp_path: Path) -> None:
    text = (FOLDER / "final-accounts.txt").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "a.txt").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (document,) = documents(Job("a.txt", tmp_path / "a.txt"))
    assert bool([one for one in lint(document, Settings()).findings if one.code == "JX904"]) is said
