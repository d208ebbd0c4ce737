"""From rows to figures: the same of files that were just checked and of a store, form by form, so that nothing of a form is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise

from msgspec import Struct, field

from linter.dataset.filling import OWN, InputRows, counts, title_of
from linter.dataset.schema import FindingRow, FormRow, IndicatorRow
from linter.files.printing import on_one_line
from linter.model.finding import Family, Severity
from linter.reports.feedback.batch import NO_UNIT
from linter.reports.feedback.scoring import formula
from linter.reports.statistics.model import Counted, Figures, Heaping, Histogram, RuleFigures, Statistics, spread_of
from linter.reports.wording import FAMILY_NAMES, unchecked_text
from linter.values.types import Comparator, Shape

_HUNDRED, _STEP = Decimal(100), 5
FORMULAS = {
    "quantified": "指标值含有数字或日期的指标占全部已填指标的比例；实施期与年度相同的计一次。",
    "heaping": "5的倍数的个数÷大于0小于100的百分比指标值个数×500；100为没有集中，500为全部是5的倍数。",
    "phrases": "“空泛”类规则指出的指标值，按出现次数。",
}
Source = tuple[str, InputRows]
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


class _Form(Struct, frozen=True):
    """A form with its rows and with the findings that count."""

    run: str
    row: FormRow
    indicators: tuple[IndicatorRow, ...]
    findings: tuple[FindingRow, ...]


class _Totals:
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

    def figures(self, code: str) -> RuleFigures:
        return RuleFigures(code, title_of(code), dict(self.severities), self.forms, len(self.units))


class _Counts(Struct):
    """Everything that is counted in one pass."""

    by: str
    total: _Totals = field(default_factory=_Totals)
    units: dict[str, _Totals] = field(default_factory=lambda: defaultdict(_Totals))
    groups: dict[str, _Totals] = field(default_factory=lambda: defaultdict(_Totals))
    trend: dict[tuple[str, str], _Totals] = field(default_factory=lambda: defaultdict(_Totals))
    trend_units: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    rules: dict[str, _Rule] = field(default_factory=lambda: defaultdict(_Rule))
    heat: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)
    percents: Counter[int] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)
    runs: set[str] = field(default_factory=set)

    def add(self, run: str, rows: InputRows) -> None:
        """One more input."""
        self.runs.add(run)
        for form in _forms(run, rows):
            self._form(form)
        general = [each for each in rows.findings if each.form is None and counts(each)]
        unit = rows.forms[0].unit if rows.forms else NO_UNIT
        if general:
            self.total.said(general)
            self.units[unit].said(general)
            self._rules(unit, general)
        self.notes += ((run, unchecked_text(note.what, note.place, note.why)) for note in rows.notes)

    def _form(self, form: _Form) -> None:
        unit = form.row.unit
        for sums in (self.total, self.units[unit], self.trend[form.run, _year(form.row)]):
            sums.add(form)
        self.trend_units[form.run, _year(form.row)].add(unit)
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


def _forms(run: str, rows: InputRows) -> Iterator[_Form]:
    indicators = {number: tuple(group) for number, group in groupby(rows.indicators, key=lambda row: row.form)}
    findings: dict[int | None, list[FindingRow]] = defaultdict(list)
    for each in filter(counts, rows.findings):
        findings[each.form].append(each)
    for row in rows.forms:
        yield _Form(run, row, indicators.get(row.form, ()), tuple(findings[row.form]))


def _histogram(name: str, counted: Counter[int]) -> Histogram:
    if not counted:
        return Histogram(name, ())
    stretches = range(min(counted), 101, _STEP)
    return Histogram(name, tuple((f"{at}–{at + _STEP}" if at < _HUNDRED else "100", counted[at]) for at in stretches))


def statistics_of(sources: Iterable[Source], version: str, ruleset: str, by: str = "unit") -> Statistics:
    """The figures of one run or several. ``by``: one of ``linter.reports.statistics.model.BY``."""
    collected = _Counts(by)
    for run, rows in sources:
        collected.add(run, rows)
    units = _named(collected.units, last=NO_UNIT)
    several = len(collected.runs) > 1
    by_point = [units_there for _, units_there in sorted(collected.trend_units.items())]
    return Statistics(
        collected.total.figures("全部"),
        units,
        tuple(f"{run}：{note}" if several else note for run, note in collected.notes),
        {"quality": f"各表机审质量分的平均值。{formula()}", **FORMULAS},
        version,
        ruleset,
        by,
        units if by == "unit" else _named(collected.groups),
        tuple(sorted((rule.figures(code) for code, rule in collected.rules.items()), key=lambda rule: (-rule.hits, rule.code))),
        tuple(sums.figures(f"{run} {year}" if several else year) for (run, year), sums in sorted(collected.trend.items())),
        tuple(bool(before & there) for before, there in pairwise([set[str](), *by_point])),
        {(on_one_line(unit), code): forms for (unit, code), forms in collected.heat.items()},
        (_histogram("百分比指标值", collected.percents), _histogram("机审质量分", collected.scores)),
        tuple(sorted(map(on_one_line, collected.runs))) if several else (),
    )


def _named(sums: Mapping[str, _Totals], last: str = "") -> tuple[Figures, ...]:
    return tuple(sums[name].figures(name) for name in sorted(sums, key=lambda name: (name == last, name)))
