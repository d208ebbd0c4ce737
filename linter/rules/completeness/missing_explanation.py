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


def _lacking(indicator: PlacedRow) -> str | None:
    """What is wrong with the explanation, ``None`` where it says something or the layout has none."""
    row = indicator.row
    if row.explanation is None or not row.name_text.strip() or parse_value(row.name_text).shape is Shape.NEGATION:
        return None  # 不适用 needs no explanation
    text = normalise(row.explanation).text.strip("。.;；,，")
    if not text:
        return "未填写"
    return "只重复名称" if text in (row.name.text, normalise(row.name_text).text) else None


def check(form: FormView) -> Iterator[Hit]:
    lacking = [(indicator, what) for indicator in form.rows if (what := _lacking(indicator)) is not None]
    if len(lacking) == 1:
        indicator, what = lacking[0]
        yield Hit(indicator.path("explanation"), {"name": indicator.row.name.text, "what": what}, half=indicator.half)
    elif lacking:
        names = [indicator.row.name.text for indicator, _ in lacking]
        shown = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
        (first, _), *rest = lacking
        related = tuple((indicator.path("explanation"), "另一处") for indicator, _ in rest)
        yield Hit(first.path("explanation"), {"count": len(lacking), "names": shown}, "many", related=related, half=first.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明考察什么、怎样计算，如“反映……的情况”；用定性表述的，写明各档的情形。")
