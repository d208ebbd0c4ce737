"""JX403: a rate or a satisfaction with a bare number."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted, target
from linter.rules.units._common import column_blank, graver, single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure

RULE = Rule(
    code="JX403",
    slug="ratio-without-percent",
    title="比率类指标缺少百分号",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX404", "JX406", "JX514"),
    messages={
        "default": "“{name}”是比率类指标，指标值“{value}”缺少百分号。",
        "uncertain": "“{name}”的指标值“{value}”没有单位，看不出是百分比、千分比还是每10万人的比率。",
        "satisfaction": "“{name}”的指标值“{value}”没有单位，看不出是百分比还是分值。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or not row.rated or quantity.unit is not None or quantity.number == 0:
        return
    if not column_blank(row) or quantity.number < 1 or row.value.leftovers or phrase("out_of").search(row.name.text):
        return  # 万人发案率, 万车死亡率: the name itself says out of how many
    if row.frame.measure is Measure.SURVEYED:
        yield Hit("value", variant="satisfaction", severity=Severity.WARNING, span=quantity.span)
    elif row.head is not None and row.head.per_mille:
        yield Hit("value", variant="uncertain", severity=Severity.WARNING, span=quantity.span)
    elif phrase("percent_end").search(row.name.text) or row.frame.parts is not None:
        yield Hit("value", span=quantity.span, severity=graver(row))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "satisfaction":
        return Suggestion(
            "建议改为“≥90%”；按分值计的，写“≥__分”。", (target(indicator, "≥", "90", "%"), target(indicator, "≥", "__", "分"))
        )
    units = ("%", "‰", "/10万") if hit.variant == "uncertain" else ("%",)
    offered = [in_unit(indicator, unit) for unit in units]
    return Suggestion(f"建议改为{quoted(text for _, text in offered)}，请核实。", tuple(reading for reading, _ in offered))
