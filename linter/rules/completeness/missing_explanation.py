"""JX111: the form prints 指标解释, and cells of it are blank or say the name again."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow
from linter.values import normalise, parse_value
from linter.values.types import Shape

RULE = Rule(
    code="JX111",
    slug="missing-explanation",
    title="指标解释未填写或只重复名称",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "“{name}”的指标解释{what}。",
        "many": "有 {count} 个指标的指标解释未填写或只重复名称：{names}。",
    },
)
_SHOWN = 5


def _lacking(placed: PlacedRow) -> str | None:
    """What is wrong with the explanation, ``None`` where it says something or the layout has none."""
    row = placed.row
    if row.explanation is None or not row.name_text.strip() or parse_value(row.name_text).shape is Shape.NEGATION:
        return None  # 不适用 needs no explanation
    text = normalise(row.explanation).text.strip("。.;；,，")
    if not text:
        return "未填写"
    return "只重复名称" if text in (row.name.text, normalise(row.name_text).text) else None


def check(form: FormView) -> Iterator[Hit]:
    found = [(placed, what) for placed in form.rows if (what := _lacking(placed)) is not None]
    if len(found) == 1:
        placed, what = found[0]
        yield Hit(placed.path("explanation"), {"name": placed.row.name.text, "what": what}, half=placed.half)
    elif found:
        names = [placed.row.name.text for placed, _ in found]
        shown = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
        (first, _), *rest = found
        related = tuple((placed.path("explanation"), "另一处") for placed, _ in rest)
        yield Hit(first.path("explanation"), {"count": len(found), "names": shown}, "many", related=related, half=first.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明考察什么、怎样计算，如“反映……的情况”；用定性表述的，写明各档的情形。")
