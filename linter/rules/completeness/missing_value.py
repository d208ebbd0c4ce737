"""JX103: a name without a value, or with only a unit or comparator."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope
from linter.rules.views import FormView, PlacedRow
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
)
_MANY = 3


def _lacking(placed: PlacedRow) -> bool:
    row = placed.row
    return bool(row.name_text.strip()) and row.value.shape in (Shape.EMPTY, Shape.BARE) and not any(t.strip() for t in row.thresholds)


def check(form: FormView) -> Iterator[Hit]:
    lost = {doubt.path for doubt in form.form.uncertain}
    rows = [placed for placed in form.rows if _lacking(placed) and not any(path.startswith(placed.path()) for path in lost)]
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
    for placed in rows:
        yield Hit(placed.path("value"), variant="bare" if placed.row.value.shape is Shape.BARE else "default", half=placed.half)
