"""How much of its budget a self-evaluation says was spent, and the points it gives for that, where they stand beside the amounts."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from linter.knowledge.lexicons import phrase
from linter.model.form import EXECUTION, Text
from linter.rules.views import FormView, Row
from linter.values import parse_number

_FULL = Decimal(100)


class Execution(Struct, frozen=True):
    """``rate``: the rate printed, in %, at the decimals printed. ``computed``: what was spent of the budget of the year (the one at its start where
    the year's is not printed), in %. ``weight`` and ``score`` are points."""

    rate: Decimal | None
    computed: Decimal | None
    weight: Decimal | None
    score: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """The rate in %, by the amounts where both are printed; ``None`` where nothing tells it."""
        return self.computed if self.computed is not None else self.rate


def execution(form: FormView) -> Execution | None:
    """What the sheet prints of it beside the amounts, ``None`` where that is nothing."""
    rate, weight, score, spent = (number(form.form.extras.get(EXECUTION[key])) for key in ("rate", "weight", "score", "spent"))
    budget = number(form.form.extras.get(EXECUTION["budget"])) or number(form.form.extras.get(EXECUTION["planned"]))
    computed = spent / budget * _FULL if spent is not None and budget else None
    if rate is not None and rate <= 1 and computed is not None and computed > 1:
        rate *= _FULL  # 0.88 for 88 %
    paid = Execution(rate, computed, weight, score)
    return paid if weight is not None and score is not None else None


class ExecutionPoints(Struct, frozen=True):
    """Where a form prints the points for the execution of its budget. ``row``: one of its indicators has them; ``beside``: they stand with the lines of
    money; ``score``: what they came to there, ``None`` where that is not printed."""

    row: bool
    beside: bool
    score: Decimal | None


def execution_points(form: FormView) -> ExecutionPoints:
    """Where the points for the execution of the budget stand. Nowhere on many forms: they are given apart, ten as a rule."""
    paid = execution(form)
    row = any(is_execution(indicator.row) for indicator in form.rows)
    return ExecutionPoints(row, EXECUTION["score"] in form.form.extras, paid.score if paid is not None else None)


def is_execution(row: Row) -> bool:
    """The row of the budget's execution rate, scored by a rule of its own."""
    return phrase("execution_row").search(row.name.text) is not None


def number(text: Text | None) -> Decimal | None:
    """A cell's number, without the unit it may carry."""
    return parse_number(text.text.strip().rstrip("%％分元万")) if text is not None else None
