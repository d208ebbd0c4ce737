"""From rows to figures: the same of files that were just checked and of a store, form by form, so that nothing of a form is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from linter.dataset.filling import Filled, counts
from linter.dataset.schema import FindingRow, FormRow, IndicatorRow
from linter.files.printing import on_one_line
from linter.model.finding import Family, Severity
from linter.reports.feedback.batch import NO_UNIT
from linter.reports.feedback.scoring import formula
from linter.reports.statistics.model import Counted, Figures, Heaping, Histogram, RuleFigures, Statistics, spread_of
from linter.reports.wording import FAMILY_NAMES, unchecked_text
from linter.rules.registry import rules
from linter.values.types import Comparator, Shape

OWN = "自定义"
_HUNDRED, _STEP = Decimal(100), 5
FORMULAS = {
    "quantified": "指标值含有数字或日期的指标占全部已填指标的比例；实施期与年度相同的计一次。",
    "heaping": "5的倍数的个数÷大于0小于100的百分比指标值个数×500；100为没有集中，500为全部是5的倍数。",
    "phrases": "“空泛”类规则指出的指标值，按出现次数。",
}
Source = tuple[str, Filled]
"""A run's name and the rows of one of its inputs."""


def _year(form: FormRow) -> str:
    return f"{form.year}年" if form.year is not None else "（未写明年度）"


GROUPS: dict[str, Callable[[FormRow], str]] = {
    "unit": lambda form: form.unit,
    "year": _year,
    "project-type": lambda form: form.type or "（未写明项目属性）",
}
"""What forms can be grouped by."""


def _counted(counter: Counter[str]) -> Counted:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _written(row: IndicatorRow, number: Decimal) -> str:
    sign = row.comparator if row.comparator not in (None, Comparator.EQ.value) else ""
    return f"{sign or ''}{number.normalize():f}%"


@dataclass(frozen=True, slots=True)
class _Form:
    """A form with its rows and with the findings that count."""

    run: str
    row: FormRow
    indicators: tuple[IndicatorRow, ...]
    findings: tuple[FindingRow, ...]


class _Sums:
    """Figures as they add up."""

    def __init__(self) -> None:
        self.forms = self.without_amount = self.targets = self.quantified = self.between = self.fives = 0
        self.amount = Decimal(0)
        self.scores = Counter[Decimal]()
        self.phrases, self.percents = Counter[str](), Counter[str]()
        self.families: dict[str, Counter[Severity]] = {name: Counter() for name in (*FAMILY_NAMES.values(), OWN)}

    def add(self, form: _Form) -> None:
        """One more form."""
        self.forms += 1
        self.without_amount += form.row.amount is None
        self.amount += form.row.amount or 0
        if form.row.quality is not None:
            self.scores[form.row.quality] += 1
        for row in form.indicators:
            if row.name.strip() and row.value.strip():
                self.targets += 1
                self.quantified += row.quantified
                self._heap(row)
        self.said(form.findings)

    def said(self, findings: Iterable[FindingRow]) -> None:
        """Findings on a form, or on a document as a whole."""
        for finding in findings:
            family = Family.of(finding.code)
            self.families[FAMILY_NAMES.get(family, OWN)][Severity(finding.severity)] += 1
            phrase = "".join(finding.cell.split())
            if phrase and family is Family.VACUOUS and finding.path.endswith(".value"):
                self.phrases[phrase] += 1

    def _heap(self, row: IndicatorRow) -> None:
        number = _percent(row)
        if number is not None:
            self.percents[_written(row, number)] += 1
            if 0 < number < _HUNDRED:
                self.between += 1
                self.fives += number % 5 == 0

    def _mean(self) -> Decimal | None:
        whole = sum((score * count for score, count in self.scores.items()), Decimal(0))
        return (whole / self.scores.total()).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.scores else None

    def figures(self, name: str) -> Figures:
        """What it comes to."""
        return Figures(
            on_one_line(name),
            self.forms,
            self.amount,
            self.without_amount,
            {family: by_severity for family, by_severity in self.families.items() if by_severity},
            self.targets,
            self.quantified,
            _counted(self.phrases),
            Heaping(_counted(self.percents), self.between, self.fives),
            self._mean(),
            spread_of(self.scores),
        )


def _percent(row: IndicatorRow) -> Decimal | None:
    return row.number if row.shape == Shape.NUMBER.value and row.measure == "%" else None


class _Rule:
    """What one rule found, as it adds up."""

    def __init__(self) -> None:
        self.severities = Counter[Severity]()
        self.forms = 0
        self.units: set[str] = set()

    def figures(self, code: str, titles: Mapping[str, str]) -> RuleFigures:
        return RuleFigures(code, titles.get(code, OWN), dict(self.severities), self.forms, len(self.units))


@dataclass(slots=True)
class _Collected:
    """Everything that is counted in one pass."""

    by: str
    total: _Sums = field(default_factory=_Sums)
    units: dict[str, _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    groups: dict[str, _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    trend: dict[tuple[str, str], _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    rules: dict[str, _Rule] = field(default_factory=lambda: defaultdict(_Rule))
    heat: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)
    percents: Counter[int] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, run: str, one: Filled) -> None:
        """One more input."""
        for form in _forms(run, one):
            self._form(form)
        general = [each for each in one.findings if each.form is None and counts(each)]
        unit = one.forms[0].unit if one.forms else NO_UNIT
        if general:
            self.total.said(general)
            self.units[unit].said(general)
            self._rules(unit, general)
        self.notes += (unchecked_text(note.what, note.place, note.why) for note in one.notes)

    def _form(self, form: _Form) -> None:
        unit = form.row.unit
        for sums in (self.total, self.units[unit], self.trend[form.run, _year(form.row)]):
            sums.add(form)
        if self.by in GROUPS and self.by != "unit":
            self.groups[GROUPS[self.by](form.row)].add(form)
        self._rules(unit, form.findings)
        for code in {each.code for each in form.findings}:
            self.rules[code].forms += 1
            self.heat[unit, code] += 1
        if form.row.quality is not None:
            self.scores[_stretch(form.row.quality)] += 1
        self.percents.update(
            _stretch(number) for row in form.indicators if (number := _percent(row)) is not None and 0 <= number <= _HUNDRED
        )

    def _rules(self, unit: str, findings: Iterable[FindingRow]) -> None:
        for finding in findings:
            rule = self.rules[finding.code]
            rule.severities[Severity(finding.severity)] += 1
            rule.units.add(unit)


def _stretch(number: Decimal) -> int:
    """The stretch of five points a number from 0 to 100 lies in; 100 is one by itself."""
    return int(number // _STEP) * _STEP


def _forms(run: str, one: Filled) -> Iterator[_Form]:
    rows = {number: tuple(group) for number, group in groupby(one.indicators, key=lambda row: row.form)}
    findings: dict[int | None, list[FindingRow]] = defaultdict(list)
    for each in filter(counts, one.findings):
        findings[each.form].append(each)
    for row in one.forms:
        yield _Form(run, row, rows.get(row.form, ()), tuple(findings[row.form]))


def _histogram(name: str, found: Counter[int]) -> Histogram:
    if not found:
        return Histogram(name, ())
    stretches = range(min(found), 101, _STEP)
    return Histogram(name, tuple((f"{at}–{at + _STEP}" if at < _HUNDRED else "100", found[at]) for at in stretches))


def statistics_of(sources: Iterable[Source], version: str, ruleset: str, by: str = "unit") -> Statistics:
    """The figures of one run or several. ``by``: one of ``linter.reports.statistics.model.BY``."""
    collected = _Collected(by)
    for run, one in sources:
        collected.add(run, one)
    units = _named(collected.units, last=NO_UNIT)
    titles = {each.rule.code: each.rule.title for each in rules()}
    several = len({run for run, _ in collected.trend}) > 1
    return Statistics(
        collected.total.figures("全部"),
        units,
        tuple(collected.notes),
        {"quality": f"各表机审质量分的平均值。{formula()}", **FORMULAS},
        version,
        ruleset,
        by,
        units if by == "unit" else _named(collected.groups),
        tuple(sorted((rule.figures(code, titles) for code, rule in collected.rules.items()), key=lambda rule: (-rule.hits, rule.code))),
        tuple(sums.figures(f"{run} {year}" if several else year) for (run, year), sums in sorted(collected.trend.items())),
        {(on_one_line(unit), code): forms for (unit, code), forms in collected.heat.items()},
        (_histogram("百分比指标值", collected.percents), _histogram("机审质量分", collected.scores)),
    )


def _named(sums: Mapping[str, _Sums], last: str = "") -> tuple[Figures, ...]:
    return tuple(sums[name].figures(name) for name in sorted(sums, key=lambda name: (name == last, name)))
