"""What PAIR rules see: a form of a later version beside the same form of an earlier one, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from linter.collection.alignment import align
from linter.collection.changes import Kind
from linter.model.form import HALVES, Half, Target
from linter.rules.views import FormView, PlacedRow


class RowPair(Struct, frozen=True):
    """One indicator in both versions; ``None`` where a version lacks it. ``half``: ``period annual`` or ``both`` where the halves say the same."""

    old: PlacedRow | None
    new: PlacedRow | None
    kinds: tuple[Kind, ...]
    half: str


class PairView:
    """``old`` and ``new``: the same form in two versions. ``rows``: those of the later version in order, then what was deleted."""

    def __init__(self, old: FormView, new: FormView) -> None:
        self.old, self.new = old, new
        self.rows = tuple(_row_pairs(old, new))

    def new_target(self, pair: RowPair) -> Target | None:
        """The later version's cells, with 实际完成值, 分值 and 得分."""
        if pair.new is None:
            return None
        return self.new.form.indicators[pair.new.index].half(pair.new.primary)


def _of_half(view: FormView, half: Half) -> list[PlacedRow]:
    """The rows that hold for a half; a form printed with one half has them all there."""
    if len(view.form.halves) < 2:
        return list(view.rows)
    return [indicator for indicator in view.rows if indicator.half in (half, "both")]


def _row_pairs(old: FormView, new: FormView) -> Iterator[RowPair]:
    two_sided = len(old.form.halves) > 1 and len(new.form.halves) > 1
    by_rows: dict[tuple[int | None, int | None, tuple[Kind, ...]], RowPair] = {}
    deleted = []
    for half in HALVES if two_sided else ("annual",):
        before, after = _of_half(old, half), _of_half(new, half)
        for aligned in align([indicator.row for indicator in before], [indicator.row for indicator in after]):
            a = before[aligned.old] if aligned.old is not None else None
            b = after[aligned.new] if aligned.new is not None else None
            key = (a.index if a else None, b.index if b else None, aligned.kinds)
            held = by_rows.get(key)
            pair = (
                RowPair(held.old, held.new, aligned.kinds, "both")
                if held is not None
                else RowPair(a, b, aligned.kinds, half if two_sided else "both")
            )
            by_rows[key] = pair
    for pair in sorted((p for p in by_rows.values() if p.new is not None), key=lambda p: p.new.index if p.new else 0):
        yield pair
    deleted = [pair for pair in by_rows.values() if pair.new is None]
    yield from sorted(deleted, key=lambda p: p.old.index if p.old else 0)
