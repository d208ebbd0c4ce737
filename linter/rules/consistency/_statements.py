"""What a goal says of money, durations and dates, and whether a row says it of the very same thing.

Sameness is strict: once the number and the words any sentence has are taken away, both must be made of the same characters, in whatever order
(补贴资金9月底前发放到位 and 补贴资金发放时间). Another object, another act or a further qualifier makes it another statement.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of, phrase, words
from linter.rules.views import Row
from linter.values import find_numbers
from linter.values.dates import find_whens
from linter.values.types import Comparator, Dimension, Shape, WhenKind

Day = tuple[int, int, int]
_DUE = frozenset({WhenKind.DEADLINE, WhenKind.POINT})
_MEASURED = frozenset({Dimension.MONEY, Dimension.TIME})
_DECEMBER = 12
_A_WORD = 2


class Statement(NamedTuple):
    """One figure or date of a goal: the clause, what it is said of (``said``: in the order of the text; ``of``: its characters sorted), and the
    amount in the base unit of its dimension or the last day."""

    clause: str
    said: str
    dimension: Dimension | None = None
    amount: Decimal | None = None
    comparator: Comparator | None = None
    per: tuple[str, ...] = ()
    due: Day | None = None
    before: str = ""
    """The clause before, where it holds one figure: what a clause without an object of its own goes on with (建设侨胞之家8个，投资不超过350万元)."""

    @property
    def of(self) -> str:
        """The characters of what it is said of, whatever their order: 补贴资金发放 and 发放补贴资金 are one thing."""
        return "".join(sorted(self.said))

    def is_of(self, row: Statement, project: str) -> bool:
        """Goal and row speak of the same thing; a date of the goal may name the act alone where the row adds the project's own object (8月底前
        完成维护 and 场地维护完成时间 of 公共体育场地维护)."""
        if (self.due is None) is not (row.due is None):
            return False
        return bool(self.said) and (self.of == row.of or self._is_end_of(row, project))

    def _is_end_of(self, row: Statement, project: str) -> bool:
        if len(self.said) < _A_WORD or not row.said.endswith(self.said):
            return False
        more = row.said.removesuffix(self.said)
        return (self.due is not None and more in project) or (bool(self.before) and set(more) <= set(told(self.before)))


@derived
def _filler() -> re.Pattern[str]:
    return re.compile(rf"(?:20[0-9]{{2}})年?度?|{one_of(words('narrative-words', 'statement_filler'))}|[^0-9A-Za-z一-鿿]")


@derived(size=4096)
def told(text: str) -> str:
    """What a text speaks of: without years, fillers and marks."""
    return _filler().sub("", text)


def subject(text: str) -> str:
    """The characters of what a text speaks of, sorted."""
    return "".join(sorted(told(text)))


def last_day(date: tuple[int | None, int | None, int | None] | None, year: int | None) -> Day | None:
    """The last day a date may mean; ``None`` where month or year are not known."""
    if date is None or date[1] is None or (date[0] or year) is None:
        return None
    full = date[0] or year or 0
    return full, date[1], date[2] or calendar.monthrange(full, date[1])[1]


def _of_this_year(sentence: str, year: int | None) -> bool:
    """The sentence names no other year than the form's."""
    return year is None or all(int(stated_year) == year for stated_year in re.findall(r"(?<![0-9])20[0-9]{2}(?=年|[./-])", sentence))


@derived(size=256)
def statements(goal: str, year: int | None) -> tuple[Statement, ...]:
    """The amounts, durations and dates a normalised goal states, each of one thing in one clause."""
    return tuple(_statements(goal, year))


def _statements(goal: str, year: int | None) -> Iterator[Statement]:
    for sentence in re.split("[。;；]", goal):
        if not _of_this_year(sentence, year):
            continue
        clauses = re.split("[，,]", sentence)
        for before, clause in zip(["", *clauses], clauses, strict=False):
            # A clause that speaks of a part, of a stage, of other years, of a change, or vaguely, states nothing of the whole.
            if not (phrase("part_or_stage").search(clause) or phrase("stated_in_part").search(clause)):
                yield from (statement._replace(before=of_one_thing(before)) for statement in _in_clause(clause, year))


def of_one_thing(clause: str) -> str:
    """The clause, where it states one figure and so speaks of one thing; else nothing."""
    partly = phrase("part_or_stage").search(clause) is not None
    return clause if len(find_numbers(clause)) == 1 and not partly else ""


def _in_clause(clause: str, year: int | None) -> Iterator[Statement]:
    whens = [when for when in find_whens(clause) if when.kind in _DUE and when.last is not None and when.last[1] is not None]
    numbers = [
        n
        for n in find_numbers(clause)
        if n.unit is not None and not any(w.start <= n.number_start and n.number_end <= w.end for w in whens)
    ]
    if len(whens) == 1 and not numbers:
        when = whens[0]
        due = last_day(when.last, year)
        if due is not None:
            yield Statement(clause, told(clause[: when.start] + clause[when.end :]), due=due)
    elif len(numbers) == 1 and not whens and numbers[0].unit is not None and numbers[0].unit.dimension in _MEASURED:
        figure, unit = numbers[0], numbers[0].unit
        if figure.high is None and not figure.approximate:
            rest = told(clause[: figure.start] + clause[figure.end :])
            yield Statement(clause, rest, unit.dimension, figure.number * unit.scale, figure.comparator, unit.per)


def stated(row: Row, year: int | None) -> Statement | None:
    """What a row itself states in money, time or as a date; ``None`` where its value is anything else."""
    value, of = row.value, told(row.name.text)
    quantity, when = value.quantity, value.when
    if value.shape is Shape.WHEN and when is not None and when.kind in _DUE and not value.quantities:
        due = last_day(when.end, year)
        return Statement(value.raw, of, due=due) if due is not None else None
    if value.shape is not Shape.NUMBER or quantity is None or quantity.unit is None or quantity.dimension not in _MEASURED:
        return None
    if quantity.approximate or value.leftovers:
        return None
    return Statement(value.raw, of, quantity.dimension, quantity.amount, quantity.comparator, quantity.unit.per)


def disagree(goal: Statement, row: Statement) -> str | None:
    """``hard`` where a row breaks what the goal promises of the same thing (``is_of``), ``soft`` where the two only differ, ``None`` where they agree."""
    if goal.dimension is not row.dimension:
        return None
    if goal.due is not None and row.due is not None:
        if goal.due == row.due or (row.due < goal.due and goal.due[1] == _DECEMBER):
            return None
        if row.due > goal.due:
            return "hard"
        return "soft" if goal.of == row.of else None
    if goal.amount is None or row.amount is None or goal.amount == row.amount or (goal.per and row.per and goal.per != row.per):
        return None
    capped = goal.comparator is None or goal.comparator.cap
    return "hard" if capped and row.amount > goal.amount else "soft"
