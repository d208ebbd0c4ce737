"""Figures as JSON (``schemas/stats.schema.json``)."""

from __future__ import annotations

from typing import Any

from linter.model.finding import Severity
from linter.reports.json import dumps
from linter.reports.serial import VERSION
from linter.reports.statistics.model import Figures, RuleFigures, Statistics, share


def _number(value: Any) -> str | None:
    return f"{value:f}" if value is not None else None


def figures_data(figures: Figures) -> dict[str, Any]:
    """The figures of one unit as plain data; decimals as text."""
    heaping = figures.heaping
    return {
        "unit": figures.unit,
        "forms": figures.forms,
        "amount": f"{figures.amount:.2f}",
        "forms_without_amount": figures.without_amount,
        "findings": {severity.value: figures.severity(severity) for severity in Severity},
        "by_family": {family: {s.value: counts.get(s, 0) for s in Severity} for family, counts in figures.findings.items()},
        "targets": figures.targets,
        "quantified": figures.quantified,
        "quantified_percent": _number(share(figures.quantified, figures.targets)),
        "phrases": [{"phrase": phrase, "count": count} for phrase, count in figures.phrases],
        "heaping": {
            "percents": heaping.percents,
            "index": _number(heaping.index),
            "between": heaping.between,
            "fives": heaping.fives,
            "values": [
                {"value": value, "count": count, "percent": _number(share(count, heaping.percents))} for value, count in heaping.values
            ],
        },
        "quality": _number(figures.quality),
        "quality_percentiles": {str(percent): _number(score) for percent, score in figures.spread},
    }


def _rule_data(rule: RuleFigures) -> dict[str, Any]:
    findings = {severity.value: rule.findings.get(severity, 0) for severity in Severity}
    return {"code": rule.code, "title": rule.title, "findings": findings, "forms": rule.forms, "units": rule.units}


def render(statistics: Statistics) -> str:
    """The figures as JSON text."""
    return dumps(
        {
            "version": VERSION,
            "tool": {"name": "jixiao", "version": statistics.version, "ruleset": statistics.ruleset},
            "total": figures_data(statistics.total),
            "units": [figures_data(figures) for figures in statistics.units],
            "by": statistics.by,
            "groups": [figures_data(figures) for figures in statistics.groups],
            "rules": [_rule_data(rule) for rule in statistics.rules],
            "runs": list(statistics.runs),
            "trend": [figures_data(figures) for figures in statistics.trend],
            "not_checked": list(statistics.not_checked),
            "formulas": dict(statistics.formulas),
        }
    )
