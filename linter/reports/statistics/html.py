"""Figures as one web page that needs nothing beside it: units × rules, how values and scores spread, how they moved. Colours follow the system;
it prints."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from linter.reports.form_view import templates
from linter.reports.statistics.model import FORMULA_NAMES, GROUP_NAMES, Figures, Histogram, RuleFigures, Statistics, share

_ASSETS = Path(__file__).parent / "assets"
_UNITS, _RULES = 40, 20
"""Units (the worst) and rules (the most frequent) of the heat map; the rest is said."""
_SHADES = 5
_NOTES = 20
"""Of what was not checked; more are folded, so that the figures' own explanation is not pushed out of sight."""
_WIDTH, _HEIGHT, _MARGIN = 640, 200, 36


class Square(Struct, frozen=True):
    """A square of the heat map. ``forms``: of the unit that the rule spoke of; ``percent``: of its forms; ``shade``: 0 for none, to 5."""

    forms: int
    percent: Decimal | None
    shade: int


class Column(Struct, frozen=True):
    """A column of a histogram, in the units of its drawing."""

    name: str
    count: int
    x: float
    width: float
    height: float


class Point(Struct, frozen=True):
    """A point of the trend, in the units of its drawing. ``y`` is ``None`` where no form has a score."""

    figures: Figures
    x: float
    y: float | None


def _square(unit: Figures, rule: RuleFigures, statistics: Statistics) -> Square:
    forms = statistics.heat.get((unit.unit, rule.code), 0)
    shade = -(-forms * _SHADES // unit.forms) if unit.forms else 0
    return Square(forms, share(forms, unit.forms), min(shade, _SHADES))


def _spoken_of(statistics: Statistics) -> list[Figures]:
    """The units with a finding on a form, the worst first."""
    named = {unit for unit, _ in statistics.heat}
    chosen = [unit for unit in statistics.units if unit.unit in named]
    return sorted(chosen, key=lambda unit: (unit.quality if unit.quality is not None else 100, unit.unit))


def columns(histogram: Histogram) -> list[Column]:
    """The columns of a histogram."""
    most = max((count for _, count in histogram.stretches), default=0)
    width = (_WIDTH - 2 * _MARGIN) / max(len(histogram.stretches), 1)
    room = _HEIGHT - 2 * _MARGIN
    return [
        Column(name, count, round(_MARGIN + number * width, 1), round(width, 1), round(room * count / most, 1) if most else 0)
        for number, (name, count) in enumerate(histogram.stretches)
    ]


def points(trend: Sequence[Figures]) -> list[Point]:
    """The points of the trend: scores from 0 at the bottom to 100 at the top."""
    step = (_WIDTH - 2 * _MARGIN) / max(len(trend) - 1, 1)
    room = _HEIGHT - 2 * _MARGIN

    def y(quality: Decimal | None) -> float | None:
        return round(_HEIGHT - _MARGIN - room * float(quality) / 100, 1) if quality is not None else None

    return [Point(figures, round(_MARGIN + number * step, 1), y(figures.quality)) for number, figures in enumerate(trend)]


def lines(statistics: Statistics) -> list[str]:
    """The lines of the trend, as drawings take them: they join what can be compared."""
    joined: list[list[str]] = []
    for point, goes_on in zip(points(statistics.trend), statistics.joined, strict=True):
        if not goes_on or point.y is None:
            joined.append([])
        if point.y is not None:
            joined[-1].append(f"{point.x},{point.y}")
    return [" ".join(line) for line in joined if len(line) > 1]


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def render(statistics: Statistics) -> str:
    """The page.

    Raises:
        CannotReport: the extra is not installed.
    """
    template = templates.environment(_ASSETS).get_template("statistics.html.j2")
    style = (templates.ASSETS / "style.css").read_text(encoding="utf-8") + (_ASSETS / "statistics.css").read_text(encoding="utf-8")
    spoken_of, rules = _spoken_of(statistics), statistics.rules[:_RULES]
    units = spoken_of[:_UNITS]
    return template.render(
        statistics=statistics,
        total=statistics.total,
        by=GROUP_NAMES[statistics.by],
        share=share,
        rules=rules,
        silent=len(statistics.units) - len(spoken_of),
        heat=[(unit, [_square(unit, rule, statistics) for rule in rules]) for unit in units],
        left_out=(len(spoken_of) - len(units), len(statistics.rules) - len(rules)),
        histograms=[(histogram, columns(histogram)) for histogram in statistics.histograms if histogram.stretches],
        trend=points(statistics.trend),
        lines=lines(statistics),
        formula_names=FORMULA_NAMES,
        open_notes=len(statistics.not_checked) <= _NOTES,
        size=(_WIDTH, _HEIGHT, _MARGIN),
        style=style,
        style_hash=_hash(style),
    )
