"""Figures as a table for Excel: UTF-8 with BOM, a row for each unit, the total last."""

from __future__ import annotations

import csv
import io

from linter.files.printing import inert
from linter.model.finding import Severity
from linter.reports.statistics.model import GROUP_NAMES, Figures, RuleFigures, Statistics, share
from linter.reports.wording import FAMILY_NAMES, SEVERITY_NAMES

_SHOWN = 5
_HEAD = ("表数", "金额（元）", "未写明金额的表数", *(SEVERITY_NAMES[severity] for severity in Severity))
_TAIL = ("指标数", "可量化指标数", "可量化比例（%）", "空泛用语", "百分比指标值", "尾数集中指数", "质量指数")


_RULE_HEAD = ("规则", "名称", *(SEVERITY_NAMES[severity] for severity in Severity), "表数", "单位数")


def _rule(rule: RuleFigures) -> list[str]:
    return [rule.code, rule.title, *(str(rule.findings.get(severity, 0)) for severity in Severity), str(rule.forms), str(rule.units)]


def _row(figures: Figures) -> list[str]:
    families = [str(sum(figures.findings.get(name, {}).values())) for name in FAMILY_NAMES.values()]
    phrases = "、".join(f"{phrase} {count}" for phrase, count in figures.phrases[:_SHOWN])
    values = "、".join(f"{value} {share(count, figures.heaping.percents)}%" for value, count in figures.heaping.values[:_SHOWN])
    numbers = (share(figures.quantified, figures.targets), figures.heaping.index, figures.quality)
    quantified, heaping, quality = (f"{value:f}" if value is not None else "" for value in numbers)
    head = [
        figures.unit,
        str(figures.forms),
        f"{figures.known_amount:.2f}" if figures.known_amount is not None else "",
        str(figures.without_amount),
        *(str(figures.severity(s)) for s in Severity),
    ]
    return [*head, *families, str(figures.targets), str(figures.quantified), quantified, phrases, values, heaping, quality]


def render(statistics: Statistics) -> bytes:
    """The groups (units, unless asked otherwise), total, what was not checked, and how the figures are made."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if statistics.by == "rule":
        writer.writerow(_RULE_HEAD)
        writer.writerows([inert(cell) for cell in _rule(rule)] for rule in statistics.rules)
    else:
        writer.writerow((GROUP_NAMES[statistics.by], *_HEAD, *FAMILY_NAMES.values(), *_TAIL))
        writer.writerows([inert(cell) for cell in _row(figures)] for figures in (*statistics.groups, statistics.total))
    writer.writerows([inert(f"未检查：{note}")] for note in statistics.not_checked)
    writer.writerows([f"说明：{text}"] for text in statistics.formulas.values())
    return out.getvalue().encode("utf-8-sig")
