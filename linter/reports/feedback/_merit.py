"""The sentence of merit a review letter opens with: only what is true of every form of the unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from linter.model.finding import Family
from linter.model.form import BENEFIT_CATEGORIES, OUTPUT_CATEGORIES
from linter.reports.feedback.model import ProjectReview, UnitReview

_GROUPS = (OUTPUT_CATEGORIES, BENEFIT_CATEGORIES, frozenset({"服务对象满意度"}))
_QUANTIFIED = Decimal("0.6")
"""From this share on it is a merit."""
_SAID = 2


def _codes(project: ProjectReview) -> frozenset[str]:
    return frozenset(remark.code for remark in project.remarks)


def _no_finding(project: ProjectReview, slugs: frozenset[str]) -> bool:
    return not any(finding.slug in slugs for remark in project.remarks for finding in remark.findings)


def _filled(project: ProjectReview) -> bool:
    return not any(Family.of(code) is Family.COMPLETENESS for code in _codes(project))


def _all_kinds(project: ProjectReview) -> bool:
    named = {row.category for row in project.form.indicators if any(half and half.name for half in (row.period, row.annual))}
    return all(named & group for group in _GROUPS)


def _sums_agree(project: ProjectReview) -> bool:
    form = project.form
    told = any(form.funding.get(half) and form.total.get(half) and form.total[half].amount is not None for half in form.halves)
    return told and _no_finding(project, frozenset({"funding-sum", "annual-over-total"}))


_TESTS: tuple[tuple[Callable[[ProjectReview], bool], str], ...] = (
    (_filled, "填报栏目完整"),
    (_all_kinds, "产出、效益、满意度指标均已设置"),
    (_sums_agree, "资金总额与各资金来源合计一致"),
)


def quantified(projects: Sequence[ProjectReview]) -> Decimal | None:
    """The share of target values that contain a number; ``None`` where there are no values."""
    values = [target.value.text for project in projects for _, _, target in project.form.targets() if target.value]
    return Decimal(sum(any(c.isdecimal() for c in value) for value in values)) / len(values) if values else None


def merit(unit: UnitReview) -> str:
    """A clause without its subject: ``填报栏目完整，产出、效益、满意度指标均已设置``."""
    projects = unit.projects
    merits = [text for test, text in _TESTS if projects and all(test(project) for project in projects)]
    share = quantified(projects)
    if share is not None and share >= _QUANTIFIED:
        merits.append("指标值均有具体数值" if share == 1 else f"指标值中，{share:.0%}有具体数值")
    return "，".join(merits[:_SAID])
