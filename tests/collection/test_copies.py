"""The index over rare rows finds what comparing every form with every other finds, by definition and one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.collection.copies import LIKENESS, MIN_SHARED, copied_pairs
from linter.collection.facts import FormFacts, RowFacts
from linter.files import frames

_ROWS = st.frozensets(st.integers(0, 40), min_size=3, max_size=9)


def _form(number: int, rows: frozenset[int]) -> FormFacts:
    listed = tuple(RowFacts("数量指标", f"第{row}类设备数量", f"≥{row}台") for row in sorted(rows))
    return FormFacts(number, 1, "project", f"项目{number}", "单位", "", Decimal(number), 2026, listed, None)


def _pairs(sets: Sequence[frozenset[int]], *, of_all: bool) -> Iterator[tuple[int, int]]:
    """Every two forms that are alike by the rows few have; ``of_all``: or by all their rows."""
    counts = Counter(row for rows in set(sets) for row in rows)
    limit = min(max(5, len(set(sets)) // 4), 200)
    for earlier, later in combinations(range(len(sets)), 2):
        shared, every = sets[earlier] & sets[later], sets[earlier] | sets[later]
        rare, of = (sum(counts[row] <= limit for row in rows) for rows in (shared, every))
        if rare >= MIN_SHARED and (rare >= LIKENESS * of or (of_all and len(shared) >= LIKENESS * len(every))):
            yield earlier, later


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_ROWS, st.sampled_from([frozenset(range(n, n + 6)) for n in range(5)])), max_size=30))
def test_the_index_finds_what_the_definition_finds(sets: list[frozenset[int]]) -> None:
    found = {(pair.earlier, pair.later) for pair in copied_pairs([_form(number, rows) for number, rows in enumerate(sets)])}
    assert found <= set(_pairs(sets, of_all=True))
    assert {later for _, later in found} >= {later for _, later in _pairs(sets, of_all=False)}


@pytest.mark.parametrize("block", [2, 1024])
def test_forms_on_disk_and_in_parts_give_the_same(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Two groups that share no row, one of each kind of likeness, between forms of no group."""
    sets = [frozenset(range(start, start + 10)) for start in (0, 100, 0, 200, 101, 1, 300, 100)]
    forms = [_form(number, rows) for number, rows in enumerate(sets)]
    at_hand = list(copied_pairs(forms))
    assert [(pair.earlier, pair.later) for pair in at_hand] == [(0, 2), (1, 4), (0, 5), (1, 7)]
    monkeypatch.setattr(frames, "_AT_HAND", 1)
    monkeypatch.setattr(frames, "_BLOCK", block)
    assert list(copied_pairs(forms)) == at_hand


@pytest.mark.parametrize("copies", [1, 300])
def test_a_group_of_copies_has_one_source(copies: int) -> None:
    rows = frozenset(range(6))
    found = list(copied_pairs([_form(number, rows) for number in range(copies + 1)]))
    assert [(pair.earlier, pair.later) for pair in found] == [(0, number) for number in range(1, copies + 1)]
    assert all(len(pair.shared) == 6 for pair in found)
