"""Forms that carry the indicators of another: exact set comparison behind an index over rare rows, linear in the number of forms.

A row counts as evidence only where it is distinctive: satisfaction rows, money rows (they follow the budget), rows named after their
category and rows that many different forms share say nothing. Two forms whose distinctive rows overlap by at least ``LIKENESS`` must share one of their few rarest rows (the
prefix filter of set similarity joins), so only these are indexed and nothing is missed.

Rows are kept as numbers, on disk where they are many. They are counted a part at a time, and forms are compared a group at a time: those that share
a rare row, those that share one with these, and so on. Most forms are in no group.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from linter.collection.facts import FormFacts, Joined, RowFacts
from linter.collection.pairing import same_project
from linter.files.frames import Frames, Parted
from linter.model.form import COST_CATEGORIES
from linter.values import is_category_name

LIKENESS = Fraction(4, 5)
"""Shared distinctive rows over all distinctive rows of both."""
MIN_SHARED = 4
"""Fewer distinctive rows in common are no evidence."""
_COMMON_SHARE, _COMMON_FLOOR, _COMMON_CEILING = Fraction(1, 4), 5, 200
"""A row is common, and no evidence, from a quarter of the different forms on; never below 5, always above 200 (which also keeps the index small)."""
_AT_ONCE = 1024
"""Forms whose rows are remembered."""
_MONEY = re.compile(r"[0-9][,.]?(?:万|亿)?元")


class CopiedPair(Struct, frozen=True):
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


def _number(content: bytes) -> int:
    """Content as a number: two that differ have one number in 10¹⁹ cases."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big")


def evidence_of(facts: FormFacts) -> array[int]:
    """The evidence of a form: its distinctive rows as numbers, in order."""
    said = (f"{row.name}\0{row.value}".encode("utf-8", "surrogatepass") for row in facts.rows if _is_evidence(row))
    return array("Q", sorted(set(map(_number, said))))


def digest_of(evidence: array[int]) -> int:
    """The same for forms with the same evidence."""
    return _number(evidence.tobytes())


class _Evidence:
    """The evidence rows of forms of one kind as numbers. On disk where they are many: some thirty bytes a form are kept at hand."""

    def __init__(self) -> None:
        self.forms = array("Q")
        """The forms, as the facts number them; the rest of the class numbers them by their place here."""
        self._rows = Frames()
        self._digests = array("Q")
        self._having = Parted()
        """Row → digest of a form that has it."""
        self.rows = lru_cache(_AT_ONCE)(self._rows_of)

    def add(self, number: int, facts: FormFacts) -> None:
        """One more form."""
        rows = evidence_of(facts)
        digest = digest_of(rows)
        self._rows.append(rows.tobytes())
        self._digests.append(digest)
        self.forms.append(number)
        for row in rows:
            self._having.add(row, digest)

    def _rows_of(self, place: int) -> frozenset[int]:
        """The rows of a form."""
        rows = array("Q")
        rows.frombytes(self._rows[place])
        return frozenset(rows)

    def digest(self, place: int) -> int:
        """The same for forms with the same rows."""
        return self._digests[place]

    def counted(self) -> _Counts:
        """How many different forms have a row. Forms that are the same to the letter count once, or a row copied often would look common."""
        counts = _Counts()
        for part in self._having.parts():
            counts.add(Counter(row for row, _ in set(part)))
        return counts

    def different(self) -> int:
        """How many forms differ."""
        parted = Parted()
        for digest in self._digests:
            parted.add(digest, 0)
        return sum(len(set(part)) for part in parted.parts())


class _Counts:
    """How many different forms have a row, of rows that several have: two arrays side by side, rows in order."""

    def __init__(self) -> None:
        self._rows, self._counts = array("Q"), array("L")

    def add(self, counts: Mapping[int, int]) -> None:
        """The rows of one more part, all of them above those before."""
        for row, count in sorted(counts.items()):
            if count > 1:
                self._rows.append(row)
                self._counts.append(count)

    def __getitem__(self, row: int) -> int:
        at = bisect_left(self._rows, row)
        return self._counts[at] if at < len(self._rows) and self._rows[at] == row else 1


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


class WithCopies(Joined):
    """Facts whose copies were found elsewhere, group by group (``copies_within``). ``copies``: (later, earlier), in order."""

    def __init__(self, facts: Sequence[FormFacts], copies: Sequence[tuple[int, int]]) -> None:
        super().__init__(facts, ())
        self.copies = copies


def copies_within(forms: Mapping[int, FormFacts], counts: Mapping[int, int], different: int) -> Iterator[tuple[int, int]]:
    """The forms of a group that copy an earlier one: (later, earlier). ``forms``: of one kind, by their number in the collection and in order, all
    that are like one of them among them; ``counts`` and ``different``: of the whole collection, as of ``Rarity``."""
    evidence = _Evidence()
    for number, facts in forms.items():
        evidence.add(number, facts)
    rarity = Rarity(evidence.rows, counts, different)
    places = [place for place in range(len(forms)) if rarity.prefix(place)]
    return _pairs_of_group(places, forms, _Index(evidence, rarity), 0, _same_form)


def copied_pairs(facts: Sequence[FormFacts]) -> Iterator[CopiedPair]:
    """For every form that copies an earlier one: the pair with the earliest such form, in order. A group of copies has one source."""
    if isinstance(facts, WithCopies):
        yield from (_pair(facts, earlier, later) for later, earlier in facts.copies)
    else:
        yield from _pairs(facts, 0, _same_form)


def copied_from(sources: Sequence[FormFacts], facts: Sequence[FormFacts]) -> Iterator[CopiedPair]:
    """For every form of ``facts`` that copies another project's form among ``sources``: the pair with the earliest such form.
    ``earlier`` numbers the sources, ``later`` the facts."""
    for pair in _pairs(Joined(sources, facts), len(sources), same_project):
        yield replace(pair, later=pair.later - len(sources))


_Same = Callable[[FormFacts, FormFacts], bool]


def _pairs(facts: Sequence[FormFacts], first: int, same: _Same) -> Iterator[CopiedPair]:
    """Forms before ``first`` are sources only; from there on (where there are sources at all) forms are only looked up."""
    kinds: dict[str, _Evidence] = defaultdict(_Evidence)
    for number, form_facts in enumerate(facts):
        kinds[form_facts.kind].add(number, form_facts)
    copies: list[tuple[int, int]] = []
    while kinds:
        _, evidence = kinds.popitem()
        rarity = Rarity(evidence.rows, evidence.counted(), evidence.different())
        for places in _groups(evidence, rarity):
            copies += _pairs_of_group(places, facts, _Index(evidence, rarity), first, same)
    return (_pair(facts, earlier, later) for later, earlier in sorted(copies))


class _Counted(Protocol):
    def __getitem__(self, row: int, /) -> int: ...


class Rarity:
    """Which rows tell something. ``rows``: gives those of a form; ``counts``: how many different forms have a row; ``different``: how many there
    are."""

    def __init__(self, rows: Callable[[int], frozenset[int]], counts: _Counted, different: int) -> None:
        self.rows, self._counts = rows, counts
        self._limit = min(max(_COMMON_FLOOR, int(_COMMON_SHARE * different)), _COMMON_CEILING)

    def alone(self, row: int) -> bool:
        """Whether one form alone has the row: it leads nowhere."""
        return self._counts[row] == 1

    def common(self, row: int) -> bool:
        """Whether the row is no evidence."""
        return self._counts[row] > self._limit

    def prefix(self, place: int) -> list[int]:
        """The rarest rows of a form, of which a form like it has one; none where it has too few to tell."""
        rows = sorted((row for row in self.rows(place) if not self.common(row)), key=lambda row: (self._counts[row], row))
        return rows[: len(rows) - int(-(-LIKENESS * len(rows) // 1)) + 1] if len(rows) >= MIN_SHARED else []

    def alike(self, a: int, b: int) -> bool:
        """Enough distinctive rows in common, and most rows: of the distinctive ones, or of all evidence where a row that happens to be
        frequent (a rate of ≥96% in a large collection) would tip the balance."""
        shared, every = self.rows(a) & self.rows(b), self.rows(a) | self.rows(b)
        rare = sum(not self.common(row) for row in shared)
        if rare < MIN_SHARED:
            return False
        return rare >= LIKENESS * sum(not self.common(row) for row in every) or len(shared) >= LIKENESS * len(every)


def _groups(evidence: _Evidence, rarity: Rarity) -> Iterator[array[int]]:
    """The forms that may be like another, in groups and in order: no form is like one of another group."""
    reached = Parted()
    for place in range(len(evidence.forms)):
        prefix = rarity.prefix(place)
        if prefix:
            for key in (evidence.digest(place), *(row for row in prefix if not rarity.alone(row))):
                reached.add(key, place)
    leaders = array("Q", range(len(evidence.forms)))

    def leader(place: int) -> int:
        while leaders[place] != place:
            leaders[place] = place = leaders[leaders[place]]
        return place

    for part in reached.parts():
        firsts: dict[int, int] = {}
        for key, place in part:
            ends = leader(firsts.setdefault(key, place)), leader(place)
            leaders[max(ends)] = min(ends)
    groups: dict[int, array[int]] = {}
    for place in range(len(leaders)):
        if (first := leader(place)) != place:
            groups.setdefault(first, array("Q", [first])).append(place)
    yield from groups.values()


class _Index:
    """Where the forms of a group are found again: by a rare row that several have, or by all rows where they are the same to the letter."""

    def __init__(self, evidence: _Evidence, rarity: Rarity) -> None:
        self.evidence, self.rarity = evidence, rarity
        self._by_row: dict[int, list[int]] = defaultdict(list)
        self._by_digest: dict[int, list[int]] = defaultdict(list)

    def add(self, place: int, prefix: Sequence[int]) -> None:
        """A form that is to be found."""
        self._by_digest[self.evidence.digest(place)].append(place)
        for row in prefix:
            if not self.rarity.alone(row):
                self._by_row[row].append(place)

    def candidates(self, place: int, prefix: Sequence[int]) -> list[int]:
        """The forms added that may be like this one, in order."""
        by_row = {earlier for row in prefix for earlier in self._by_row.get(row, ())}
        return sorted(by_row.union(self._by_digest.get(self.evidence.digest(place), ())))


def _pairs_of_group(
    places: Iterable[int], facts: Sequence[FormFacts] | Mapping[int, FormFacts], index: _Index, first: int, same: _Same
) -> Iterator[tuple[int, int]]:
    """The forms of a group that copy an earlier one, each with the earliest such form: (later, earlier), as the facts number them."""
    evidence = index.evidence
    for place in places:
        number, prefix = evidence.forms[place], index.rarity.prefix(place)
        candidates = index.candidates(place, prefix) if number >= first else []
        like = (earlier for earlier in candidates if index.rarity.alike(earlier, place))
        source = next((earlier for earlier in like if not same(facts[evidence.forms[earlier]], facts[number])), None)
        if source is not None:
            yield number, evidence.forms[source]
        if number >= first > 0:
            continue
        if source is None or evidence.digest(source) != evidence.digest(place):  # what is the same to the letter is found through the first
            index.add(place, prefix)
