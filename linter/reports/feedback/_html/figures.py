"""What the page draws as bars: findings by family and by unit, and each unit's share of quantified targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from linter.knowledge.context import using
from linter.model.finding import Finding, Severity
from linter.model.form import Form, Target
from linter.reports.feedback.model import Batch, UnitReview
from linter.reports.wording import FAMILY_NAMES
from linter.values import parse_value
from linter.values.types import Shape

MOST_BARS = 12
"""More units than this are in the table, not in the picture."""


class Bar(Struct, frozen=True):
    """A bar: its parts in percent of the longest bar (class, from, width), and the figures as text."""

    label: str
    parts: tuple[tuple[str, str, str], ...]
    figures: tuple[str, ...]


def family(finding: Finding) -> str:
    """空泛, 单位 …"""
    return FAMILY_NAMES.get(finding.family, "自定义")


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}".removesuffix(".0") if whole else "0"


def _stacked(counts: Sequence[tuple[str, Counter[Severity]]]) -> tuple[Bar, ...]:
    most = max((sum(count.values()) for _, count in counts), default=0)
    bars = []
    for label, count in counts:
        parts, at = [], 0
        for severity in Severity:
            if count[severity]:
                parts.append((severity.value[0], _percent(at, most), _percent(count[severity], most)))
            at += count[severity]
        bars.append(Bar(label, tuple(parts), (*(str(count[severity]) for severity in Severity), str(at))))
    return tuple(bars)


def _of_unit(unit: UnitReview) -> Iterator[Finding]:
    yield from (f for project in unit.projects for remark in project.remarks for f in remark.findings)
    yield from (f for remark in unit.general for f in remark.findings)


def by_family(batch: Batch) -> tuple[Bar, ...]:
    """Findings by family, in the order of the rule codes."""
    by_code: dict[tuple[str, str], Counter[Severity]] = {}
    for finding in (f for unit in batch.units for f in _of_unit(unit)):
        by_code.setdefault((finding.code, family(finding)), Counter())[finding.severity] += 1
    counts: dict[str, Counter[Severity]] = {}
    for code, name in sorted(by_code):
        counts.setdefault(name, Counter()).update(by_code[code, name])
    return _stacked(list(counts.items()))


def by_unit(batch: Batch) -> tuple[Bar, ...]:
    """Findings by unit, the most first; units without findings are left out."""
    counts = [(unit.unit, said) for unit in batch.units if (said := Counter(f.severity for f in _of_unit(unit)))]
    return _stacked(sorted(counts, key=lambda pair: (-sum(pair[1].values()), pair[0])))


def _quantified(target: Target) -> bool:
    """A number, a date, or a grade that stands in a law: as the rule on the share of quantified targets counts."""
    sign = target.comparator or target.nature
    value = parse_value(target.value.text, sign.text if sign else None, target.unit.text if target.unit else None)
    return value.quantified or value.when is not None or value.shape is Shape.STATUTORY


def _filled(forms: Iterable[Form]) -> Iterator[Target]:
    """One target a row, the annual one where it is filled."""
    targets = (indicator.annual or indicator.period for form in forms for indicator in form.indicators)
    return (target for target in targets if target is not None and target.value)


def quantified(batch: Batch) -> tuple[Bar, ...]:
    """The share of quantified targets of each unit, the lowest first. Rows without a value do not count."""
    rows = []
    for unit in batch.units:
        with using(batch.knowledge):
            counted = Counter(map(_quantified, _filled(project.form for project in unit.projects)))
        if counted:
            rows.append((unit.unit, counted[True], counted.total()))
    rows.sort(key=lambda row: (row[1] / row[2], row[0]))
    return tuple(
        Bar(unit, (("q", "0", _percent(part, all_)),), (f"{part}/{all_}", f"{_percent(part, all_)}%")) for unit, part, all_ in rows
    )
