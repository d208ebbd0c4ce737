"""Figures over many forms, by unit and in total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct, field

from linter.model.finding import Severity

GROUP_NAMES = {"unit": "单位", "rule": "规则", "year": "年度", "project-type": "项目属性"}
BY = tuple(GROUP_NAMES)
"""What figures can be grouped by."""
FORMULA_NAMES = {"quality": "质量指数", "quantified": "可量化", "heaping": "尾数集中指数", "phrases": "空泛用语"}
"""What the figures are called whose making is explained."""
Counted = tuple[tuple[str, int], ...]
"""What was counted and how often, the most frequent first."""


PERCENTILES = (0, 10, 25, 50, 75, 90, 100)


def spread_of(scores: Counter[Decimal]) -> tuple[tuple[int, Decimal], ...]:
    """Percentiles of scores counted by value (nearest rank), none of no scores."""
    ordered, whole = sorted(scores.items()), sum(scores.values())
    out = []
    for percent in PERCENTILES if whole else ():
        rank, passed = max(1, -(-percent * whole // 100)), 0
        for score, count in ordered:
            passed += count
            if passed >= rank:
                out.append((percent, score))
                break
    return tuple(out)


def share(part: int, whole: int) -> Decimal | None:
    """A share in % with one decimal, ``None`` of nothing."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


class Heaping(Struct, frozen=True):
    """Percentages as targets. ``values``: each target as written (≥95%); ``between``: those above 0 and below 100, where a number is chosen;
    ``fives``: the multiples of five among them."""

    values: Counted
    between: int
    fives: int

    @property
    def percents(self) -> int:
        """How many targets are percentages."""
        return sum(count for _, count in self.values)

    @property
    def index(self) -> Decimal | None:
        """Whipple's index for fives: 100 where no final digit is preferred, 500 where every percentage is a multiple of five."""
        fives = share(self.fives, self.between)
        return fives * 5 if fives is not None else None


class Figures(Struct, frozen=True):
    """The forms of one unit, or of all. ``amount``: 元, over the forms that print one. ``findings``: family → severity → count.

    ``targets``: filled rows (halves that say the same are one), ``quantified``: those with a number or date. ``phrases``: the values that the
    rules on empty wording speak of. ``quality``: mean 机审质量分 of the forms; ``spread``: percentiles of it (``PERCENTILES``), each with the score that so many per cent of the forms
    do not exceed.
    """

    unit: str
    forms: int
    amount: Decimal
    without_amount: int
    findings: Mapping[str, Mapping[Severity, int]]
    targets: int
    quantified: int
    phrases: Counted
    heaping: Heaping
    quality: Decimal | None
    spread: tuple[tuple[int, Decimal], ...] = ()

    @property
    def known_amount(self) -> Decimal | None:
        """``amount``, ``None`` where no form prints one: nothing written is not nothing."""
        return self.amount if self.without_amount < self.forms else None

    def severity(self, severity: Severity) -> int:
        """How many findings of a severity."""
        return sum(counts.get(severity, 0) for counts in self.findings.values())


class RuleFigures(Struct, frozen=True):
    """What one rule found. ``findings``: by severity; ``forms`` and ``units``: that it spoke of."""

    code: str
    title: str
    findings: Mapping[Severity, int]
    forms: int
    units: int

    @property
    def hits(self) -> int:
        """All its findings."""
        return sum(self.findings.values())


class Histogram(Struct, frozen=True):
    """How often a value lies in each stretch, in order: ``stretches`` as (what it is called, how often)."""

    name: str
    stretches: Counted


class Statistics(Struct, frozen=True):
    """``not_checked``: Chinese sentences. ``formulas``: name → how the figure is made, in Chinese.

    ``by``: what ``groups`` are by (``unit year project-type``; ``rule`` has none, but ``rules``). ``trend``: by run and budget year, in order; ``joined``: of
    each, whether it has a unit in common with the one before, so that the two can be compared.
    ``runs``: their names where they are several. ``heat``: (unit, code) → forms of the unit that the rule spoke of. ``histograms``: of percentages as targets, and of the scores of forms.
    """

    total: Figures
    units: tuple[Figures, ...]
    not_checked: tuple[str, ...]
    formulas: Mapping[str, str]
    version: str
    ruleset: str
    by: str = "unit"
    groups: tuple[Figures, ...] = ()
    rules: tuple[RuleFigures, ...] = ()
    trend: tuple[Figures, ...] = ()
    joined: tuple[bool, ...] = ()
    heat: Mapping[tuple[str, str], int] = field(default_factory=dict)
    histograms: tuple[Histogram, ...] = ()
    runs: tuple[str, ...] = ()

    @property
    def several(self) -> str:
        """That the figures are of several runs, in Chinese; ``""`` where they are not."""
        if not self.runs:
            return ""
        return f"{len(self.runs)} 次运行（{'、'.join(self.runs)}）合计，同一张表在几次运行中各计一次；只看一次的，请给出该次的文件夹 run=…"
