"""JX104: a value without a name, or a name that is only a number."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import EVERY_RULE, Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import Edits, names_for
from linter.rules.views import FormView
from linter.values import parse_value
from linter.values.types import Shape, WhenKind

RULE = Rule(
    code="JX104",
    slug="missing-name",
    title="有指标值而无指标名称",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    supersedes=(EVERY_RULE,),
    messages={
        "default": "指标值“{value}”没有对应的指标名称。",
        "number": "指标名称只有“{name}”，看不出考核什么。",
        "swapped": "指标名称填“{name}”，指标值填“{value}”，两栏可能填反。",
    },
    rests_on_absence=True,
)


def _is_figure(text: str) -> bool:
    """A number with or without unit, an amount or a date, and nothing else: ``≥95``, ``200人``, ``2026年6月``. 110接处警, 三公经费 and 零投诉 are names."""
    if not any(map(str.isdigit, text)):
        return False
    value = parse_value(text)
    date = value.shape is Shape.WHEN and value.when is not None and value.when.kind in _DATES
    return (value.shape in (Shape.NUMBER, Shape.RANGE) or date) and not value.leftovers


_DATES = (WhenKind.DEADLINE, WhenKind.POINT, WhenKind.PERIOD)


def check(form: FormView) -> Iterator[Hit]:
    lost = {doubt.path for doubt in form.form.uncertain}
    for indicator in form.rows:
        row = indicator.row
        if any(path.startswith(indicator.path()) for path in lost):
            continue
        if not row.name_text.strip():
            if row.value_text.strip() and row.value.shape is not Shape.NEGATION:  # 不适用 needs no name
                yield Hit(indicator.path("value"), half=indicator.half)
        elif _is_figure(row.name_text):
            swapped = row.value.shape is Shape.TEXT
            yield Hit(indicator.path("name"), variant="swapped" if swapped else "number", half=indicator.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    at = hit.at.rpartition(".")[0]
    indicator = next(p for p in form.rows if p.path() == at)
    if hit.variant == "swapped":
        name, value = indicator.row.value_text.strip(), indicator.row.name_text.strip()
        edits: Edits = ((indicator.path("name"), name), (indicator.path("value"), value))
        return Suggestion(f"请核实是否填反：名称为“{name}”、指标值为“{value}”。", (edits,))
    names = names_for(form, indicator.row.category, 2)
    example = f"，可参考{'、'.join(f'“{name}”' for name in names)}" if names else ""
    return Suggestion(f"请补充指标名称{example}；多余的数据请删除。")
