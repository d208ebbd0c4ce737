"""Forms that carry the indicators of another: exact set comparison behind an index over rare rows, linear in the number of forms.

A row counts as evidence only where it is distinctive: satisfaction rows, money rows (they follow the budget), rows named after their
category and rows that many different forms share say nothing. Two forms whose distinctive rows overlap by at least ``LIKENESS`` must share one of their few rarest rows (the
prefix filter of set similarity joins), so only these are indexed and nothing is missed. Rows are kept as numbers, counted a part at a time.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import blake2b

from linter.collection.facts import FormFacts, Joined, RowFacts
from linter.collection.pairing import same_project
from linter.model.form import COST_CATEGORIES
from linter.values import is_category_name

LIKENESS = Fraction(4, 5)
"""Shared distinctive rows over all distinctive rows of both."""
MIN_SHARED = 4
"""Fewer distinctive rows in common are no evidence."""
_COMMON_SHARE, _COMMON_FLOOR, _COMMON_CEILING = Fraction(1, 4), 5, 200
"""A row is common, and no evidence, from a quarter of the different forms on; never below 5, always above 200 (which also keeps the index small)."""
_MONEY = re.compile(r"[0-9][,.]?(?:万|亿)?元")


@dataclass(frozen=True, slots=True)
class CopiedPair:
    """``later`` carries the rows of ``earlier`` (positions in the sequence given). ``shared``: every row in common, evidence or not;
    ``only_earlier`` and ``only_later``: the rest."""

    earlier: int
    later: int
    shared: tuple[RowFacts, ...]
    only_earlier: tuple[RowFacts, ...]
    only_later: tuple[RowFacts, ...]


# Evidence is name and value. The category is left out: extraction shifts it.


def _is_evidence(row: RowFacts) -> bool:
    if row.category == "服务对象满意度" or "满意度" in row.name or is_category_name(row.name):
        return False
    money = _MONEY.search(row.value) is not None
    return not money and not (row.category in COST_CATEGORIES and any(c.isdigit() for c in row.value))


def _number(name: str, value: str) -> int:
    """A row as a number: two rows that differ have one number in 10¹⁹ cases."""
    return int.from_bytes(blake2b(f"{name}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_PARTS, _SHIFT = 256, 56
"""Rows are counted a part at a time, by the first eight bits of their number."""


class _Evidence:
    """The evidence rows of forms as numbers, some hundred bytes a form however many there are."""

    def __init__(self) -> None:
        self.forms: list[int] = []
        """The forms, as the facts number them; the rest of the class numbers them by their place here."""
        self._rows, self._ends = array("Q"), array("Q", [0])
        self._seen: set[bytes] = set()
        self._parts = [array("Q") for _ in range(_PARTS)]

    def add(self, number: int, facts: FormFacts) -> None:
        """One more form. Rows of forms that are the same to the letter count once, or a row copied often would look common."""
        rows = sorted({_number(row.name, row.value) for row in facts.rows if _is_evidence(row)})
        self._rows.extend(rows)
        self._ends.append(len(self._rows))
        digest = self.digest(len(self.forms))
        self.forms.append(number)
        if digest not in self._seen:
            self._seen.add(digest)
            for row in rows:
                self._parts[row >> _SHIFT].append(row)

    def rows(self, place: int) -> frozenset[int]:
        """The rows of a form."""
        return frozenset(self._rows[self._ends[place] : self._ends[place + 1]])

    def digest(self, place: int) -> bytes:
        """The same for forms with the same rows."""
        return blake2b(self._rows[self._ends[place] : self._ends[place + 1]].tobytes(), digest_size=16).digest()

    def counted(self) -> dict[int, int]:
        """How many different forms have a row; only of rows that several have."""
        counts: dict[int, int] = {}
        for part in self._parts:
            counts.update((row, count) for row, count in Counter(part).items() if count > 1)
        return counts

    @property
    def different(self) -> int:
        """How many forms differ."""
        return len(self._seen)


def _same_form(a: FormFacts, b: FormFacts) -> bool:
    """One project filed twice (a second version, another unit's share, another file of it, amounts nobody can compare) is no copy."""
    return a.project == b.project and (a.budget == b.budget or None in (a.budget, b.budget) or a.document != b.document)


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
    for pair in _pairs(Joined(sources, facts), len(sources), same_project):
        yield replace(pair, later=pair.later - len(sources))


_Same = Callable[[FormFacts, FormFacts], bool]


def _pairs(facts: Sequence[FormFacts], first: int, same: _Same) -> list[CopiedPair]:
    kinds: dict[str, _Evidence] = defaultdict(_Evidence)
    for number, form_facts in enumerate(facts):
        kinds[form_facts.kind].add(number, form_facts)
    pairs = [pair for evidence in kinds.values() for pair in _pairs_of_kind(facts, evidence, first, same)]
    return sorted(pairs, key=lambda pair: pair.later)


class _Index:
    """Where forms are found again: by a rare row that several have, or by all rows where they are the same to the letter."""

    def __init__(self, evidence: _Evidence) -> None:
        self.evidence, self.counts = evidence, evidence.counted()
        self.limit = min(max(_COMMON_FLOOR, int(_COMMON_SHARE * evidence.different)), _COMMON_CEILING)
        self._by_row: dict[int, list[int]] = defaultdict(list)
        self._by_digest: dict[bytes, list[int]] = defaultdict(list)

    def common(self, row: int) -> bool:
        """Whether the row is no evidence."""
        return self.counts.get(row, 1) > self.limit

    def prefix(self, place: int) -> list[int]:
        """The rarest rows of a form, of which a form like it has one; none where it has too few to tell."""
        rows = sorted((row for row in self.evidence.rows(place) if not self.common(row)), key=lambda row: (self.counts.get(row, 1), row))
        return rows[: len(rows) - int(-(-LIKENESS * len(rows) // 1)) + 1] if len(rows) >= MIN_SHARED else []

    def add(self, place: int, prefix: Sequence[int]) -> None:
        """A form that is to be found."""
        self._by_digest[self.evidence.digest(place)].append(place)
        for row in prefix:
            if row in self.counts:  # a row that one form alone has leads nowhere
                self._by_row[row].append(place)

    def candidates(self, place: int, prefix: Sequence[int]) -> list[int]:
        """The forms added that may be like this one, in order."""
        by_row = {earlier for row in prefix for earlier in self._by_row.get(row, ())}
        return sorted(by_row.union(self._by_digest.get(self.evidence.digest(place), ())))

    def alike(self, a: int, b: int) -> bool:
        """Enough distinctive rows in common, and most rows: of the distinctive ones, or of all evidence where a row that happens to be
        frequent (a rate of ≥96% in a large collection) would tip the balance."""
        shared, every = self.evidence.rows(a) & self.evidence.rows(b), self.evidence.rows(a) | self.evidence.rows(b)
        rare = sum(not self.common(row) for row in shared)
        if rare < MIN_SHARED:
            return False
        return rare >= LIKENESS * sum(not self.common(row) for row in every) or len(shared) >= LIKENESS * len(every)


def _pairs_of_kind(facts: Sequence[FormFacts], evidence: _Evidence, first: int, same: _Same) -> Iterator[CopiedPair]:
    """Those before ``first`` are sources only; from there on (where there are sources at all) forms are only looked up."""
    index = _Index(evidence)
    for place, number in enumerate(evidence.forms):
        prefix = index.prefix(place)
        if not prefix:
            continue
        candidates = index.candidates(place, prefix) if number >= first else []
        like = (earlier for earlier in candidates if index.alike(earlier, place))
        source = next((earlier for earlier in like if not same(facts[evidence.forms[earlier]], facts[number])), None)
        if source is not None:
            yield _pair(facts, evidence.forms[source], number)
        if number >= first > 0:
            continue
        if source is None or evidence.digest(source) != evidence.digest(place):  # what is the same to the letter is found through the first
            index.add(place, prefix)
