"""What a form's cost rows state as totals, and what they are measured against."""

from __future__ import annotations

from decimal import Decimal

from linter.knowledge.lexicons import phrase
from linter.model.form import OWN_COSTS
from linter.rules.bounds._common import is_saving, plain, significant, total_money, totals
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import parse_value
from linter.values.types import Dimension

_TOLERANCE = Decimal("1.005")
_ADJUSTED = Decimal(2)
"""A self-evaluation prints the budget at the year's start; what was added within the year may lawfully be spent too."""
_MIN_DIGITS, _OF_TOTAL = 3, 2


def ceiling(form: FormView) -> tuple[Decimal, str] | None:
    """What costs may not exceed and the field it stands in: the larger of the two totals."""
    stated = [(total, f"fields.total.{half}") for half, total in totals(form).items()]
    return max(stated, key=lambda pair: pair[0]) if stated else None


def limit(form: FormView, budget: Decimal, indicator: PlacedRow | None = None) -> Decimal:
    """What a total cost may come to before it speaks against the budget. A result within the budget shows that nothing was added to it."""
    open_ = form.form.kind == "self_evaluation" and not (indicator is not None and _spent_within(form, budget, indicator))
    return budget * (_ADJUSTED if open_ else _TOLERANCE)


def _spent_within(form: FormView, budget: Decimal, indicator: PlacedRow) -> bool:
    target = form.form.indicators[indicator.index].half(indicator.primary)
    spent = parse_value(target.actual.text).quantity if target is not None and target.actual is not None else None
    return spent is not None and spent.dimension is Dimension.MONEY and spent.amount <= budget


def stated_costs(form: FormView) -> list[tuple[PlacedRow, Decimal]]:
    """Rows that state a total cost of this project: no unit prices, no savings, no sums from elsewhere, the annual half first."""
    rows = [p for p in form.in_category(*OWN_COSTS) if not p.row.has("outside_budget") and not is_saving(p.row)]
    rows = [p for p in rows if p.half in ("both", "annual")] or rows
    return [(indicator, amount) for indicator in rows if (amount := total_money(indicator)) is not None]


def addends(costs: list[tuple[PlacedRow, Decimal]]) -> list[tuple[PlacedRow, Decimal]]:
    """The rows that may be added up: not 其中, not a total of the others."""
    rows = [(p, a) for p, a in costs if not plain(p.row.name_text).startswith("其中")]
    rows = [(p, a) for p, a in rows if not phrase("sum_row").search(p.row.name.text)]
    whole = sum((amount for _, amount in rows), Decimal(0))
    return [(p, a) for p, a in rows if a != whole - a]


def slipped(amount: Decimal, budget: Decimal, row: Row) -> bool:
    """The same digits, three or more, at another power of ten; of what is called the project's total two are no coincidence."""
    digits, least = significant(amount), _OF_TOTAL if row.has("whole_cost") else _MIN_DIGITS
    return amount != budget and digits == significant(budget) and len(digits) >= least
