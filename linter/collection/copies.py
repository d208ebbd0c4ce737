"""Forms that carry the indicators of another: exact set comparison behind an index over rare rows, linear in the number of forms.

A row counts as evidence only where it is distinctive: satisfaction rows, money rows (they follow the budget), rows named after their
category and rows that many different forms share say nothing. Two forms whose distinctive rows overlap by at least ``LIKENESS`` must share one of their few rarest rows (the
prefix filter of set similarity joins), so only these are indexed and nothing is missed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from linter.collection.facts import FormFacts, RowFacts
from linter.collection.pairing import same_project
from linter.model.form import COST_CATEGORIES
from linter.values import is_category_name

LIKENESS = Fraction(4, 5)
"""Shared distinctive rows over all distinctive rows of both."""
MIN_SHARED = 4
"""Fewer distinctive rows in common are no evidence."""
_COMMON_SHARE, _COMMON_FLOOR, _COMMON_CEILING = Fraction(1, 4), 5, 200
"""A row is common, and no evidence, from a quarter of the different forms on; never below 5, always above 200 (which also keeps the index small)."""
_MONEY = re.compile(r"[0-9][0-9,.]*(?:万|亿)?元")

Evidence = tuple[str, str]
"""Name and value. The category is left out: extraction shifts it."""


@dataclass(frozen=True, slots=True)
class CopiedPair:
    """``later`` carries the rows of ``earlier`` (positions in the sequence given). ``shared``: every row in common, evidence or not;
    ``only_earlier`` and ``only_later``: the rest."""

    earlier: int
    later: int
    shared: tuple[RowFacts, ...]
    only_earlier: tuple[RowFacts, ...]
    only_later: tuple[RowFacts, ...]


def _is_evidence(row: RowFacts) -> bool:
    if row.category == "服务对象满意度" or "满意度" in row.name or is_category_name(row.name):
        return False
    money = _MONEY.search(row.value) is not None
    return not money and not (row.category in COST_CATEGORIES and any(c.isdigit() for c in row.value))


def _evidence(facts: FormFacts) -> frozenset[Evidence]:
    return frozenset((row.name, row.value) for row in facts.rows if _is_evidence(row))


def _common(sets: Sequence[frozenset[Evidence]]) -> dict[Evidence, int]:
    """How many different forms have a row. Forms that are the same to the letter count once, or a row copied often would look common."""
    counts: Counter[Evidence] = Counter()
    for rows in set(sets):
        counts.update(rows)
    return counts


def _same_form(a: FormFacts, b: FormFacts) -> bool:
    """One project filed twice (a second version, another unit's share, another file of it) is no copy."""
    return a.project == b.project and (a.budget == b.budget or a.document != b.document)


def _pair(facts: Sequence[FormFacts], earlier: int, later: int) -> CopiedPair:
    first, second = ({(row.name, row.value): row for row in facts[number].rows} for number in (earlier, later))
    return CopiedPair(
        earlier,
        later,
        tuple(row for key, row in second.items() if key in first),
        tuple(row for key, row in first.items() if key not in second),
        tuple(row for key, row in second.items() if key not in first),
    )


def copied_pairs(facts: Sequence[FormFacts]) -> Iterator[CopiedPair]:
    """For every form that copies an earlier one: the pair with the earliest such form, in order. A group of copies has one source."""
    yield from _pairs(facts, 0, _same_form)


def copied_from(sources: Sequence[FormFacts], facts: Sequence[FormFacts]) -> Iterator[CopiedPair]:
    """For every form of ``facts`` that copies another project's form among ``sources``: the pair with the earliest such form.
    ``earlier`` numbers the sources, ``later`` the facts."""
    for pair in _pairs((*sources, *facts), len(sources), same_project):
        yield replace(pair, later=pair.later - len(sources))


_Same = Callable[[FormFacts, FormFacts], bool]


def _pairs(facts: Sequence[FormFacts], first: int, same: _Same) -> list[CopiedPair]:
    kinds: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(facts):
        kinds[one.kind].append(number)
    found = [pair for numbers in kinds.values() for pair in _pairs_of_kind(facts, numbers, first, same)]
    return sorted(found, key=lambda pair: pair.later)


def _pairs_of_kind(facts: Sequence[FormFacts], numbers: Sequence[int], first: int, same: _Same) -> Iterator[CopiedPair]:
    """Those before ``first`` are sources only; from there on (where there are sources at all) forms are only looked up."""
    sets = {number: _evidence(facts[number]) for number in numbers}
    counts = _common(list(sets.values()))
    limit = min(max(_COMMON_FLOOR, int(_COMMON_SHARE * len(set(sets.values())))), _COMMON_CEILING)
    index: dict[Evidence, list[int]] = defaultdict(list)
    for number in numbers:
        rows = sorted((row for row in sets[number] if counts[row] <= limit), key=lambda row: (counts[row], row))
        if len(rows) < MIN_SHARED:
            continue
        prefix = rows[: len(rows) - int(-(-LIKENESS * len(rows) // 1)) + 1]
        candidates = sorted({earlier for row in prefix for earlier in index[row]}) if number >= first else []
        source = next((e for e in candidates if _alike(sets[e], sets[number], counts, limit) and not same(facts[e], facts[number])), None)
        if source is not None:
            yield _pair(facts, source, number)
        if number >= first > 0:
            continue
        if source is None or sets[source] != sets[number]:  # what is the same to the letter is found through the first
            for row in prefix:
                index[row].append(number)


def _alike(a: frozenset[Evidence], b: frozenset[Evidence], counts: dict[Evidence, int], limit: int) -> bool:
    """Enough distinctive rows in common, and most rows: of the distinctive ones, or of all evidence where a row that happens to be
    frequent (a rate of ≥96% in a large collection) would tip the balance."""
    shared, every = a & b, a | b
    rare = sum(counts[row] <= limit for row in shared)
    if rare < MIN_SHARED:
        return False
    return rare >= LIKENESS * sum(counts[row] <= limit for row in every) or len(shared) >= LIKENESS * len(every)
