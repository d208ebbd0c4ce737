"""Everything the narrative of a document states in figures, read once for the rules that judge it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from linter.rules.crosscheck import _growth, _shares, _terms
from linter.rules.crosscheck._passages import Passage, Quantity, passages
from linter.rules.crosscheck._reading import Reading, Statement, this_year
from linter.rules.views import DocumentView


class Amount(NamedTuple):
    """A stated figure of this year: its place in the passage and its subject."""

    passage: Passage
    number: int
    subject: str

    @property
    def quantity(self) -> Quantity:
        """The figure."""
        return self.passage.quantities[self.number]


class Read(NamedTuple):
    """``amounts``: money that is no change and no other year's. ``counts``: the counts of projects and targets, their subject being the
    whole clause."""

    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    amounts: tuple[Amount, ...]
    counts: tuple[Amount, ...]


@lru_cache(maxsize=4)
def read(view: DocumentView) -> Read:
    """The narrative of a document."""
    owners = _terms.owners_of(view.document)
    readings = [Reading(passage, view.document, owners) for passage in passages(view.document)]
    return Read(
        tuple(reading.passage for reading in readings),
        tuple(statement for reading in readings for statement in _statements(reading)),
        tuple(amount for reading in readings for amount in _amounts(reading)),
        tuple(amount for reading in readings for amount in _project_counts(reading)),
    )


def _statements(reading: Reading) -> Iterator[Statement]:
    for find in (_growth.growth, _growth.differences, _shares.shares, _shares.sums, _shares.counts):
        yield from find(reading)


def _amounts(reading: Reading) -> Iterator[Amount]:
    for n in reading.amounts():
        if reading.is_this_year(n):
            yield Amount(reading.passage, n, reading.passage.before(n))


def _project_counts(reading: Reading) -> Iterator[Amount]:
    for match in reading.matches:
        if match.group == "count" and len(match.quantities) == 1:
            clause = reading.passage.clause(match.quantities[0])
            if this_year(clause, reading.document.budget_year):
                yield Amount(reading.passage, match.quantities[0], clause)
