"""JX405: a measure word that does not fit the noun: 审核项目数量 ≥150户, 人数 280个."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import Entry, derived
from linter.knowledge.lexicons import entries, words
from linter.model.finding import Confidence, Severity
from linter.model.form import QUANTITY
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted
from linter.rules.units._common import own_unit, single, unit_elsewhere
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


_TAIL = re.compile(r"(?:总|个)?(?:数量|数目|数)$")


@derived
def _nouns() -> dict[str, Entry]:
    return {e["noun"]: e for e in sorted(entries("measures"), key=lambda e: -len(e["noun"]))}


def counted_noun(row: Row) -> str | None:
    """The noun the name counts: what stands before 数, 数量 (审核项目数量 → 项目, 购置车辆数 → 车辆), or 人数, 户数 themselves.

    ``None`` where it is unclear.
    """
    name = row.name
    if name.kind is not NameKind.COUNT:
        return None
    stem = _TAIL.sub("", name.text)
    return name.head if name.head in _nouns() else next((noun for noun in _nouns() if stem != name.text and stem.endswith(noun)), None)


def _lent(row: Row, noun: str | None) -> bool:
    """A word in the name lends the noun another measure: 健康档案 is counted in 人."""
    return noun is not None and any(word in row.name.text for word in _nouns()[noun].get("unless", ()))


_COUNTED = frozenset({Measure.COUNT, Measure.THING, Measure.EFFECT})
_OWN_CLASS = {"人数": "person", "人次": "person", "户数": "household"}


def _worked_on(row: Row, unit: str) -> bool:
    """Work on a thing counts the thing (维护气象站 46名), unless the unit says for whom or by whom: 安装水表 300户, 检查设备 20人次."""
    return row.category == QUANTITY and row.frame.acted and unit not in words("phrases", "for_whom")


def _counted_class(row: Row, unit: str) -> str | None:
    """The class of what is counted; what is held or handled is an event, whatever it is: 办理婚姻登记."""
    if row.frame.obj.what is None and row.has("held"):
        return "event"
    return row.frame.obj.what if row.frame.measure in _COUNTED or _worked_on(row, unit) else None


def _clash(row: Row, unit: str) -> tuple[str, tuple[str, ...]] | None:
    """The noun whose measure word does not fit, and those that do: the known noun first, then the class of the object."""
    noun = counted_noun(row)
    if _lent(row, noun):
        return None
    if noun is not None and unit in _nouns()[noun]["clashes"]:
        return noun.removesuffix("数") if noun in _OWN_CLASS else noun, tuple(_nouns()[noun]["fits"][:2])
    head, obj = row.name.head, row.frame.obj
    found = _OWN_CLASS.get(head, _counted_class(row, unit))
    if (
        row.name.fault
        or found is None
        or fits(found, unit, row.frame.acted and row.frame.measure is not Measure.COUNT) != "clash"
        or (noun is not None and found in _LENDING)
    ):
        return None  # of papers the table of nouns says all: 健康档案 is counted in 人
    return head.removesuffix("数") if head in _OWN_CLASS else _called(obj.text), tuple(fitting_units(found)[:2])


def _called(obj: str) -> str:
    """What people call the thing: 检查企业 → 企业; the object itself where one character decided."""
    ending = object_ending(obj)
    return ending if len(ending) > 1 else obj[-_SHOWN:]


def _own_clash(row: Row, unit: str) -> tuple[str, tuple[str, ...]] | None:
    """A name that ends in a measure word of its own (受益户数), counted in one of another class (人次)."""
    own = own_unit(row.name.text)
    kinds = {unit_class(own) if own else None, unit_class(unit)}
    far = len(kinds) == _TWO and kinds <= _APART and bool(kinds & _LIVING)
    return (row.name.text[-_SHOWN:], (own,)) if own is not None and far else None


def _for_things(row: Row, unit: str) -> tuple[str, tuple[str, ...]] | None:
    """What is bought or made is no person, whatever it is: 采购防汛沙袋 5000人. Known classes are judged by their own measure words."""
    person = unit_class(unit) == "person" and row.category == QUANTITY and row.frame.obj.what not in _PERSONAL
    known = tuple(fitting_units(row.frame.obj.what)[:2]) if row.frame.obj.what else ()
    return (row.name.text[-_SHOWN:], known) if person and row.has("made_or_bought") else None


_PERSONAL = frozenset({"person", "people", "team", "organisation", "seat", "household"})
_TWO = 2
_LIVING = frozenset({"person", "household", "living"})
_APART = _LIVING | {"event", "document", "building", "thing"}
"""Classes of measure words of which one never stands for another where it is of the living; 个, 家 and 件 may."""
_LENDING = ("document", "event", "project")
_SHOWN = 8


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is None or quantity.dimension is not Dimension.COUNT or quantity.unit.per:
        return
    own = row.name.text.endswith(f"{quantity.unit.symbol}数")  # 居民户数 is counted in 户, whatever stands before
    if own:
        return
    found = _clash(row, quantity.unit.symbol) or _own_clash(row, quantity.unit.symbol) or _for_things(row, quantity.unit.symbol)
    if found is not None:
        data = {"noun": found[0], "unit": quantity.unit.text, "fits": found[1]}
        yield Hit("value", data, span=quantity.unit_span, related=unit_elsewhere(row, quantity))


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    fits = hit.data["fits"]
    offered = [in_unit(placed, unit) for unit in fits] if isinstance(fits, list | tuple) else []
    if not offered:
        return Suggestion("建议改用所购、所建之物的计量单位，请核实。")
    return Suggestion(f"建议改为{quoted(text for _, text in offered)}，请核实。", tuple(reading for reading, _ in offered))
