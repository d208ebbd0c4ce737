"""JX608: goal and indicator give different numbers for the same noun and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.language import bigrams
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow
from linter.values import find_numbers, normalise
from linter.values.numbers import Found
from linter.values.types import Dimension, Shape

RULE = Rule(
    code="JX608",
    slug="goal-indicator-disagree",
    title="总体目标与指标数值不一致",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "总体目标写“{goal}”，数量指标“{name}”为“{value}”，两处数值不一致。"},
)
_COUNTED = frozenset({Dimension.COUNT, Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME})
_PARTIAL = re.compile(r"其中|分别|第[一二三四]|首批|一期|二期|先期|累计|新增|前期|每|平均|人均|余|多|以上|左右|约|近|分[0-9一二三]期")
_QUALIFIED = re.compile(r"计划|力争|预计|不少于|至少|超过")
_STOP = frozenset({"数量", "人数", "次数", "完成", "开展", "组织", "举办", "项目", "工作"})


def _figures(text: str) -> list[tuple[Found, str]]:
    """Counts in the goal with the clause they stand in. Clauses that speak of parts or are vague are left out."""
    out = []
    for clause in re.split(r"[，,。；;、]", text):
        if not _PARTIAL.search(clause):
            out += [
                (one, clause)
                for one in find_numbers(clause)
                if one.unit is not None and one.unit.dimension in _COUNTED and not one.unit.per
            ]
    return out


def _shares_noun(name: str, clause: str) -> bool:
    return bool((bigrams(name) & bigrams(clause)) - _STOP)


def check(form: FormView) -> Iterator[Hit]:
    half = "annual" if form.form.goal.get("annual") else "period"
    goal = form.form.goal.get(half)  # type: ignore[call-overload]
    if not goal:
        return
    figures = _figures(normalise(goal.text).text)
    for placed in form.in_category("数量指标"):
        if placed.half not in ("both", half) or placed.row.value.shape is not Shape.NUMBER:
            continue
        yield from _compare(placed, figures, f"fields.goal.{half}", form)


def _compare(placed: PlacedRow, figures: list[tuple[Found, str]], goal_path: str, form: FormView) -> Iterator[Hit]:
    quantity = placed.row.value.quantity
    if quantity is None or quantity.unit is None:
        return
    symbol = quantity.unit.symbol
    same_unit = [(one, clause) for one, clause in figures if one.unit is not None and one.unit.symbol == symbol]
    rivals = [
        p
        for p in form.in_category("数量指标")
        if p.row.value.quantity and p.row.value.quantity.unit and p.row.value.quantity.unit.symbol == symbol
    ]
    if len(same_unit) != 1 or len({p.index for p in rivals}) != 1:
        return
    one, clause = same_unit[0]
    if one.number != quantity.number and _shares_noun(placed.row.name.text, clause):
        qualified = one.comparator is not None or _QUALIFIED.search(clause)
        data = {
            "goal": clause if len(clause) <= 30 else clause[:30] + "…",
            "name": placed.row.name.text,
            "value": "".join(placed.row.value_text.split()),
        }
        yield Hit(
            placed.path("value"),
            data,
            severity=Severity.WARNING if qualified else None,
            related=((goal_path, "总体目标"),),
            half=placed.half,
        )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实以哪一处为准，使两处一致。")
