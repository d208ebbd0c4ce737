"""JX208: 提高, 逐年提高, 显著提升: a direction and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, blank_target, replaced, ways_out
from linter.rules.vacuous._upkeep import is_upkeep
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import strip_degree
from linter.values.lexicons import change_directions
from linter.values.licences import Licence
from linter.values.types import Direction, NameKind, Shape

RULE = Rule(
    code="JX208",
    slug="bare-direction",
    title="只写提高、降低等方向，未写程度",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX203", "JX204", "JX201", "JX207", "JX206", "JX702", "JX709"),
    messages={
        "default": "指标值“{value}”只有方向，没有写明变化多少、与什么时候相比。",
        "based": "指标值“{value}”只有方向，没有写明变化多少。",
    },
)
_MEASURED = (NameKind.COUNT, NameKind.AMOUNT, NameKind.MONEY)


def _verb(row: Row) -> str:
    """The verb of change the value ends in; ``""`` where there is none or the form splits the target over columns."""
    if row.unit is not None or row.comparator is not None:
        return ""
    core = strip_degree(row.value_text)
    return next((verb for verb in sorted(change_directions(), key=len, reverse=True) if core.endswith(verb)), "")


def _variant(row: Row) -> str:
    return "based" if row.value.change is not None and row.value.change.base else "default"


def _bounded(row: Row) -> bool:
    """因灾死亡人数 较近五年均值下降: last year's harm is the ceiling, which can be checked."""
    change = row.value.change
    based = change is not None and (bool(change.base) or row.has("compared"))
    return based and change is not None and change.direction is Direction.DOWN and row.has("harm_count")


def check(row: Row) -> Iterator[Hit]:
    if row.value.shape is Shape.DIRECTION and row.name_text.strip() and not _bounded(row) and not is_upkeep(row):
        yield Hit("value", variant=_variant(row), severity=Severity.INFO if row.wording is Licence.GRADED else None)


def _measured(indicator: PlacedRow, verb: str, level: str) -> Suggestion:
    """What is counted may be given as a change or, where it should grow, as a level."""
    change = f"较上年{verb}__%"
    readings: list[Edits] = [((indicator.path("value"), change),)]
    if not level or change_directions()[verb] is not Direction.UP:
        return Suggestion(f"建议写明变化幅度，如“{change}”，或写明要达到的数额。", tuple(readings))
    readings.insert(0, ((indicator.path("value"), level),))
    return Suggestion(f"建议写明要达到的数量，如“{level}”，或写明变化幅度“{change}”。", tuple(readings))


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    row = indicator.row
    target = blank_target(row, form.year)
    if row.rated and target is not None:
        level = target.target(form.year)
        verb = "降低" if target.comparator == "≤" else "提高"
        change = f"较上年{verb}__个百分点"
        return Suggestion(
            f"建议写明要达到的水平“{level}”，或写明变化幅度“{change}”。",
            (replaced(indicator, level, None, target.unit, target.comparator), ((indicator.path("value"), change),)),
        )
    if row.name.kind in _MEASURED and (verb := _verb(row)):
        return _measured(indicator, verb, target.target(form.year) if target is not None and not target.form else "")
    if target is not None and not target.form:
        level = target.target(form.year)
        return Suggestion(f"建议写明要达到的数量，如“{level}”。", (replaced(indicator, level, None, target.unit, target.comparator),))
    return Suggestion(*ways_out(form, indicator, graded=False))
