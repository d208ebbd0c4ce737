"""Figures as a table for Excel: UTF-8 with BOM, a row for each unit, the total last."""

from __future__ import annotations

import csv
import io

from linter.files.printing import inert
from linter.model.finding import Severity
from linter.reports.statistics.model import Figures, Statistics, share
from linter.reports.wording import FAMILY_NAMES, SEVERITY_NAMES

_SHOWN = 5
_HEAD = ("单位", "表数", "金额（元）", "未写明金额的表数", *(SEVERITY_NAMES[severity] for severity in Severity))
_TAIL = ("指标数", "可量化指标数", "可量化比例（%）", "空泛用语", "百分比指标值", "尾数集中指数", "质量指数")


def _row(figures: Figures) -> list[str]:
    families = [str(sum(figures.findings.get(name, {}).values())) for name in FAMILY_NAMES.values()]
    phrases = "、".join(f"{phrase} {count}" for phrase, count in figures.phrases[:_SHOWN])
    values = "、".join(f"{value} {share(count, figures.heaping.percents)}%" for value, count in figures.heaping.values[:_SHOWN])
    numbers = (share(figures.quantified, figures.targets), figures.heaping.index, figures.quality)
    quantified, heaping, quality = (f"{value:f}" if value is not None else "" for value in numbers)
    head = [
        figures.unit,
        str(figures.forms),
        f"{figures.amount:.2f}",
        str(figures.without_amount),
        *(str(figures.severity(s)) for s in Severity),
    ]
    return [*head, *families, str(figures.targets), str(figures.quantified), quantified, phrases, values, heaping, quality]


def render(statistics: Statistics) -> bytes:
    """Units, total, what was not checked, and how the figures are made."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_HEAD, *FAMILY_NAMES.values(), *_TAIL))
    writer.writerows([inert(cell) for cell in _row(figures)] for figures in (*statistics.units, statistics.total))
    writer.writerows([inert(f"未检查：{note}")] for note in statistics.not_checked)
    writer.writerows([f"说明：{text}"] for text in statistics.formulas.values())
    return out.getvalue().encode("utf-8-sig")
