"""JX405: a measure word that does not fit the noun: 审核项目数量 ≥150户, 人数 280个."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.knowledge.lexicons import phrase, words
from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted
from linter.rules.units._common import noun_at_end, nouns, own_unit, single, unit_elsewhere
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import unit_class
from linter.values.frame import Measure
from linter.values.morphology import fits, fitting_units, object_ending
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX405",
    slug="wrong-measure-word",
    title="量词与计数对象不符",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    unless={"": ("lent_measure",)},
    messages={"default": "“{name}”计的是{noun}，以“{unit}”计量不合适。"},
)


def counted_noun(row: Row) -> str | None:
    """The noun the name counts: what stands before 数, 数量 (审核项目数量 → 项目, 购置车辆数 → 车辆), or 人数, 户数 themselves.

    ``None`` where it is unclear.
    """
    name = row.name
    if name.kind is not NameKind.COUNT:
        return None
    stem = phrase("total_count_end").sub("", name.text)
    entry = nouns().get(name.head) or (noun_at_end(stem) if stem != name.text else None)
    return str(entry["noun"]) if entry is not None else None


def _lent(row: Row, noun: str | None) -> bool:
    """A word in the name lends the noun another measure: 健康档案 is counted in 人."""
    return noun is not None and any(word in row.name.text for word in nouns()[noun].get("unless", ()))


class Counted(NamedTuple):
    """What a row counts: a class of ``object-units``, what people call it, the measure words that fit it."""

    kind: str
    called: str
    fits: tuple[str, ...]


_COUNTED = frozenset({Measure.COUNT, Measure.THING, Measure.EFFECT})
_LENDING = ("document", "event", "project")
"""Of these the table of nouns says all: 健康档案 is counted in 人."""
_PERSONAL = frozenset({"person", "people", "team", "organisation", "seat", "household"})
_SHOWN = 8


def counted(row: Row, unit: str) -> Iterator[Counted]:
    """The classes of what a row counts, the surest first: the one its own measure word belongs to (受益户数), its object's, and that of things
    bought or made, which are no persons whatever they are (采购防汛沙袋 5000人)."""
    name, kind = row.name.text, row.frame.obj.what
    own, noun = own_unit(name), counted_noun(row)
    if own is not None:
        yield Counted(f"in {unit_class(own)}", name[-_SHOWN:], (own,))
        return
    judged = None if _lent(row, noun) or (noun is not None and kind in _LENDING) else _object(row, unit)
    if judged is not None:
        yield Counted(judged, _called(row.frame.obj.text), tuple(fitting_units(judged)[:2]))
    if row.category == QUANTITY and kind not in _PERSONAL and row.has("made_or_bought"):
        yield Counted("made", name[-_SHOWN:], tuple(fitting_units(kind)[:2]) if kind else ())


def _object(row: Row, unit: str) -> str | None:
    """The class of the object, where the number is its: work on a thing counts the thing (维护气象站 46名) unless the unit says for whom or by
    whom (安装水表 300户, 检查设备 20人次); what is held or handled is an event, whatever it is: 办理婚姻登记."""
    if row.frame.obj.what is None and row.has("held"):
        return None if _names_what_fits(row.name.text, unit) else "event"
    worked_on = row.category == QUANTITY and (row.frame.acted or row.has("made_or_bought")) and unit not in words("phrases", "for_whom")
    return row.frame.obj.what if row.frame.measure in _COUNTED or worked_on else None


def _names_what_fits(name: str, unit: str) -> bool:
    """Whether a thing the unit counts stands in the name: lifts are assessed by the lift (开展电梯安全评估 180台)."""
    return any(noun in name and unit in entry["fits"] for noun, entry in nouns().items())


def _called(obj: str) -> str:
    """What people call the thing: 检查企业 → 企业; the object itself where one character decided."""
    ending = object_ending(obj)
    return ending if len(ending) > 1 else obj[-_SHOWN:]


def _clash(row: Row, unit: str) -> Counted | None:
    """What the row counts that the measure word does not fit: the known noun first, then the classes of the table."""
    noun = counted_noun(row)
    if noun is not None and not _lent(row, noun) and unit in nouns()[noun]["clashes"]:
        return Counted("", noun.removesuffix("数") if unit_class(noun[:-1]) else noun, tuple(nouns()[noun]["fits"][:2]))
    acted = row.frame.acted and row.frame.measure is not Measure.COUNT
    classes = () if row.name.fault else counted(row, unit)
    return next((thing for thing in classes if fits(thing.kind, unit, acted) == "clash"), None)


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is None or quantity.dimension is not Dimension.COUNT or quantity.unit.per:
        return
    if row.name.text.removesuffix("数").endswith(quantity.unit.symbol):
        return  # 居民户数 is counted in 户, whatever stands before
    thing = _clash(row, quantity.unit.symbol)
    if thing is not None:
        data = {"noun": thing.called, "unit": quantity.unit.text, "fits": thing.fits}
        yield Hit("value", data, span=quantity.unit_span, related=unit_elsewhere(row, quantity))


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    fits = hit.data["fits"]
    offered = [in_unit(placed, unit) for unit in fits] if isinstance(fits, list | tuple) else []
    if not offered:
        return Suggestion("建议改用所购、所建之物的计量单位，请核实。")
    return Suggestion(f"建议改为{quoted(text for _, text in offered)}，请核实。", tuple(reading for reading, _ in offered))
