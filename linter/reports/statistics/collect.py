"""From the review of a batch to its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from linter.collection.facts import row_facts
from linter.knowledge.context import using
from linter.model.finding import Family, Finding, Severity
from linter.reports.feedback.batch import batch_of
from linter.reports.feedback.model import ProjectReview, Remark
from linter.reports.feedback.scoring import formula
from linter.reports.result import Result
from linter.reports.statistics.model import Counted, Figures, Heaping, Statistics
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


def _heaping(values: Sequence[Value]) -> Heaping:
    percents = [quantity for value in values if (quantity := _percent(value)) is not None]
    between = [quantity.number for quantity in percents if 0 < quantity.number < _HUNDRED]
    return Heaping(_counted(Counter(map(_written, percents))), len(between), sum(number % 5 == 0 for number in between))


def _families(findings: Iterable[Finding]) -> dict[str, Counter[Severity]]:
    names = (*FAMILY_NAMES.values(), OWN)
    by_name: dict[str, Counter[Severity]] = {name: Counter() for name in names}
    for finding in findings:
        by_name[FAMILY_NAMES.get(finding.family, OWN)][finding.severity] += 1
    return {name: counts for name, counts in by_name.items() if counts}


def _figures(unit: str, projects: Sequence[ProjectReview], general: Sequence[Remark]) -> Figures:
    findings = [f for remark in (*(r for p in projects for r in p.remarks), *general) for f in remark.findings]
    values = [parse_value(row.value) for project in projects for row in row_facts(project.form)]
    phrases = Counter(
        phrase for f in findings if f.family is Family.VACUOUS and f.path.endswith(".value") and (phrase := "".join(f.cell.split()))
    )
    scores = [project.score.value for project in projects]
    quality = (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1"), ROUND_HALF_UP) if scores else None
    return Figures(
        unit,
        len(projects),
        sum((project.amount for project in projects if project.amount is not None), Decimal(0)),
        sum(project.amount is None for project in projects),
        _families(findings),
        len(values),
        sum(value.quantified for value in values),
        _counted(phrases),
        _heaping(values),
        quality,
    )


def statistics_of(result: Result) -> Statistics:
    """The figures of a run that kept its documents."""
    batch = batch_of(result)
    with using(result.knowledge):
        units = tuple(_figures(unit.unit, unit.projects, unit.general) for unit in batch.units)
        general = [remark for unit in batch.units for remark in unit.general]
        total = _figures("全部", batch.projects, general)
    formulas = {"quality": f"各表机审质量分的平均值。{formula()}", **FORMULAS}
    return Statistics(total, units, batch.not_checked, formulas, result.version, result.ruleset)
