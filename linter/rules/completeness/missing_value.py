"""JX103: a name without a value, or with only a unit or comparator."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.patterns import deferred
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, blank_target, replaced
from linter.rules.views import FormView, PlacedRow
from linter.values import parse_value
from linter.values.types import Shape

RULE = Rule(
    code="JX103",
    slug="missing-value",
    title="有指标名称而无指标值",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    supersedes=("JX109", "JX209", "JX401", "JX403", "JX404"),
    messages={
        "default": "指标“{name}”未填写指标值。",
        "bare": "指标“{name}”的指标值只有“{value}”，缺少具体数值。",
        "many": "有 {count} 个指标未填写指标值：{names}。",
    },
    rests_on_absence=True,
)
_MANY = 3


_HEADING = deferred(r"^其中[:：]?$|[:：]\s*$|^[一二三四五六七八九十]+、[^0-9]*类$")
"""A name that heads the rows below it has no value of its own."""


def _lacking(indicator: PlacedRow) -> bool:
    row = indicator.row
    if row.value.shape not in (Shape.EMPTY, Shape.BARE):
        return False
    name = row.name_text.strip()
    if not name or _HEADING.search(name) or parse_value(name).shape is Shape.NEGATION:
        return False
    return not any(text.strip() for text in row.thresholds)


def check(form: FormView) -> Iterator[Hit]:
    lost = {doubt.path for doubt in form.form.uncertain}
    rows = [indicator for indicator in form.rows if _lacking(indicator) and not any(path.startswith(indicator.path()) for path in lost)]
    if len(rows) >= _MANY:
        names = "、".join(dict.fromkeys("".join(p.row.name_text.split()) for p in rows))
        first, *rest = rows
        yield Hit(
            first.path("value"),
            {"count": len(rows), "names": names},
            "many",
            related=tuple((p.path("value"), "另一处") for p in rest),
            half=first.half,
        )
        return
    for indicator in rows:
        yield Hit(indicator.path("value"), variant="bare" if indicator.row.value.shape is Shape.BARE else "default", half=indicator.half)


def _moved(indicator: PlacedRow) -> tuple[str, str] | None:
    """Name and value where the value was typed into the name's cell: 培训人数≥200人."""
    name = indicator.row.name_text.strip()
    value = parse_value(name)
    quantity = value.quantity
    if len(value.quantities) != 1 or quantity is None or quantity.unit is None:
        return None
    start, end = quantity.span
    rest = name[:start].rstrip("：:，,（( ")
    return (rest, name[start:end]) if end == len(name) and len(rest) > 1 else None


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "many":
        return Suggestion("请逐项补充指标值；确不考核的，删除相应的行。")
    indicator = next(p for p in form.rows if hit.at == p.path("value"))
    moved = _moved(indicator)
    if moved is not None:
        name, value = moved
        edits: Edits = ((indicator.path("name"), name), (indicator.path("value"), value))
        return Suggestion(f"名称中的“{value}”可移入指标值，名称写为“{name}”。", (edits,))
    target = blank_target(indicator.row, form.year)
    if target is None:
        return Suggestion("请补充可以核查的指标值；确不考核的，删除此行。")
    shown = target.target(form.year)
    return Suggestion(f"请补充指标值，如“{shown}”。", (replaced(indicator, shown, None, target.unit, target.comparator),))
