"""What the unit rules share: which clash of name and unit is whose."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from linter.knowledge.lexicons import entries, words
from linter.rules.views import Row
from linter.values import unit_class
from linter.values.types import Dimension, NameKind, Quantity, Shape, Unit, WhenKind

SINGLE = frozenset({Shape.NUMBER, Shape.RANGE})
_DATES = frozenset({WhenKind.DEADLINE, WhenKind.POINT, WhenKind.WHOLE, WhenKind.DURATION})
_THINGS = frozenset({"person", "household", "organisation", "thing", "document", "living"})
_ITEMISED = frozenset({"人数", "户数", "人次", "家数", "台数", "套数", "辆数", "册数", "件数", "份数", "次数"})
_PLACES = ("县数", "乡镇数", "街道数", "村数", "社区数")
_PROGRESS = ("缩短", "压缩", "提前", "减少", "进度", "节点", "比例", "占")


def single(row: Row) -> Quantity | None:
    """The value's one number (or range), ``None`` where there is none, several, or a change."""
    return row.value.quantity if row.value.shape in SINGLE else None


def pays(row: Row) -> bool:
    """The name speaks of money paid out or raised, so that money may be the output itself."""
    return any(word in row.name.text for word in words("tags", "paying"))


def units_for(name: str) -> list[str]:
    """Measure words for what is counted, at most two: 服务单位数量 → 户, 个; the unit a name ends in comes first (培训人次 → 人次)."""
    own = own_unit(name)
    if own:
        return [own]
    return known_units(re.sub("(?:总|个)?(?:数量|数目|数)$", "", name)) or ["个"]


def known_units(noun: str) -> list[str]:
    """Measure words, at most two, for a thing named in the end of a text; none where the thing is not known."""
    return next((list(e["fits"])[:2] for e in _nouns() if noun.endswith(e["noun"])), [])


@cache
def _nouns() -> tuple[dict[str, Any], ...]:
    return tuple(sorted(entries("measures"), key=lambda e: -len(e["noun"])))


@cache
def _named() -> frozenset[str]:
    return frozenset(e["word"] for e in entries("units") if e.get("named"))


def own_unit(name: str) -> str | None:
    """The unit a count name ends in: 受益户数 → 户, 培训人次 → 人次, 档案卷数 → 卷; ``None`` for 平台数, 岗位数, 数量."""
    word = next(
        (unit for unit in sorted(_named(), key=len, reverse=True) if name.endswith((unit + "数", unit) if len(unit) > 1 else unit + "数")),
        None,
    )
    if word or not name.endswith("数"):
        return word
    stem, unit = name[:-2], name[-2:-1]
    noun = next((e for e in _nouns() if stem.endswith(e["noun"])), None)
    whole = any(name[:-1].endswith(e["noun"]) for e in _nouns())
    return unit if noun is not None and unit in noun["fits"] and not whole else None


def _rate_clash(quantity: Quantity, per: bool) -> bool:
    foreign = (Dimension.TIME, Dimension.MONEY, Dimension.COUNT, Dimension.LENGTH, Dimension.AREA)
    return quantity.dimension in foreign and not per and quantity.number != 0


def _money_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.RATIO:
        levelled = any(word in row.name.text for word in words("tags", "levelled_in_percent"))
        return row.head is not None and row.head.direction == "cost" and not levelled
    if quantity.dimension not in (Dimension.COUNT, Dimension.TIME) or per:
        return False
    if row.head is not None and row.head.word == "标准" and not row.is_cost:
        return False  # a technical standard as well may be meant: 供水标准 24小时, 班额标准 45人
    # 发放补助资金 12次, 缴纳电费 12个月: the paying is counted.
    return not (row.category == "数量指标" and re.match("发放|支付|拨付|缴纳|补缴|兑付|发|付|代缴|上缴", row.name.text))


def _time_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.COUNT:
        return not per and quantity.unit is not None and unit_class(quantity.unit.symbol) in _THINGS
    return quantity.dimension in (Dimension.RATIO, Dimension.MONEY) and not any(word in row.name.text for word in _PROGRESS)


def _itemised(row: Row) -> bool:
    """People, households, things or places are counted (补助人数, 覆盖县数), which never take a time."""
    if row.head is None:
        return False
    return row.head.word in _ITEMISED - {"次数"} or (row.head.word == "数" and row.name.text.endswith(_PLACES))


def _count_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.MONEY:
        return not per and not pays(row) and row.head is not None and row.head.word not in ("规模数", "产量", "数", "总量", "业务量")
    if quantity.dimension is Dimension.SCORE:  # 征订份数 2600分
        return row.head is not None and row.head.word in _ITEMISED
    return quantity.dimension is Dimension.TIME and _itemised(row)


def _amount_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.MONEY:
        return not per and not pays(row)
    extent = row.name.head.endswith(("面积", "里程", "长度", "公里数", "亩数"))
    if quantity.dimension is Dimension.RATIO:
        return extent and not re.search("[增减节占比率]|压缩|扩大", row.name.text)
    counted = quantity.unit is not None and unit_class(quantity.unit.symbol) in ("person", "household", "thing", "document")
    return extent and quantity.dimension is Dimension.COUNT and counted and not per


def clashes(row: Row, quantity: Quantity) -> bool:
    """Name kind and unit speak of different things (JX406; a count in percent is JX402's)."""
    if quantity.dimension is None or quantity.dimension is Dimension.OTHER or row.name.change:
        return False
    per = bool(quantity.unit and quantity.unit.per)
    match row.name.kind:
        case NameKind.RATE:
            return _rate_clash(quantity, per)
        case NameKind.MONEY:
            return _money_clash(row, quantity, per)
        case NameKind.TIME:
            return _time_clash(row, quantity, per)
        case NameKind.COUNT:
            return _count_clash(row, quantity, per)
        case NameKind.AMOUNT:
            return _amount_clash(row, quantity, per)
    return False


def dated(row: Row) -> bool:
    """A rate or a number of people or things answered with a date or a duration: 拨付及时率 2026年12月底前, 救助人数 12个月."""
    value = row.value
    if value.when is None or value.when.kind not in _DATES or value.shape is not Shape.WHEN or value.leftovers or row.name.change:
        return False
    return (row.name.kind is NameKind.COUNT and _itemised(row)) or row.name.kind is NameKind.RATE


def column_blank(row: Row) -> bool:
    """The layout has a unit column and this row leaves it blank, or it has none."""
    return not (row.unit or "").strip()


def percent_unit(unit: Unit | None) -> bool:
    """% or ‰ as such, not 成 or 倍."""
    return unit is not None and unit.symbol in ("%", "‰", "百分比")
