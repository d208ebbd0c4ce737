"""Doubt binds every rule and every reader: where the *structure* of a sound page is damaged, nothing is said above a hint.

The forms are well-made (``tests/wellmade``): every error or warning on a damaged page is a false accusation born of misreading. The long run::

    JIXIAO_DIRTY_PAGES=3000 JIXIAO_DIRTY_SEED=7 python -m pytest -m slow -s tests/engine/test_damaged_structure.py
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import linter
from linter.model.document import Document
from linter.model.finding import Finding
from linter.policy.settings import Settings
from linter.reports.serial import form_data
from linter.run.engine import lint
from linter.run.pipeline import Job, documents
from tests.support.dirty_pages import GRIDS, KINDS, DirtyPage, Sheet, dirty_pages, layouts_of, printed, sheet_of, suffix
from tests.support.writers import FormData

SEED = 2026
_TEXTS_KNOWN = 0.04
"""The share of damaged pages of text that are still accused: it may only fall."""


class Outcome(NamedTuple):
    """What was read from a page, and the errors and warnings it was given."""

    documents: list[Document]
    loud: list[Finding]


def outcome(name: str, data: bytes) -> Outcome:
    read = list(documents(Job(name, data=data)))
    return Outcome(read, [f for document in read for f in lint(document, Settings()).findings if f.severity.value != "info"])


@cache
def sound_forms() -> tuple[FormData, ...]:
    """The well-made forms that stay silent when they are printed."""
    folder = Path(__file__).parent.parent / "wellmade"
    data = [form_data(form) for path in sorted(folder.glob("*.yaml")) for document in linter.parse(path) for form in document.forms]
    return tuple(form for form in data if layouts_of(form) and not outcome("sound.html", printed(_sheet(form), "html")).loud)


def _sheet(form: FormData) -> Sheet:
    return sheet_of(form, layouts_of(form)[0])


def accused(pages: list[DirtyPage]) -> list[tuple[str, list[tuple[str, str | None, str]]]]:
    found = [(page.name, [(f.code, f.indicator, f.quote[:30]) for f in outcome(page.name, page.data).loud]) for page in pages]
    return [(name, loud) for name, loud in found if loud]


def test_no_rule_accuses_a_page_whose_structure_is_damaged() -> None:
    pages = list(dirty_pages(sound_forms(), SEED, 150))
    assert {page.kind for page in pages} == set(KINDS)
    found = accused(pages)
    grids = [one for one in found if any(f"-{kind}-" in one[0] for kind in GRIDS)]
    assert not grids
    assert len(found) <= _TEXTS_KNOWN * len(pages), found


@pytest.mark.slow
def test_no_rule_accuses_a_page_whose_structure_is_damaged_in_thousands_of_ways() -> None:
    count, seed = int(os.environ.get("JIXIAO_DIRTY_PAGES", "3000")), int(os.environ.get("JIXIAO_DIRTY_SEED", "1"))
    pages = list(dirty_pages(sound_forms(), seed, count))
    found = accused(pages)
    kinds = Counter(name.split("-", 1)[1].rsplit(".", 1)[0] for name, _ in found)
    print(f"{len(found)} of {len(pages)} damaged pages accused: {dict(kinds.most_common())}")
    assert len(found) <= _TEXTS_KNOWN * len(pages), found


@pytest.mark.parametrize("kind", GRIDS)
def test_nothing_is_doubted_in_a_grid_that_is_whole(kind: str) -> None:
    for form in sound_forms():
        read, _ = outcome(f"whole.{suffix(kind)}", printed(_sheet(form), kind))
        (one,) = (form for document in read for form in document.forms)
        assert not one.incomplete
        assert not [doubt for doubt in one.uncertain if doubt.path.startswith("indicators")]


def test_the_same_seed_gives_the_same_pages() -> None:
    forms = sound_forms()
    assert [p.name for p in dirty_pages(forms, 3, 60)] == [p.name for p in dirty_pages(forms, 3, 60)]
    texts = [[p.data for p in dirty_pages(forms, 3, 60) if p.kind not in ("xlsx", "docx")] for _ in range(2)]
    assert texts[0] == texts[1]
