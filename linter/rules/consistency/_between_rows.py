"""Which rows of one form cannot hold together: two targets of one thing, an end before its start, complements that do not make the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of, phrase, words
from linter.rules.consistency._bounds import bounds
from linter.rules.consistency._figures import same_kind
from linter.rules.consistency._statements import Day, last_day, subject
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, Shape, Unit, WhenKind


class Contradiction(NamedTuple):
    """``rows``: the rows that do not fit, the one to point at first. ``hard``: by arithmetic alone, with exact figures."""

    variant: str
    rows: tuple[PlacedRow, ...]
    hard: bool
    data: dict[str, object]


def meet(a: PlacedRow, b: PlacedRow) -> bool:
    """The rows stand in one half at least together."""
    return a.half == b.half or "both" in (a.half, b.half)


def unit_of(indicator: PlacedRow) -> Unit | None:
    """The unit of a row's principal number."""
    quantity = indicator.row.value.quantity
    return quantity.unit if quantity is not None else None


def two_targets(form: FormView) -> Iterator[Contradiction]:
    """One name with two targets in one block."""
    by_name: dict[tuple[str, str, str | None], list[PlacedRow]] = defaultdict(list)
    for indicator in form.rows:
        row = indicator.row
        if row.category and row.name.text and not phrase("of_which").match(row.name.raw.strip()) and row.dimension is not None:
            by_name[row.category, row.name.text, row.name.formula].append(indicator)
    for same in by_name.values():
        for a, b in combinations(same, 2):
            x, y = bounds(a.row), bounds(b.row)
            if a.index == b.index or not meet(a, b) or x is None or y is None or not _one_measure(a, b):
                continue
            beyond = a.row.dimension is Dimension.RATIO and max(x.low, y.low) > 100  # JX501 says so
            if (x.low, x.high) != (y.low, y.high) and not beyond and not _a_span(a.row, b.row):
                lots = a.row.dimension not in _ONE_VALUE
                yield Contradiction("twice", (a, b), not lots and not x.meets(y, Decimal(0)), {})
                break


def _one_measure(a: PlacedRow, b: PlacedRow) -> bool:
    """Both rows tell one measure of one thing. Of counts only figures near each other do: 240次 and 60次 may be two lots (JX302)."""
    x, y = a.row.value.quantity, b.row.value.quantity
    if a.row.dimension is not b.row.dimension or x is None or y is None:
        return False
    low, high = sorted((x.amount, y.amount))
    return a.row.dimension in _ONE_VALUE or (same_kind(x.unit, y.unit) and high < 2 * low)


_ONE_VALUE = frozenset({Dimension.RATIO, Dimension.MONEY, Dimension.TIME, Dimension.SCORE, Dimension.DEGREE})
"""Of these one thing has one value; two counts under one name may be two lots, which the name should say."""


def _a_span(a: Row, b: Row) -> bool:
    """One row states the floor and the other the cap: together a range (≥40% and ≤70%)."""
    x, y = bounds(a), bounds(b)
    if x is None or y is None:
        return False
    floors = [side for side in (x, y) if side.high is None]
    caps = [side for side in (x, y) if side.low == 0 and side.high is not None]
    return len(floors) == len(caps) == 1 and x.meets(y, Decimal(0))


_ACTS = ("starting", "finishing", "accepting")


@derived
def _acts() -> tuple[re.Pattern[str], ...]:
    """The end of a name that says a stage: its start, its finish, its acceptance. 完成 behind the two others is theirs (验收完成)."""
    start, finish, accept = (one_of(words("tags", tag)) for tag in _ACTS)
    return (
        re.compile(rf"(?:{start}){{1,4}}$"),
        re.compile(rf"(?:{finish}){{1,4}}$"),
        re.compile(rf"(?:{accept}){{1,4}}(?:{finish}){{0,4}}$"),
    )


@derived
def _work() -> re.Pattern[str]:
    """The work itself at the end of a name: 服务站建设 that starts and 服务站 that is built are one object."""
    return re.compile(rf"(?:{one_of(words('tags', 'building_work'))})$")


def _act(name: str) -> tuple[int, str] | None:
    """The stage a name ends in (0 start, 1 finish, 2 acceptance) and what it is a stage of."""
    stem = phrase("names_a_time").sub("", name)
    start, finish, accept = _acts()
    for rank, pattern in ((2, accept), (1, finish), (0, start)):
        match = pattern.search(stem)
        if match is not None:
            return rank, subject(_work().sub("", finish.sub("", stem[: match.start()])))
    return None


def _due(indicator: PlacedRow, year: int | None) -> Day | None:
    when = indicator.row.value.when
    if indicator.row.value.shape is not Shape.WHEN or when is None or when.kind not in (WhenKind.DEADLINE, WhenKind.POINT):
        return None
    return last_day(when.end or when.start, year)


def start_after_finish(form: FormView) -> Iterator[Contradiction]:
    """A start later than the finish of the same work, or a finish later than its acceptance."""
    staged = [
        (indicator, act, due)
        for indicator in form.rows
        if (act := _act(indicator.row.name.text)) is not None and (due := _due(indicator, form.year)) is not None
    ]
    for (a, (rank_a, of_a), due_a), (b, (rank_b, of_b), due_b) in combinations(staged, 2):
        if rank_a == rank_b or of_a != of_b or not meet(a, b):
            continue
        (first, due_first), (second, due_second) = sorted(((a, due_a), (b, due_b)), key=lambda pair: rank_a if pair[0] is a else rank_b)
        # 9月 as a start begins on the first of the month.
        month_only = first.row.value.when is not None and (first.row.value.when.end or (None, None, None))[2] is None
        begins = (due_first[0], due_first[1], 1) if month_only else due_first
        if begins > due_second:
            yield Contradiction("order", (second, first), True, {})


def _complement(name: str) -> str | None:
    """The name of the share that a share of the unfit leaves: 血液检测不合格率 → 血液检测合格率."""
    match = phrase("denies_share").search(name)
    return name[: match.start()] + name[match.end() :] if match else None


def complements(form: FormView) -> Iterator[Contradiction]:
    """合格率 and 不合格率 of one object that do not make 100 %."""
    shares = {indicator.row.name.text: indicator for indicator in form.rows if indicator.row.dimension is Dimension.RATIO}
    for indicator in form.rows:
        other_name = _complement(indicator.row.name.text)
        whole = shares.get(other_name) if other_name is not None else None
        if whole is None or indicator.row.dimension is not Dimension.RATIO or not meet(indicator, whole):
            continue
        mine, other = bounds(indicator.row), bounds(whole.row)
        if mine is None or other is None or indicator.row.value.quantity is None or whole.row.value.quantity is None:
            continue
        total = indicator.row.value.quantity.amount + whole.row.value.quantity.amount
        if total != 100:
            hard = mine.exact and other.exact
            yield Contradiction("complement", (indicator, whole), hard, {"total": f"{total.normalize():f}"})
