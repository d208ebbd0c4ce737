"""The numbers a goal states, and which of them speaks of the same thing as an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import phrase, words
from linter.knowledge.patterns import deferred
from linter.language import bigrams
from linter.rules.consistency._statements import of_one_thing
from linter.values import find_numbers, unit_class
from linter.values.morphology import object_class
from linter.values.types import Comparator, Dimension, Name, Quantity, Unit

_COUNTED = frozenset({Dimension.COUNT, Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME, Dimension.MASS})
_SAME_CLASS = frozenset({"person", "household", "organisation"})


_SHORTEST_RATE = 4
_IDEOGRAPH = deferred("[一-鿿]")


class Figure(NamedTuple):
    """A number of the goal with the clause it stands in. ``amount`` is in the base unit of its dimension."""

    number: Decimal
    amount: Decimal
    unit: Unit
    clause: str
    qualified: bool


def same_kind(unit: Unit | None, other: Unit | None) -> bool:
    """Units that count the same: 名 and 人, 户 and 家; 公里 and 米."""
    if unit is None or other is None or unit.per or other.per or unit.dimension is not other.dimension:
        return False
    if unit.dimension is not Dimension.COUNT:
        return True
    kind = unit_class(unit.symbol)
    return unit.symbol == other.symbol or (kind in _SAME_CLASS and kind == unit_class(other.symbol))


@derived(size=256)
def figures(text: str) -> tuple[Figure, ...]:
    """The counts a (normalised) goal states. Clauses that speak of parts or are vague are left out."""
    out: list[Figure] = []
    for clause in re.split(r"[，,。；;、]", text):
        if phrase("part_or_stage").search(clause) or phrase("counted_in_part").search(clause):
            continue
        out += [
            Figure(number.number, number.number * number.unit.scale, number.unit, clause, _hedged(number.comparator, clause))
            for number in find_numbers(clause)
            if number.unit is not None and number.unit.dimension in _COUNTED and not number.unit.per and number.high is None
        ]
    return tuple(out)


def _hedged(comparator: Comparator | None, clause: str) -> bool:
    """The clause states a bound or an intention rather than the figure itself."""
    return comparator is not None or phrase("hedged").search(clause) is not None


@derived
def _common() -> frozenset[str]:
    """Words any name of a count has: they tell nothing of the thing counted."""
    return words("phrases", "common_word")


def _shared(name: str, clause: str) -> int:
    return len((bigrams(name) & bigrams(clause)) - _common())


def _own(name: Name) -> int:
    """How many pairs of characters a name has of its own, without its head: half of them must stand in the goal's clause."""
    stem = name.text.removesuffix(name.head) or name.text
    return len(bigrams(stem) - _common())


def _ends_in_clause(name: Name, clause: str) -> bool:
    """The clause names the very thing the name ends in, not only what it shares with others: 慰问困难职工 says nothing of 慰问困难劳模."""
    stem = name.text.removesuffix(name.head).removesuffix("数量") or name.text
    return object_class(stem) is None or any(pair in clause for pair in bigrams(stem[-_THING:]))


_THING = 3


def _names_thing(name: Name, figure: Figure) -> bool:
    """The clause is nothing but the thing the name ends in and its number, a verb before the thing apart: 棉被2000床 for 采购棉被."""
    match = re.fullmatch(r"(?P<thing>[一-鿿]{2,})[0-9.,]+万?[一-鿿]{1,3}", figure.clause)
    before = name.text.removesuffix("数量").removesuffix(match["thing"]) if match else name.text
    return match is not None and before in ("", *words("tags", "handling")) and name.text.removesuffix("数量") != before


def _adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Some of the parts make the total (其中 rows, stages)."""
    few = parts[:8]
    return any(sum(group, Decimal(0)) == total for size in range(2, len(few) + 1) for group in combinations(few, size))


def _only_one(name: Name, project: str, free: Sequence[Figure], rivals: Sequence[Quantity]) -> Figure | None:
    """The goal's only figure of the kind, for the only row of the kind: the row may add the project's own words to what the goal says
    (渡口安全检查总次数 and 检查216次 of 渡口安全监管)."""
    if len(free) != 1 or rivals:
        return None
    words_of = phrase("total_filler").sub(" ", name.text.removesuffix(name.head)).split()
    own = {pair for part in words_of for pair in bigrams(part)} - _common() - {a + b for a in project for b in project}
    shared = own & bigrams(free[0].clause)
    return free[0] if shared and len(shared) * 2 >= len(own) else None


def match(name: Name, quantity: Quantity, goal: Sequence[Figure], rivals: Sequence[Quantity], project: str = "") -> Figure | None:
    """The goal's figure for an indicator, ``None`` where none or several may be meant, or where parts make the whole."""
    same = [figure for figure in goal if same_kind(figure.unit, quantity.unit)]
    taken = {rival.amount for rival in rivals}
    if any(figure.amount == quantity.amount for figure in same) or _adds_up(quantity.amount, [figure.amount for figure in same]):
        return None
    free = [figure for figure in same if figure.amount not in taken]
    told = [figure for figure in free if _names_thing(name, figure)]
    if len(told) == 1:
        return _unless_parts(told[0], quantity, rivals)
    free = [figure for figure in free if _ends_in_clause(name, figure.clause)]
    scored = sorted(((_shared(name.text, figure.clause), figure) for figure in free), key=lambda pair: -pair[0])
    if (only := _only_one(name, project, same, rivals)) and _ends_in_clause(name, only.clause):
        return only
    if not scored or scored[0][0] * 2 < _own(name) or scored[0][0] == 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return _unless_parts(scored[0][1], quantity, rivals)


def _unless_parts(best: Figure, quantity: Quantity, rivals: Sequence[Quantity]) -> Figure | None:
    """The figure, unless it is the sum of rows."""
    return None if _adds_up(best.amount, [quantity.amount, *(rival.amount for rival in rivals)]) else best


def rate_in(text: str, name: str) -> Figure | None:
    """The percentage a goal states for the very rate an indicator is named after: ``设备完好率保持在98%以上``."""
    at = text.find(name)
    if len(name) < _SHORTEST_RATE:
        return None
    if at < 0:
        return _rate_behind(text, name)
    if text.find(name, at + 1) >= 0 or not _begins(text[:at]):
        return None
    return _share_of(re.split(r"[，,。;；]", text[at:], maxsplit=1)[0], name)


def _share_of(clause: str, name: str = "") -> Figure | None:
    """The one percentage of a clause, ``None`` where it tells a change; a name that is one itself (增加值增长率) tells none of its rate."""
    numbers = [number for number in find_numbers(clause) if number.unit is not None and number.unit.dimension is Dimension.RATIO]
    if (
        len(numbers) != 1
        or numbers[0].high is not None
        or numbers[0].unit is None
        or phrase("change_of_rate").search(clause.removeprefix(name))
    ):
        return None
    number, unit = numbers[0], numbers[0].unit
    return Figure(number.number, number.number * unit.scale, unit, clause, _hedged(number.comparator, clause))


_SHORTEST_TAIL = 3


@derived(size=256)
def _clauses_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The sentences of a text, each in clauses."""
    return tuple(tuple(re.split("[，,]", sentence)) for sentence in re.split("[。;；]", text))


def _rate_behind(text: str, name: str) -> Figure | None:
    """The rate in a clause of its own, behind the one that names its object: 士兵技能培训620人，结业率达到95% for 士兵技能培训结业率."""
    tails = [name[at:] for at in range(1, len(name) - _SHORTEST_TAIL + 1)]
    for sentence in _clauses_of(text):
        for before, clause in pairwise(sentence):
            tail = next((tail for tail in tails if clause.startswith(tail)), None)
            if tail is not None and text.count(tail) == 1 and name.removesuffix(tail) in of_one_thing(before):
                return _share_of(clause)
    return None


def _begins(before: str) -> bool:
    """The rate begins here: what stands before it is no qualifier of its own (中小学|设备完好率 is another rate), unless it only says when or where
    (汛期|报送及时率)."""
    bare = not before or not _IDEOGRAPH.fullmatch(before[-1])
    return bare or phrase("leads_to_rate").search(before) is not None or phrase("setting").search(before) is not None
