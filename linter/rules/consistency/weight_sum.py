"""JX607: the weights do not make up the whole.

A weight may be printed for each indicator, or once for a whole block (in its first row, or repeated in every row where a merged
cell was unfolded). The form passes where any of these readings makes the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.crosscheck._execution import execution_points
from linter.rules.views import FormView, PlacedRow
from linter.values import parse_number

RULE = Rule(
    code="JX607",
    slug="weight-sum",
    title="权重（分值）合计不符合规定",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    messages={"default": "各指标权重（分值）合计为 {total}，应为 {expected}。"},
    rests_on_absence=True,
)
_WHOLE = (Decimal(100),)
_WITHOUT_EXECUTION = (Decimal(80), Decimal(90), Decimal(100))


class Weight(NamedTuple):
    """One printed weight with the blocks it stands in. ``number`` is ``None`` where the cell is blank."""

    number: Decimal | None
    level1: str
    level2: str
    indicator: PlacedRow


def _weights(form: FormView) -> list[Weight]:
    annual = any(indicator.half in ("annual", "both") for indicator in form.rows)
    rows = [indicator for indicator in form.rows if not (annual and indicator.half == "period")]
    return [
        Weight(parse_number((p.row.weight or "").strip().rstrip("%％分")), p.row.level1, p.row.category or p.row.level2, p) for p in rows
    ]


def _by_block(weights: list[Weight], level: str) -> Decimal | None:
    """The sum over blocks of their one weight, ``None`` where a block prints several."""
    blocks: dict[str, list[Weight]] = {}
    for weight in weights:
        blocks.setdefault(getattr(weight, level), []).append(weight)
    total = Decimal(0)
    for inside in blocks.values():
        numbers = {weight.number for weight in inside if weight.number is not None}
        if len(numbers) != 1:
            return None
        total += numbers.pop()
    return total


def _rounding(weights: list[Weight]) -> Decimal:
    """How far rounded weights may miss the whole: half a unit of the last printed digit for each."""
    exponents = [int(w.number.as_tuple().exponent) for w in weights if w.number is not None]
    finest = min(exponents, default=0)
    return Decimal(1).scaleb(finest) * len(exponents) / 2 if finest < 0 else Decimal(0)


def _whole(total: Decimal, allowed: tuple[Decimal, ...], slack: Decimal) -> bool:
    scaled = total * 100 if total <= Decimal("1.05") else total
    slack = slack * 100 if total <= Decimal("1.05") else slack
    return any(abs(scaled - number) <= slack for number in allowed)


def check(form: FormView) -> Iterator[Hit]:
    weights = _weights(form)
    filled = [w for w in weights if w.number is not None]
    if not filled or form.form.truncated:
        return
    execution = execution_points(form)
    in_rows = execution.row or any(phrase("management_row").search(indicator.row.name.text) for indicator in form.rows)
    allowed = _WHOLE if in_rows and not execution.beside else _WITHOUT_EXECUTION
    total = sum((w.number for w in filled if w.number is not None), Decimal(0))
    readings = [total, _by_block(weights, "level2"), _by_block(weights, "level1")]
    slack = _rounding(filled)
    if any(number is not None and _whole(number, allowed, slack) for number in readings):
        return
    if len(filled) < len(weights) and total < 100 and readings[1] is None and readings[2] is None:
        return  # some weights are not printed: nothing can be added up
    shown = total * 100 if total <= Decimal("1.05") else total
    expected = "100" if in_rows else "90（预算执行率另计10）或100"
    data = {"total": f"{shown.normalize():f}", "expected": expected, "gap": f"{abs(shown - 100):f}"}
    yield Hit("", data, related=tuple((w.indicator.path("weight"), "权重") for w in filled))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion(f"请核实各指标权重，与100相差 {hit.data['gap']}；参考：成本20、产出40、效益20、满意度10，预算执行率10。")
