"""From findings to remarks: one a cause, in the order reviewers raise them, in words without rule codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from linter.model.finding import Family, Finding
from linter.model.form import BENEFIT_CATEGORIES, COST_CATEGORIES, OUTPUT_CATEGORIES
from linter.reports.feedback.model import Remark
from linter.reports.result import RuleInfo
from linter.reports.wording import where

MANY = 4
"""From this many hits of one rule in a form they are one remark (practice of review offices)."""
_SHOWN = 8
_GOAL_RULES = frozenset({"JX210", "JX216", "JX217"})
ORDERS = ("总体目标", "完整性", "产出指标", "成本指标", "效益指标", "满意度指标", "文字")
"""The order in which reviewers raise problems."""


def order_of(finding: Finding) -> int:
    """Index in ``ORDERS``: goal, completeness, outputs, costs, benefits, satisfaction, wording last."""
    if finding.family is Family.WORDING:
        return 6
    if finding.field == "goal" or finding.code in _GOAL_RULES:
        return 0
    category = finding.level2
    for number, group in ((2, OUTPUT_CATEGORIES), (3, COST_CATEGORIES), (4, BENEFIT_CATEGORIES), (5, frozenset({"服务对象满意度"}))):
        if category in group:
            return number
    return 1


def placed(finding: Finding) -> str:
    """The message with the cell it speaks of in front, named once: ``数量指标“评价数量”是…``, ``质量指标“平台稳定性”：“稳定稳定”…``."""
    name = "".join((finding.indicator or "").split())
    if not finding.level2 or not name:
        return finding.message if finding.field else f"{where(finding)}：{finding.message}" if finding.level2 else finding.message
    if finding.message.startswith(f"“{name}”"):
        return f"{finding.level2}{finding.message}"
    return f"{finding.level2}：{finding.message}" if f"“{name}”" in finding.message else f"{where(finding)}：{finding.message}"


def _single(finding: Finding, title: str) -> Remark:
    return Remark(
        finding.code,
        title,
        finding.severity,
        where(finding),
        placed(finding),
        finding.suggestion or "",
        finding.source,
        order_of(finding),
        (finding,),
    )


def _merged(findings: Sequence[Finding], title: str) -> Remark:
    worst = min(findings, key=lambda f: f.severity.rank)
    places = list(dict.fromkeys(where(f) for f in findings))
    shown = "、".join(places[:_SHOWN]) + (f"等{len(places)}处" if len(places) > _SHOWN else "")
    first = next((f for f in findings if f.suggestion), None)
    advice = f"如{first.level2 or where(first)}：{first.suggestion}" if first is not None and first.suggestion else ""
    return Remark(
        worst.code,
        title,
        worst.severity,
        shown,
        f"{title}，共{len(findings)}处：{shown}。",
        advice,
        worst.source,
        min(order_of(f) for f in findings),
        tuple(findings),
    )


def remarks_of(findings: Iterable[Finding], rules: Sequence[RuleInfo]) -> tuple[Remark, ...]:
    """The remarks on one form (or one document as a whole), in the reviewer's order, the serious first within it."""
    titles = {rule.code: rule.title for rule in rules}
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    out = []
    for code, found in by_code.items():
        title = titles.get(code, code)
        out += [_merged(found, title)] if len(found) >= MANY else [_single(finding, title) for finding in found]
    return tuple(sorted(out, key=lambda remark: (remark.order, remark.severity.rank)))
