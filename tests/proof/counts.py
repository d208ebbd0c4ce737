"""Counts by rule, and what may be said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linter.reports.statistics.intervals import wilson as interval

ENOUGH = 30
"""Fewer occurrences allow no judgement."""
_Z = 1.959964
"""Two-sided 95 %."""


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval), ``(0, 1)`` where nothing was tried."""
    return interval(hits, tries, _Z) if tries else (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    tries: int

    @property
    def enough(self) -> bool:
        """Whether the number of occurrences allows a judgement."""
        return self.tries >= ENOUGH

    @property
    def least(self) -> float:
        """The lower end of the interval."""
        return wilson(self.hits, self.tries)[0]

    def shown(self) -> str:
        """``0.952 [0.91, 0.98]``, or that it is too early to say."""
        if not self.enough:
            return "未足以判断" if self.tries else "—"
        low, high = wilson(self.hits, self.tries)
        return f"{self.hits / self.tries:.3f} [{low:.2f}, {high:.2f}]"


@dataclass(slots=True)
class Tally:
    """Of one source, by rule: labels found, labels missed, findings that are right, false alarms."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)

    def add(self, by_rule: Mapping[str, Iterable[int]]) -> None:
        """Add counts in the order of the fields."""
        for code, numbers in by_rule.items():
            for counter, number in zip((self.found, self.missed, self.right, self.alarms), numbers, strict=True):
                counter[code] += number

    def by_rule(self) -> dict[str, list[int]]:
        """The counts of every rule that occurs, in the order of the fields."""
        codes = sorted(self.found | self.missed | self.right | self.alarms)
        return {code: [self.found[code], self.missed[code], self.right[code], self.alarms[code]] for code in codes}


def recall(counts: Iterable[int]) -> Share:
    """Of the labels, those found."""
    found, missed, _, _ = counts
    return Share(found, found + missed)


def precision(counts: Iterable[int]) -> Share:
    """Of the findings, those that are right."""
    _, _, right, alarms = counts
    return Share(right, right + alarms)
