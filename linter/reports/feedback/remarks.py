"""From findings to remarks: one a cause, in the order reviewers raise them, in words without rule codes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from linter.model.finding import Family, Finding
from linter.model.form import BENEFIT_CATEGORIES, COST_CATEGORIES, OUTPUT_CATEGORIES, Form, Target
from linter.model.path import Path
from linter.reports.feedback.model import Remark
from linter.reports.result import RuleInfo
from linter.reports.wording import tight, titled, where
from linter.values import parse_value, whole_target

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


def of_several(finding: Finding) -> bool:
    """Whether it speaks of several rows at once and names them itself: it belongs to none of them alone."""
    return "count" in finding.data and "names" in finding.data


def with_cell(finding: Finding) -> str:
    """The message with the cell it speaks of in front, named once: ``数量指标“评价数量”是…``, ``质量指标“平台稳定性”：“稳定稳定”…``."""
    message, name = tight(finding.message), "".join((finding.indicator or "").split())
    if not finding.level2 or of_several(finding) or _begins_with(finding.level2, message) or f"{finding.level2}{titled(name)}" in message:
        return message
    if not name:
        return message if finding.field else f"{where(finding)}：{message}"
    if message.startswith(titled(name)):
        return f"{finding.level2}{message}"
    return f"{finding.level2}：{message}" if titled(name) in message else f"{where(finding)}：{message}"


def _begins_with(category: str, message: str) -> bool:
    """Whether the message itself begins with the category, alone or in a list: 经济效益、生态效益的指标值都是…."""
    listed = re.match(r"[\u4e00-\u9fff]+(?:、[\u4e00-\u9fff]+?)*?(?=的|：|“|$)", message)
    return message.startswith(category) or (listed is not None and category in listed[0].split("、"))


def _spot(finding: Finding) -> str:
    return f"{finding.data['count']}个指标（{finding.data['names']}）" if of_several(finding) else where(finding)


def filled_in(finding: Finding, form: Form | None) -> str:
    """What was filled in there as one reads it, ``""`` for a form as a whole and for several rows at once."""
    cell = "".join(finding.cell.split())
    if (finding.form_index is not None and not (finding.field or finding.level2)) or of_several(finding):
        return ""
    path = Path.of(finding.path)
    if form is None or path.row is None or path.part != "value" or path.row >= len(form.indicators):
        return cell
    target = form.indicators[path.row].half(path.half) if path.half is not None else None
    return whole_of(target) if target is not None and "".join(target.value.text.split()) == cell else cell


def whole_of(target: Target) -> str:
    """A target as one reads it, with what stands in columns of its own."""
    sign, unit = (part.text if part is not None else None for part in (target.comparator or target.nature, target.unit))
    return whole_target(target.value.text, parse_value(target.value.text, sign, unit), unit=bool(unit))


def _single(finding: Finding, title: str, form: Form | None) -> Remark:
    return Remark(
        finding.code,
        title,
        finding.severity,
        _spot(finding),
        with_cell(finding),
        tight(finding.suggestion or ""),
        finding.source,
        order_of(finding),
        (finding,),
        (filled_in(finding, form),),
    )


def each_once(places: Iterable[str]) -> list[str]:
    """Each place once; how many where several look alike (``经济效益“不适用”（2处）``)."""
    return [f"{place}（{times}处）" if times > 1 else place for place, times in Counter(places).items()]


def _places(findings: Sequence[Finding]) -> str:
    """Where they stand."""
    places = each_once(map(_spot, findings))
    return "、".join(places[:_SHOWN]) + (f"等{len(findings)}处" if len(places) > _SHOWN else "")


def _told(findings: Sequence[Finding], title: str) -> tuple[str, str]:
    """Where many hits stand and what is said of them: the title with the places, or, where no row tells them apart, what each says."""
    if not any(f.level2 or f.field for f in findings):
        said = list(dict.fromkeys(with_cell(f).removesuffix("。") for f in findings))
        return where(findings[0]), "；".join(said[:_SHOWN]) + (f"等{len(said)}处。" if len(said) > _SHOWN else "。")
    places = _places(findings)
    return places, f"{title}，共{len(findings)}处：{places}。"


def _merged(findings: Sequence[Finding], title: str, form: Form | None) -> Remark:
    worst = min(findings, key=lambda f: f.severity.rank)
    places, problem = _told(findings, title)
    advices = list(dict.fromkeys(tight(f.suggestion) for f in findings if f.suggestion))
    first = next((f for f in findings if f.suggestion), None)
    advice = f"其中{_spot(first)}，{advices[0]}" if first is not None and len(advices) > 1 else "".join(advices)
    filled = tuple(filled_in(f, form) for f in findings)
    order = min(order_of(f) for f in findings)
    return Remark(worst.code, title, worst.severity, places, problem, advice, worst.source, order, tuple(findings), filled)


def remarks_of(findings: Iterable[Finding], rules: Sequence[RuleInfo], form: Form | None = None) -> tuple[Remark, ...]:
    """The remarks on one form (or, where there is none, one document as a whole), in the reviewer's order, the serious first within it."""
    titles = {rule.code: rule.title for rule in rules}
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    out = []
    for code, alike in by_code.items():
        title = titles.get(code, code)
        out += [_merged(alike, title, form)] if len(alike) >= MANY else [_single(finding, title, form) for finding in alike]
    return tuple(sorted(out, key=lambda remark: (remark.order, remark.severity.rank)))
