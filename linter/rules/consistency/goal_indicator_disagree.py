"""JX608: goal and indicator state different figures of the same thing: counts, rates, money, durations, dates."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.model.form import HALVES, QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.consistency._figures import Figure, figures, match, rate_in, same_kind
from linter.rules.consistency._statements import disagree, stated, statements
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow
from linter.values import normalise, unit_class
from linter.values.types import Dimension, NameKind, Quantity

RULE = Rule(
    code="JX608",
    slug="goal-indicator-disagree",
    title="总体目标与指标数值不一致",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    messages={"default": "总体目标写“{goal}”，{category}“{name}”为“{value}”，两处数值不一致。"},
)
_SHOWN = 30


def _within(number: object, quantity: Quantity) -> bool:
    """The goal's number lies in the indicator's range."""
    return quantity.high is not None and quantity.number <= number <= quantity.high  # type: ignore[operator]


def _comings(figure: Figure, quantity: Quantity) -> bool:
    """One of them counts people, the other how often they come, which is no less: 320人 and 580人次."""
    persons = sorted((entry.amount, entry.unit.symbol in words("phrases", "one_person")) for entry in (figure, quantity) if entry.unit)
    (_, fewer), (_, more) = persons
    return fewer and not more and unit_class(figure.unit.symbol) == "person"


def _contradicts(figure: Figure, quantity: Quantity | None) -> bool:
    """Both are exact, or the goal's plain number does not meet the indicator's own bound (150 against ≥180)."""
    if figure.qualified or quantity is None:
        return False
    if quantity.comparator is not None and quantity.comparator.floor:
        return figure.amount < quantity.amount
    return not (quantity.comparator is not None and quantity.comparator.cap) or figure.amount > quantity.amount


def _pairs(form: FormView, text: str, rows: list[PlacedRow]) -> Iterator[tuple[PlacedRow, Figure]]:
    """Rows with the one figure of the goal that speaks of the same thing."""
    counted = figures(text)
    for indicator in rows:
        quantity = single(indicator.row)
        if quantity is None or quantity.unit is None or quantity.unit.per:
            continue
        if indicator.row.rated and quantity.dimension is not Dimension.RATIO:
            figure = None  # 315天 as the value of a rate is JX406's to say
        elif indicator.row.rated:
            figure = rate_in(text, indicator.row.name.text)
        elif any(same_kind(other.unit, quantity.unit) for other in counted):
            others = [p.row for p in rows if p is not indicator and not phrase("for_each").search(p.row.name.text)]
            rivals = [q for row in others if (q := single(row)) is not None and same_kind(q.unit, quantity.unit)]
            figure = match(indicator.row.name, quantity, counted, rivals, form.project)
        else:
            figure = None
        if (
            figure is not None
            and figure.amount != quantity.amount
            and not _within(figure.number, quantity)
            and not _comings(figure, quantity)
        ):
            yield indicator, figure


def _told_of(form: FormView, text: str, rows: list[PlacedRow]) -> Iterator[tuple[PlacedRow, str, bool]]:
    """Rows whose money, duration or date the goal states otherwise: row, clause, and whether the row breaks what the goal promises."""
    goal = statements(text, form.year)
    mine = [(indicator, own_statement) for indicator in rows if (own_statement := stated(indicator.row, form.year)) is not None]
    for indicator, own in mine:
        of_it = [statement for statement in goal if statement.is_of(own, form.project)]
        rivals = sum(of_it[0].is_of(other, form.project) for _, other in mine) if of_it else 0
        verdict = disagree(of_it[0], own) if len(of_it) == rivals == 1 else None
        if verdict is not None:
            yield indicator, of_it[0].clause, verdict == "hard"


def _counted(form: FormView, text: str, rows: list[PlacedRow]) -> Iterator[tuple[PlacedRow, str, bool]]:
    """Rows whose count or rate the goal states otherwise."""
    rows = [p for p in rows if p.row.category == QUANTITY or p.row.rated]
    rows = [p for p in rows if p.row.name.kind is not NameKind.CATEGORY and p.row.name.kind is not NameKind.MONEY]
    for indicator, figure in _pairs(form, text, rows):
        yield indicator, figure.clause, _contradicts(figure, single(indicator.row))


def check(form: FormView) -> Iterator[Hit]:
    told: set[int] = set()
    read: list[tuple[str, list[PlacedRow]]] = []
    for half in HALVES:
        goal = form.form.goal.get(half)
        if not goal:
            continue
        text = normalise(goal.text).text
        rows = [p for p in form.rows if p.half in ("both", half)]
        if (text, rows) in read:
            continue  # the other half prints the same goal above the same rows
        read.append((text, rows))
        for indicator, clause, hard in (*_counted(form, text, rows), *_told_of(form, text, rows)):
            if indicator.index in told:
                continue
            told.add(indicator.index)
            data = {
                "goal": clause if len(clause) <= _SHOWN else clause[:_SHOWN] + "…",
                "name": indicator.row.name.text,
                "value": indicator.row.whole,
                "category": indicator.row.category or indicator.row.level1,
            }
            yield Hit(
                indicator.path("value"),
                data,
                severity=None if hard else Severity.WARNING,
                related=((f"fields.goal.{half}", "总体目标"),),
                half=indicator.half,
            )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实以哪一处为准，使两处一致；所指不是同一内容的，建议在指标名称中写明。")
