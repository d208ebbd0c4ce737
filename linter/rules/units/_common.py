"""What the unit rules share: the value's one number, the clash of a measure with a unit, the measure words of a thing."""

from __future__ import annotations

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, phrase
from linter.model.finding import Severity
from linter.model.form import QUANTITY
from linter.rules.views import Row
from linter.values import unit_class
from linter.values.frame import Evidence, Measure
from linter.values.lexicons import unit_table
from linter.values.morphology import act_clashes, dimensions, fits, fitting_units, object_class
from linter.values.types import Dimension, Quantity, Shape, Unit, WhenKind

SINGLE = frozenset({Shape.NUMBER, Shape.RANGE})
_DATES = frozenset({WhenKind.DEADLINE, WhenKind.POINT, WhenKind.WHOLE, WhenKind.DURATION, WhenKind.RECURRING, WhenKind.FREQUENCY})
_NO_UNIT = "-—－/／"


def single(row: Row) -> Quantity | None:
    """The value's one number (or range), ``None`` where there is none, several, or a change."""
    return row.value.quantity if row.value.shape in SINGLE else None


def graver(row: Row) -> Severity | None:
    """An error rests on known words only: read by morphology or not at all, a clash is a warning."""
    return None if row.frame.evidence is Evidence.KNOWN else Severity.WARNING


def units_for(name: str) -> list[str]:
    """Measure words for what is counted, at most two: 服务单位数量 → 户, 个; the unit a name ends in comes first (培训人次 → 人次). None
    where the thing is not known: no measure word is guessed."""
    own = own_unit(name)
    if own:
        return [own]
    return known_units(phrase("total_count_end").sub("", name))


def unit_for(name: str) -> str:
    """The first measure word for what is counted, ``""`` where the thing is not known."""
    return next(iter(units_for(name)), "")


def known_units(noun: str) -> list[str]:
    """Measure words, at most two, for a thing named in the end of a text, by the noun itself, else by its class; none where neither is known."""
    entry = noun_at_end(noun)
    listed = list(entry["fits"])[:2] if entry is not None else []
    class_ = object_class(noun)
    return listed or (fitting_units(class_)[:2] if class_ is not None else [])


@derived
def nouns() -> dict[str, Entry]:
    """Noun → what ``lexicons/measures.json`` says of it."""
    return {e["noun"]: e for e in entries("measures")}


@derived
def _longest_noun() -> int:
    return max(map(len, nouns()))


def noun_at_end(text: str) -> Entry | None:
    """The longest noun of the table that a text ends in."""
    known = nouns()
    endings = (text[-length:] for length in range(min(len(text), _longest_noun()), 0, -1))
    return next((known[ending] for ending in endings if ending in known), None)


@derived
def _named() -> tuple[str, ...]:
    """Units that name what they count, the longest first."""
    return tuple(sorted((e["word"] for e in entries("units") if e.get("named")), key=len, reverse=True))


def own_unit(name: str) -> str | None:
    """The unit a count name ends in: 受益户数 → 户, 培训人次 → 人次, 档案卷数 → 卷; ``None`` for 平台数, 岗位数, 数量."""
    word = next(
        (unit for unit in _named() if name.endswith((unit + "数", unit) if len(unit) > 1 else unit + "数")),
        None,
    )
    if word or not name.endswith("数"):
        return word
    stem, unit = name[:-2], name[-2:-1]
    noun = noun_at_end(stem)
    return unit if noun is not None and unit in noun["fits"] and noun_at_end(name[:-1]) is None else None


_TIMES_OVER = frozenset({"人次", "场次", "车次", "班次", "户次", "家次", "批次"})


def itemised(row: Row) -> bool:
    """The name ends in a measure word and 数, or in 人次: people, households or things are counted, never money or time."""
    head = row.name.head
    return row.has("counted_place") or head in _TIMES_OVER or (len(head) == 2 and head[1] == "数" and head[0] in unit_table())


def _foreign(row: Row, quantity: Quantity) -> bool:
    """The dimension (or the class of its measure word) clashes with the measure by the table."""
    clash = dimensions(row.frame.measure.value, "clash")
    kind = unit_class(quantity.unit.symbol) if quantity.unit is not None else None
    return (quantity.dimension is not None and quantity.dimension.value in clash) or kind in clash


def _share_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    strict = row.frame.parts is not None or phrase("share_end").search(row.name.text) is not None
    return strict and _foreign(row, quantity) and not per and quantity.number != 0


_MEASURED_OUT = frozenset({Dimension.AREA, Dimension.LENGTH, Dimension.MASS, Dimension.VOLUME, Dimension.ENERGY, Dimension.DEGREE})
"""What is used up or worked on, not what it costs: 照明电费 52万千瓦时."""


def _money_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.RATIO:
        worded = row.frame.wished or row.has("pays_first")  # a wish or a task with a percentage is JX702's
        return row.head is not None and row.head.direction == "cost" and not worded and not row.has("levelled_in_percent")
    if quantity.dimension not in (Dimension.COUNT, Dimension.TIME):
        return quantity.dimension in _MEASURED_OUT and row.is_cost and not per
    if quantity.dimension is Dimension.COUNT and row.has("harm_count") and not row.is_cost:
        return False  # 冒领养老金 6人次: what happens to the money is counted
    if not row.is_cost and (row.name.head.endswith("标准") or row.has("granted")):
        return False  # whom a grant reaches may be counted; a technical standard as well may be meant: 供水标准 24小时, 装备保障标准 3套/队
    if quantity.dimension is Dimension.COUNT and row.category == QUANTITY and row.has("looked_at"):
        return False  # 监测商品价格 46种: what is looked at is counted
    return not (row.category == QUANTITY and row.has("pays_first"))  # 发放补助资金 12次: the paying is counted


def _duration_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    return _foreign(row, quantity) and not per and not row.has("progress")


_NO_COUNTS = frozenset({Dimension.SCORE, Dimension.TIME, Dimension.MASS, Dimension.LENGTH, Dimension.AREA, Dimension.VOLUME})


def _count_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.MONEY:
        return not per and not row.has("or_money") and (itemised(row) or not row.has("paying"))
    if quantity.dimension in (Dimension.SCORE, Dimension.TIME) and row.frame.obj.what is not None:
        return not per
    return (quantity.dimension in _NO_COUNTS and itemised(row)) or (not per and _measured_out(row, quantity, acted=False))


def _amount_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    if quantity.dimension is Dimension.MONEY:
        return not per and not row.has("paying") and not row.has("or_money")
    if quantity.dimension is Dimension.RATIO:
        return (row.has("extent") or row.has("bulk")) and not row.has("changed_extent")
    own = {unit_table()[unit][0] for unit in row.head.units} if row.head is not None else set()
    return bool(own) and quantity.dimension not in own and not per


def _thing_clash(row: Row, quantity: Quantity, per: bool) -> bool:
    """What is counted or worked on is not measured out: 规上企业 26公里, 受益农户 ≥9.8万亩, 干部走访 480吨."""
    return _measured_out(row, quantity, row.frame.acted or row.frame.measure is Measure.TASK) and not per


def _measured_out(row: Row, quantity: Quantity, acted: bool) -> bool:
    """By its unit (亩 of what is no land), by what the unit measures, or by what is done (公证员培训 in 公里). Measure words are JX405's."""
    kind, dimension, unit = row.frame.obj.what, quantity.dimension, quantity.unit
    if dimension is None or unit is None or dimension is Dimension.COUNT:
        return False
    verdicts = (fits(kind, unit.symbol, acted), fits(kind, dimension.value, acted)) if kind is not None else ()
    changed = row.has("moving")  # 推介品种亩均增产 20公斤: the change at its end is measured, not the act it begins with
    return "clash" in verdicts or ("fits" not in verdicts and not changed and act_clashes(row.name.text, kind, dimension.value))


_CLASHES = {
    Measure.THING: _thing_clash,
    Measure.TASK: _thing_clash,
    Measure.UNKNOWN: _thing_clash,
    Measure.SHARE: _share_clash,
    Measure.SURVEYED: _share_clash,
    Measure.MONEY: _money_clash,
    Measure.DURATION: _duration_clash,
    Measure.COUNT: _count_clash,
    Measure.AMOUNT: _amount_clash,
}


def bracket_clash(row: Row, quantity: Quantity) -> bool:
    """The unit in the name's bracket measures something else than the value's own, or than the name: 长度（公里） 98%, 进出口额（%） 6800."""
    stated = row.name.unit
    if stated is None or stated.dimension is Dimension.OTHER:
        return False
    if quantity.unit_span is not None:
        return quantity.dimension not in (stated.dimension, Dimension.OTHER, None) or _persons_as_times(stated, quantity)
    beyond = stated.dimension is Dimension.RATIO and quantity.number > 100
    return beyond and row.frame.measure in (Measure.MONEY, Measure.COUNT, Measure.AMOUNT)


def _persons_as_times(stated: Unit, quantity: Quantity) -> bool:
    other = unit_class(quantity.unit.symbol) if quantity.unit is not None else None
    return stated.dimension is Dimension.COUNT and {unit_class(stated.symbol), other} == {"person", "household"}


def clashes(row: Row, quantity: Quantity) -> bool:
    """Measure and unit speak of different things (JX406; a count in percent is JX402's)."""
    if quantity.dimension is None or quantity.dimension is Dimension.OTHER or row.name.change:
        return False
    clash = _CLASHES.get(row.frame.measure)
    per = bool(quantity.unit and quantity.unit.per)
    return bracket_clash(row, quantity) or (clash is not None and clash(row, quantity, per))


def dated(row: Row) -> bool:
    """A rate or a number of people or things answered with a date or a duration: 拨付及时率 2026年12月底前, 救助人数 12个月."""
    value = row.value
    if value.when is None or value.when.kind not in _DATES or value.shape is not Shape.WHEN or value.leftovers or row.name.change:
        return False
    strict = row.frame.measure is Measure.SHARE and phrase("share_end").search(row.name.text) is not None
    return strict or (row.frame.measure is Measure.COUNT and itemised(row) and row.name.head != "次数")


def column_blank(row: Row) -> bool:
    """The layout has a unit column and this row leaves it blank (a dash is no unit), or it has none."""
    return not (row.unit or "").strip().strip(_NO_UNIT)


def unit_elsewhere(row: Row, quantity: Quantity) -> tuple[tuple[str, str], ...]:
    """Where else the unit stands, for a finding on the value."""
    return () if quantity.unit_span is not None or column_blank(row) else (("unit", "计量单位"),)


def percent_unit(unit: Unit | None) -> bool:
    """% or ‰ as such, not 成 or 倍."""
    return unit is not None and unit.symbol in ("%", "‰", "百分比")
