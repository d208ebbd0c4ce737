"""One passage of the narrative as the rules read it: what its matchers found, which amounts are changes, what an amount is called."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from linter.knowledge.lexicons import phrase, words
from linter.model.document import Document
from linter.rules.crosscheck import _terms
from linter.rules.crosscheck._passages import Passage, Quantity

_CHANGES = frozenset({"growth", "rate_first", "change"})


class Statement(NamedTuple):
    """One arithmetic statement. ``kind``: ``growth share difference sum``. ``at``: the quantity judged. ``expected`` and ``computation``:
    what it comes to from the stated figures; ``right`` where that is what is printed. ``reading``: in Chinese, how the printed figure may
    have come about, where that can be seen."""

    kind: str
    passage: Passage
    at: Quantity
    expected: str
    computation: str
    right: bool
    reading: str = ""
    terms: tuple[Quantity, ...] = ()


class Match(NamedTuple):
    """What a matcher found: its group, its text, and the numbers of the quantities in it."""

    group: str
    text: str
    quantities: tuple[int, ...]


def sign_of(text: str) -> int:
    """1 for 增加, -1 for 减少, by the first word of change in the text; 0 where there is none."""
    signs = [(text.find(word), -len(word), sign) for sign, group in ((1, "up"), (-1, "down")) for word in words("statements", group)]
    return min((sign for sign in signs if sign[0] >= 0), default=(0, 0, 0))[2]


def this_year(text: str, year: int | None) -> bool:
    """Whether the last year a text speaks of, if any, is the budget year: ``2025年预算``, ``上年`` are not; 上年结转 is no year."""
    years = [match.group() for match in phrase("compared_year").finditer(text)]
    return not years or (years[-1].isdigit() and (year is None or int(years[-1]) == year))


def spread(part: Quantity, whole: Quantity) -> Decimal:
    """How many percentage points a ratio may move by the rounding of its two terms."""
    return (part.half + whole.half * part.number / whole.number) / whole.number * 100 if whole.number else Decimal(0)


def close(computed: Decimal, stated: Quantity, slack: Decimal = Decimal(0)) -> bool:
    """Whether a computed figure is the printed one, up to rounding."""
    return abs(computed - stated.number) <= stated.half + slack


class Reading:
    """A passage with what was found in it. Nothing is matched before something is asked."""

    def __init__(self, passage: Passage, document: Document, owners: tuple[str, ...]) -> None:
        self.passage = passage
        self.document = document
        self.owners = owners
        self.quantities = passage.quantities

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The statements the passage holds, by the patterns of ``lexicons/statements.json``."""
        if not self._worth_reading() or (doc := self.passage.doc) is None:
            return ()
        from linter.language.prose import matches, pattern_matcher

        _, starts = self.passage.masked
        return tuple(
            Match(match.group, match.text, tuple(n for n, start in enumerate(starts) if match.start <= start < match.end))
            for match in matches(pattern_matcher("statements"), doc)
        )

    def _worth_reading(self) -> bool:
        """A plain look before spaCy is loaded: words of change or share beside two figures, or a count of projects or targets."""
        text = self.passage.text
        counted = any(quantity.kind == "count" for quantity in self.quantities) and ("项目" in text or "目标" in text)
        return counted or (len(self.quantities) > 1 and phrase("worth_reading").search(text) is not None)

    @cached_property
    def changes(self) -> frozenset[int]:
        """The quantities that are increases, decreases or their rates."""
        return frozenset(n for match in self.matches if match.group in _CHANGES for n in match.quantities)

    def pairs(self, *groups: str) -> list[tuple[Match, int, int]]:
        """The matches of some groups that hold two quantities."""
        return [(m, *m.quantities) for m in self.matches if m.group in groups and len(m.quantities) == 2]

    def amounts(self, end: int | None = None) -> list[int]:
        """The stated amounts (before a quantity) that are no changes, in order."""
        limit = len(self.quantities) if end is None else end
        return [n for n in range(limit) if self.quantities[n].kind == "amount" and n not in self.changes]

    def is_this_year(self, number: int) -> bool:
        """The amount is not said of another year (2025年预算X万元)."""
        return this_year(self.passage.lead(number), self.document.budget_year)

    def term(self, number: int) -> str | None:
        """What an amount is called: a term of ``lexicons/budget-terms.json``."""
        return _terms.term_of(self.passage.before(number), self.owners)
