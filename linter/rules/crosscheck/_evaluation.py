"""A row of a self-evaluation read against its target: what was approved (else what the sheet itself prints), what was achieved, and the points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from linter.collection.changes import wished
from linter.rules.crosscheck._results import achieved, measured, printed_points
from linter.rules.pairs import PairView, RowPair
from linter.rules.views import PlacedRow, Row
from linter.values.types import Quantity, Value


class Evaluated(Struct, frozen=True):
    """``target``: the row the result is judged by, of the approved form where that states a number. ``weight`` and ``score`` are points."""

    pair: RowPair
    indicator: PlacedRow
    target: Row
    approved: bool
    actual_text: str
    actual: Value
    weight: Decimal | None
    score: Decimal | None

    @property
    def numbers(self) -> tuple[Quantity, Quantity] | None:
        """Target and result where both are one number of the same measure."""
        return measured(self.target.value, self.actual)

    @property
    def way(self) -> int:
        """1 where more is better, -1 where less is, 0 where nothing says so."""
        return wished(self.target)


def evaluated(pair: PairView) -> Iterator[Evaluated]:
    """The rows of the sheet that state a result."""
    for row in pair.rows:
        target = pair.new_target(row)
        if row.new is None or target is None or target.actual is None or not target.actual:
            continue
        own = row.new.row
        approved = row.old is not None and row.old.row.value.quantified
        judged = row.old.row if row.old is not None and approved else own
        text, weight, score = target.actual.text.strip(), printed_points(target.weight), printed_points(target.score)
        yield Evaluated(row, row.new, judged, approved, text, achieved(text, own, judged), weight, score)
