"""The numbers a goal states, and which of them speaks of the same thing as an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from linter.knowledge.context import derived
from linter.knowledge.lexicons import words
from linter.language import bigrams
from linter.values import find_numbers, unit_class
from linter.values.types import Dimension, Name, Quantity, Unit

_COUNTED = frozenset({Dimension.COUNT, Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME, Dimension.MASS})
_PARTIAL = re.compile(
    r"其中|分别|第[一二三四五]|首批|[一二三]期(?!工程量)|先期|前期|累计|历年|以来|目前|现有|共有|每|平均|人均|户均|年均|约|近[0-9一二三四五六七八九十百千万]|余|左右|几|分[0-9一二三两]+[期批次]|上年|去年|20[0-9]{2}年底?已"
)
"""A clause that speaks of a part, of a stage, of the state before, or vaguely."""
_QUALIFIED = re.compile(r"计划|力争|预计|不少于|不低于|至少|超过|以上|达到|争取|拟|约")
_STOP = frozenset(
    {"数量", "人数", "次数", "完成", "开展", "组织", "举办", "项目", "工作", "面积", "长度", "里程", "户数", "建设", "服务", "全年"}
)
_SAME_CLASS = frozenset({"person", "household", "organisation"})


class Figure(NamedTuple):
    """A number of the goal with the clause it stands in. ``amount`` is in the base unit of its dimension."""

    number: Decimal
    amount: Decimal
    unit: Unit
    clause: str
    qualified: bool


def same_kind(one: Unit | None, two: Unit | None) -> bool:
    """Units that count the same: 名 and 人, 户 and 家; 公里 and 米."""
    if one is None or two is None or one.per or two.per or one.dimension is not two.dimension:
        return False
    if one.dimension is not Dimension.COUNT:
        return True
    kind = unit_class(one.symbol)
    return one.symbol == two.symbol or (kind in _SAME_CLASS and kind == unit_class(two.symbol))


@derived(size=256)
def figures(text: str) -> tuple[Figure, ...]:
    """The counts a (normalised) goal states. Clauses that speak of parts or are vague are left out."""
    out = []
    for clause in re.split(r"[，,。；;、]", text):
        found = [] if _PARTIAL.search(clause) else list(find_numbers(clause))
        for one in found:
            if one.unit is not None and one.unit.dimension in _COUNTED and not one.unit.per and one.high is None:
                qualified = one.comparator is not None or bool(_QUALIFIED.search(clause))
                out.append(Figure(one.number, one.number * one.unit.scale, one.unit, clause, qualified))
    return tuple(out)


def _shared(name: str, clause: str) -> int:
    return len((bigrams(name) & bigrams(clause)) - _STOP)


def _own(name: Name) -> int:
    """How many pairs of characters a name has of its own, without its head: half of them must stand in the goal's clause."""
    stem = name.text.removesuffix(name.head) or name.text
    return len(bigrams(stem) - _STOP)


def _names_thing(name: Name, figure: Figure) -> bool:
    """The clause is nothing but the thing the name ends in and its number, a verb before the thing apart: 棉被2000床 for 采购棉被."""
    match = re.fullmatch(r"(?P<thing>[一-鿿]{2,})[0-9.,]+万?[一-鿿]{1,3}", figure.clause)
    before = name.text.removesuffix("数量").removesuffix(match["thing"]) if match else name.text
    return match is not None and before in ("", *words("tags", "handling")) and name.text.removesuffix("数量") != before


def _adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Some of the parts make the total (其中 rows, stages)."""
    few = parts[:8]
    return any(sum(group, Decimal(0)) == total for size in range(2, len(few) + 1) for group in combinations(few, size))


def match(name: Name, quantity: Quantity, goal: Sequence[Figure], rivals: Sequence[Quantity]) -> Figure | None:
    """The goal's figure for an indicator, ``None`` where none or several may be meant, or where parts make the whole."""
    same = [one for one in goal if same_kind(one.unit, quantity.unit)]
    taken = {rival.amount for rival in rivals}
    if any(one.amount == quantity.amount for one in same) or _adds_up(quantity.amount, [one.amount for one in same]):
        return None
    free = [one for one in same if one.amount not in taken]
    told = [one for one in free if _names_thing(name, one)]
    if len(told) == 1:
        return _unless_parts(told[0], quantity, rivals)
    scored = sorted(((_shared(name.text, one.clause), one) for one in free), key=lambda pair: -pair[0])
    if not scored or scored[0][0] * 2 < _own(name) or scored[0][0] == 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return _unless_parts(scored[0][1], quantity, rivals)


def _unless_parts(best: Figure, quantity: Quantity, rivals: Sequence[Quantity]) -> Figure | None:
    """The figure, unless it is the sum of rows."""
    return None if _adds_up(best.amount, [quantity.amount, *(rival.amount for rival in rivals)]) else best


def rate_in(text: str, name: str) -> Figure | None:
    """The percentage a goal states for the very rate an indicator is named after: ``设备完好率保持在98%以上``."""
    at = text.find(name)
    if len(name) < 4 or at < 0 or text.find(name, at + 1) >= 0 or (re.search(r"[一-鿿]", text[at - 1 : at]) and _longer(text, at)):
        return None
    clause = re.split(r"[，,。；;]", text[at:], maxsplit=1)[0]
    found = [one for one in find_numbers(clause) if one.unit is not None and one.unit.dimension is Dimension.RATIO]
    if (
        len(found) != 1
        or found[0].high is not None
        or found[0].unit is None
        or re.search(r"较|比|同比|提高(?!到|至)|提升(?!到|至)|增长|下降|百分点", clause)
    ):
        return None
    one = found[0]
    unit = found[0].unit
    return Figure(one.number, one.number * unit.scale, unit, clause, one.comparator is not None or bool(_QUALIFIED.search(clause)))


def _longer(text: str, at: int) -> bool:
    """The rate in the goal has a qualifier of its own before it (中小学|设备完好率 is another rate than 设备完好率)."""
    return re.search(r"(?:使|将|确保|保证|实现|保障|达到|保持|其|的|对|且|后|及|和|与|年|，)$", text[:at]) is None
