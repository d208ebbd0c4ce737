"""Which row of an earlier version is which row of a later one, though it was renamed, moved or given another value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from linter.collection.changes import Kind, TypedRow, comparable, same_value, value_change
from linter.knowledge.patterns import deferred
from linter.model.finding import fold

R = TypeVar("R", bound=TypedRow)

_SIMILAR_SAME_VALUE, _SIMILAR_MOVED_SAME_VALUE, _EXTENDED, _REWORDED, _ALIKE = 40, 60, 50, 70, 80
"""From these likenesses (0–100) on two names are one indicator renamed: values are the same (and the category is not); one name only adds to the
other (验收合格率, 设备验收合格率); the same characters in another order within a block, and values that compare (举办公益展览场数,
公益展览举办场次); anything else. 设备采购数量 and 设备维修数量 with other numbers are two indicators."""
_COUNTING = frozenset("数量次期场个项总")
_NUMBERS = deferred(r"[0-9]+|[一二三四五六七八九十]+")


class Aligned(Struct, frozen=True):
    """Positions on either side (``None``: nothing there) and what became of the row."""

    old: int | None
    new: int | None
    kinds: tuple[Kind, ...]


def kinds_of(old: TypedRow, new: TypedRow) -> tuple[Kind, ...]:
    """Everything that changed between two rows known to be the same indicator."""
    kinds = []
    if fold(old.name.text) != fold(new.name.text):
        kinds.append(Kind.RENAMED)
    if old.category and new.category and old.category != new.category:
        kinds.append(Kind.MOVED)
    change = value_change(old, new)
    if change is not Kind.UNCHANGED:
        kinds.append(change)
    return tuple(kinds) or (Kind.UNCHANGED,)


def _likeness(old: TypedRow, new: TypedRow) -> float:
    """Of two names, 0–100; 0 where they state other numbers (第一批, 第二批)."""
    a, b = fold(old.name.text), fold(new.name.text)
    if Counter(_NUMBERS.findall(a)) != Counter(_NUMBERS.findall(b)):
        return 0.0
    from rapidfuzz.fuzz import ratio

    return float(ratio(a, b))


def _reworded(old: TypedRow, new: TypedRow) -> bool:
    """Whether two names say the same in another order: what is not common to both only says that something is counted."""
    a, b = Counter(fold(old.name.text)), Counter(fold(new.name.text))
    common = (a & b).total()
    rest = set((a - b) + (b - a))
    return rest <= _COUNTING and 200 * common >= _REWORDED * (a.total() + b.total())


def extended(old: TypedRow, new: TypedRow) -> bool:
    """One name only adds characters to the other."""
    short, long = sorted((fold(old.name.text), fold(new.name.text)), key=len)
    rest = iter(long)
    return all(c in rest for c in short)


def _comparable(old: TypedRow, new: TypedRow) -> bool:
    a, b = old.value, new.value
    if a.quantity is not None and b.quantity is not None:
        return comparable(a.quantity, b.quantity)
    return a.quantity is None and b.quantity is None


def _score(old: TypedRow, new: TypedRow) -> float | None:
    """How well two rows of different names go together, ``None``: they do not."""
    likeness = _likeness(old, new)
    moved = old.category != new.category
    same = same_value(old, new)
    if same and old.value.quantified:
        least = _SIMILAR_MOVED_SAME_VALUE if moved else _SIMILAR_SAME_VALUE
    elif not moved and _comparable(old, new) and extended(old, new):
        least = _EXTENDED
    elif not moved and likeness and old.value.quantified and _comparable(old, new) and _reworded(old, new):
        least = 0
    else:
        least = _ALIKE
    return likeness + 20 * same + 15 * (not moved) if likeness >= least else None


def align(old: Sequence[R], new: Sequence[R]) -> tuple[Aligned, ...]:
    """Every row of both sides once: those of the later side in order, then what was deleted."""
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    pairs: dict[int, int] = {}

    def take(a: int, b: int) -> None:
        del left[a], right[b]
        pairs[b] = a

    keys: tuple[Callable[[R], tuple[object, ...]], ...] = (
        lambda row: (fold(row.name.text), row.category, row.value.raw),
        lambda row: (fold(row.name.text), row.category),
        lambda row: (fold(row.name.text),),
    )
    for key in keys:
        waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for a in left:
            if old[a].name.text:
                waiting[key(old[a])].append(a)
        for b in list(right):
            if olds := waiting[key(new[b])]:
                take(olds.pop(0), b)
    ranked = [(-score, b, a) for b in right for a in left if (score := _score(old[a], new[b])) is not None]
    for _, b, a in sorted(ranked):
        if b in right and a in left:
            take(a, b)
    rows = [
        Aligned(pairs[b], b, kinds_of(old[pairs[b]], new[b])) if b in pairs else Aligned(None, b, (Kind.ADDED,)) for b in range(len(new))
    ]
    return (*rows, *(Aligned(a, None, (Kind.DELETED,)) for a in left))
