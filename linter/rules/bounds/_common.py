"""What the rules on bounds share."""

from __future__ import annotations

import re
from decimal import Decimal

from linter.knowledge.lexicons import phrase
from linter.model.form import QUANTITY, Half
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.frame import Measure
from linter.values.lexicons import head_of
from linter.values.morphology import spared
from linter.values.tags import tagged
from linter.values.types import Comparator, Dimension, NameKind, Quantity, Shape

HUNDRED = Decimal(100)


def percent(row: Row) -> Quantity | None:
    """The one percentage of a value (not a change), ``None`` otherwise."""
    quantity = row.value.quantity
    if row.value.shape not in (Shape.NUMBER, Shape.RANGE) or quantity is None or quantity.dimension is not Dimension.RATIO:
        return None
    return quantity if quantity.unit is not None and quantity.unit.symbol in _PERCENT else None


def percentages(row: Row) -> tuple[Quantity, ...]:
    """The percentages of a cell that can be judged each by itself: the only one, or those that stand apart (105%（其中粳稻98%）)."""
    only = percent(row)
    if only is not None or row.value.shape is not Shape.MANY:
        return (only,) if only is not None else ()
    return tuple(q for q in row.value.apart if q.unit is not None and q.unit.symbol in _PERCENT)


_PERCENT = ("%", "‰", "百分比")


def natural_bound(row: Row) -> Decimal | None:
    """The upper end of the scale the name measures on, in %; ``None`` where it has none or may be overfulfilled (任务完成率, 税收完成率).

    A bare 比例 is bounded only as a share (占…比例) or where 率 in its place would be (合格比例): 社会资本与财政资金比例 may be 300 %.
    """
    entry, frame = row.head, row.frame
    if frame.measure is Measure.SURVEYED or frame.parts is not None:
        return frame.high
    needed = (
        frame.aspect is not None and frame.aspect.name == "unbounded" and entry is not None and len(frame.aspect.word) > len(entry.word)
    )
    if needed or row.has("against_quota"):
        return None  # 疫苗需求满足率, 损耗占定额损耗比例: more than what was needed or allowed
    if entry is None or len(entry.word) < _A_WORD:
        return None if _overfulfilled(row) else frame.high
    if entry.bound is None or (tagged(entry.word, "fulfilment") and row.has("overfulfil")):
        return None
    if tagged(entry.word, "any_share") and not row.has("part_of"):
        same = head_of(row.name.text.removesuffix(entry.word) + "率")
        return same.bound if same is not None and not same.change else None
    return entry.bound


def likely_bound(row: Row) -> Decimal | None:
    """100 for a rate of which nothing is known but 率, and nothing says it may exceed the whole: 通信联通率."""
    frame = row.frame
    known = frame.aspect is not None or frame.parts is not None or row.head is None or len(row.head.word) > 1
    open_ended = known or row.name.change or len(row.name.text) <= _A_WORD or row.has("may_exceed")
    return HUNDRED if frame.measure is Measure.SHARE and row.name.text.endswith("率") and not open_ended else None


_A_WORD = 2


def _overfulfilled(row: Row) -> bool:
    return row.frame.aspect is not None and row.frame.aspect.name == "completion" and row.has("overfulfil")


def is_fault(row: Row) -> bool:
    """A share or count of what should not happen; dealing with it (清理率, 处置率) and its absence (零差错率) are none."""
    if row.has("no_fault") or spared(row.name.text) or (row.frame.parts is not None and tagged(row.frame.parts[0], "remedy")):
        return False  # 已整改隐患数/排查隐患数: what was dealt with, of what there was
    aspect = row.frame.aspect
    if aspect is not None and aspect.name == "remedy":
        return False
    if row.frame.measure is Measure.SHARE and (aspect.name == "fault" if aspect is not None else row.has("negated")):
        return True
    return row.name.fault


def fault_wanted(row: Row, quantity: Quantity) -> bool:
    """A fault with a floor, at 100 %, or a bare high percentage: 误判率 ≥98%, 延误率 100%."""
    if row.frame.measure is not Measure.SHARE or quantity.dimension is not Dimension.RATIO or not is_fault(row) or row.name.change:
        return False
    comparator = quantity.comparator
    if comparator is not None and comparator.floor:
        return quantity.number != 0
    return (comparator is None or comparator is Comparator.EQ) and quantity.amount >= _HIGH


_HIGH = Decimal(50)


def is_unit_cost(row: Row) -> bool:
    """A cost per unit, not a total."""
    quantity = row.value.quantity
    return bool(quantity and quantity.unit and quantity.unit.per) or row.has("unit_cost")


def total_money(indicator: PlacedRow) -> Decimal | None:
    """The amount in 元 of a row that states one total amount."""
    row = indicator.row
    quantity = row.value.quantity
    if row.value.shape is not Shape.NUMBER or quantity is None or quantity.dimension is not Dimension.MONEY or is_unit_cost(row):
        return None
    return quantity.amount


def is_saving(row: Row) -> bool:
    """The name speaks of what is saved, cut or spared: more of it is better."""
    return row.has("saving")


_LEAST_BUDGET = Decimal(1000)
"""元. A total below this is one in 万元 whose unit the reading has lost: nothing is measured against it."""


def totals(form: FormView) -> dict[Half, Decimal]:
    """The form's totals in 元 by half, the annual one first; without blank ones and those too small to be in 元."""
    halves: tuple[Half, Half] = ("annual", "period")
    return {half: total for half in halves if (total := form.total(half)) is not None and total >= _LEAST_BUDGET}


def multiplied(form: FormView, amount: Decimal) -> Decimal | None:
    """What the amount comes to when it is a price of one of the form's counts: the product that meets the budget, ``None`` if none does."""
    budgets = set(totals(form).values())
    for indicator in form.in_category(QUANTITY):
        count = indicator.row.value.quantity
        if count is None or count.number <= 1 or count.dimension is Dimension.MONEY:
            continue
        if any(abs(count.number * amount - budget) <= budget / 200 for budget in budgets):
            return count.number * amount
    return None


def project_years(form: FormView) -> tuple[int, int] | None:
    """First and last year of the project as its 项目期 or its name print them: ``2025-2027年``; ``None`` where neither does."""
    named = phrase("years_spanned").search(form.project)
    years = [int(year) for year in re.findall(r"20[0-9]{2}", form.text("duration") or (named[0] if named else ""))]
    return (min(years), max(years)) if years else None


def several_years(form: FormView) -> bool:
    """The form says the project takes more than a year."""
    text = "".join((form.text("duration") + form.text("attribute")).split())
    span = project_years(form)
    return bool(span and span[0] < span[1]) or bool(phrase("many_years").search(text))


def significant(number: Decimal) -> str:
    """The significant digits: 220000 → 22, 661041.90 → 6610419."""
    return "".join(map(str, number.normalize().as_tuple().digits)).strip("0") or "0"


def plain(text: str) -> str:
    """A cell in one line."""
    return "".join(text.split())


_GOOD = frozenset({"quality", "timeliness", "surveyed"})


def wanted_high(row: Row) -> bool:
    """A rate or satisfaction whose object is always wanted: less of it can be no target."""
    entry, aspect = row.head, row.frame.aspect
    if entry is None or len(entry.word) < _A_WORD:  # 供电可靠率: what the share is of says it
        good = aspect is not None and aspect.name in _GOOD and row.name.text.removesuffix("率").endswith(aspect.word)
        return good and row.rated and not is_fault(row)
    if row.name.kind not in (NameKind.RATE, NameKind.SATISFACTION):
        return False
    return entry.direction == "up" and entry.bound is not None and not entry.change and not entry.low_by_nature
