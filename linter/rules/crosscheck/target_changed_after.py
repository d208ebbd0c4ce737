"""JX911: a self-evaluation whose target is not the approved one."""

from __future__ import annotations

from collections.abc import Iterator

from linter.collection.changes import Kind, printed
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.pairs import PairView, RowPair
from linter.rules.views import Row
from linter.values.types import When

RULE = Rule(
    code="JX911",
    slug="target-changed-after",
    title="自评表的指标值与批复不一致",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.PAIR,
    source="参照财预〔2020〕10号",
    messages={
        "default": "“{name}”的年度指标值为“{now}”，与批复的“{then}”不一致。",
        "lowered": "“{name}”的年度指标值为“{now}”，低于批复的“{then}”。",
        "deleted": "批复的指标“{gone}”（{then}）未列入自评表。",
    },
    kinds=frozenset({"self_evaluation"}),
    rests_on_absence=True,
)


def _dates(when: When | None) -> tuple[object, ...]:
    return (when.start, when.end) if when is not None else ()


def _same_numbers(old: Row, new: Row) -> bool:
    """Self-evaluations often drop comparator and unit: the same numbers are the same target."""
    numbers = [sorted(q.number for q in row.value.quantities) for row in (old, new)]
    return numbers[0] == numbers[1] and _dates(old.value.when) == _dates(new.value.when)


def _changed(row: RowPair) -> bool:
    if row.old is None or row.new is None or not row.old.row.value.quantified or not row.new.row.value_text.strip():
        return False
    if {Kind.RAISED, Kind.LOWERED, Kind.REWORDED}.isdisjoint(row.kinds):
        return False
    return row.new.row.value.quantified and not _same_numbers(row.old.row, row.new.row)


def check(pair: PairView) -> Iterator[Hit]:
    if pair.old.form.kind == "self_evaluation":
        return
    for row in pair.rows:
        if row.old is not None and row.new is not None and _changed(row):
            variant = "lowered" if Kind.LOWERED in row.kinds else "default"
            data = {"then": printed(row.old.row), "now": printed(row.new.row)}
            yield Hit(row.new.path("value"), data, variant, related=((row.old.path("value"), "批复的目标表"),))
    if pair.new.form.truncated or not any(row.old is not None and row.new is not None for row in pair.rows):
        return
    added = {row.new.row.category for row in pair.rows if row.old is None and row.new is not None}
    for row in pair.rows:
        # A row of that category under a name of its own may be this indicator renamed.
        if row.new is None and row.old is not None and row.old.row.value.quantified and added.isdisjoint(("", row.old.row.category)):
            data = {"gone": "".join(row.old.row.name_text.split()), "then": printed(row.old.row)}
            yield Hit("", data, "deleted", related=((row.old.path("name"), "批复的目标表"),))


def suggest(hit: Hit, pair: PairView) -> Suggestion | None:
    if hit.variant == "deleted":
        return Suggestion("建议按批复的目标表补列并说明完成情况；年中经批准调整的，请附调整依据。")
    return Suggestion("建议按批复的指标值自评；年中经批准调整的，请附调整依据。")
