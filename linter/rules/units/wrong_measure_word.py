"""JX405: a measure word that does not fit the noun: 审核项目数量 ≥150户, 人数 280个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from linter.knowledge.lexicons import entries
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import in_unit, quoted
from linter.rules.units._common import single
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Dimension, NameKind

RULE = Rule(
    code="JX405",
    slug="wrong-measure-word",
    title="量词与计数对象不符",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    messages={"default": "“{name}”计的是{noun}，以“{unit}”计量不合适。"},
)


_TAIL = re.compile(r"(?:总|个)?(?:数量|数目|数)$")


@cache
def _nouns() -> dict[str, dict[str, Any]]:
    return {e["noun"]: e for e in sorted(entries("measures"), key=lambda e: -len(e["noun"]))}


def counted_noun(row: Row) -> str | None:
    """The noun the name counts: what stands before 数, 数量 (审核项目数量 → 项目, 购置车辆数 → 车辆), or 人数, 户数 themselves.

    ``None`` where it is unclear: an unknown noun, or a name with a word that lends the noun another measure (改厕项目 is counted in 户).
    """
    name = row.name
    if name.kind is not NameKind.COUNT:
        return None
    stem = _TAIL.sub("", name.text)
    noun = name.head if name.head in _nouns() else next((noun for noun in _nouns() if stem != name.text and stem.endswith(noun)), None)
    if noun is None or any(word in name.text for word in _nouns()[noun].get("unless", ())):
        return None
    return noun


def check(row: Row) -> Iterator[Hit]:
    quantity = single(row)
    if quantity is None or quantity.unit is None or quantity.dimension is not Dimension.COUNT or quantity.unit.per:
        return
    if row.name.head == f"{quantity.unit.symbol}数":  # 居民户数 is counted in 户, whatever stands before
        return
    noun = counted_noun(row)
    if noun is not None and quantity.unit.symbol in _nouns()[noun]["clashes"]:
        data = {"noun": noun.removesuffix("数") if noun in ("人数", "户数") else noun, "unit": quantity.unit.text, "key": noun}
        related = (("unit", "计量单位"),) if quantity.unit_span is None else ()
        yield Hit("value", data, span=quantity.unit_span, related=related)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    offered = [in_unit(placed, unit) for unit in _nouns()[str(hit.data["key"])]["fits"][:2]]
    return Suggestion(f"建议改为{quoted(text for _, text in offered)}，请核实。", tuple(reading for reading, _ in offered))
