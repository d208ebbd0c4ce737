"""From the review of a batch to its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from linter.collection.facts import row_facts
from linter.knowledge.context import using
from linter.model.finding import Family, Severity
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import ProjectReview, Remark
from linter.reports.feedback.scoring import formula
from linter.reports.result import Result
from linter.reports.statistics.model import Counted, Figures, Heaping, Statistics, spread_of
from linter.reports.wording import FAMILY_NAMES
from linter.values import parse_value
from linter.values.types import Comparator, Quantity, Shape, Value

OWN = "自定义"
_HUNDRED = Decimal(100)
FORMULAS = {
    "quantified": "指标值含有数字或日期的指标占全部已填指标的比例；实施期与年度相同的计一次。",
    "heaping": "5的倍数的个数÷大于0小于100的百分比指标值个数×500；100为没有集中，500为全部是5的倍数。",
    "phrases": "“空泛”类规则指出的指标值，按出现次数。",
}


def _counted(counter: Counter[str]) -> Counted:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _percent(value: Value) -> Quantity | None:
    quantity = value.quantity
    if (
        value.shape is not Shape.NUMBER
        or quantity is None
        or quantity.unit is None
        or quantity.unit.symbol != "%"
        or value.change is not None
    ):
        return None
    return quantity


def _written(quantity: Quantity) -> str:
    sign = quantity.comparator if quantity.comparator not in (None, Comparator.EQ) else ""
    return f"{sign or ''}{quantity.number.normalize():f}%"


class _Sums:
    """Figures as they add up, form by form: nothing of a form is kept."""

    def __init__(self) -> None:
        self.forms = self.without_amount = self.targets = self.quantified = self.between = self.fives = 0
        self.amount = Decimal(0)
        self.scores = Counter[Decimal]()
        self.phrases, self.percents = Counter[str](), Counter[str]()
        self.families: dict[str, Counter[Severity]] = {name: Counter() for name in (*FAMILY_NAMES.values(), OWN)}

    def add(self, project: ProjectReview) -> None:
        """One more form."""
        self.forms += 1
        self.scores[project.score.value] += 1
        self.without_amount += project.amount is None
        self.amount += project.amount or 0
        for value in (parse_value(row.value) for row in row_facts(project.form)):
            self.targets += 1
            self.quantified += value.quantified
            self._heap(_percent(value))
        self.said(project.remarks)

    def said(self, remarks: Iterable[Remark]) -> None:
        """Remarks on a form, or on a document as a whole."""
        for finding in (f for remark in remarks for f in remark.findings):
            self.families[FAMILY_NAMES.get(finding.family, OWN)][finding.severity] += 1
            phrase = "".join(finding.cell.split())
            if phrase and finding.family is Family.VACUOUS and finding.path.endswith(".value"):
                self.phrases[phrase] += 1

    def _heap(self, quantity: Quantity | None) -> None:
        if quantity is not None:
            self.percents[_written(quantity)] += 1
            if 0 < quantity.number < _HUNDRED:
                self.between += 1
                self.fives += quantity.number % 5 == 0

    def _mean(self) -> Decimal | None:
        whole = sum((score * count for score, count in self.scores.items()), Decimal(0))
        return (whole / self.forms).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.forms else None

    def figures(self, unit: str) -> Figures:
        """What it comes to."""
        return Figures(
            unit,
            self.forms,
            self.amount,
            self.without_amount,
            {name: counts for name, counts in self.families.items() if counts},
            self.targets,
            self.quantified,
            _counted(self.phrases),
            Heaping(_counted(self.percents), self.between, self.fives),
            self._mean(),
            spread_of(self.scores),
        )


def statistics_of(result: Result) -> Statistics:
    """The figures of a run that kept its documents."""
    batch = batch_of(result)
    total, units = _Sums(), []
    with using(result.knowledge):
        for unit in batch.units:
            own = _Sums()
            for project in unit.projects:
                own.add(project)
                total.add(project)
            own.said(unit.general)
            total.said(unit.general)
            units.append(own.figures(unit.unit))
    formulas = {"quality": f"各表机审质量分的平均值。{formula()}", **FORMULAS}
    return Statistics(total.figures("全部"), tuple(units), batch.not_checked, formulas, result.version, result.ruleset)
