"""JX303: one sentence as the value of two or more categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow
from linter.values import normalise
from linter.values.types import Shape

RULE = Rule(
    code="JX303",
    slug="repeated-value",
    title="不同类别的指标填写同一句话",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    messages={"default": "{categories}的指标值都是“{text}”，未体现各类指标的区别。"},
    about_characters=True,
)
_SHAPES = frozenset({Shape.TEXT, Shape.FILLER})


def check(form: FormView) -> Iterator[Hit]:
    seen: dict[str, list[PlacedRow]] = defaultdict(list)
    for indicator in form.rows:
        if indicator.row.value.shape in _SHAPES and not indicator.row.value.quantities:
            seen[normalise(indicator.row.value_text).text].append(indicator)
    for text, rows in seen.items():
        categories = list(dict.fromkeys(indicator.row.category for indicator in rows if indicator.row.category))
        if len(categories) >= 2 and len(text) >= 2:
            *earlier, last = rows
            yield Hit(
                last.path("value"),
                {"categories": "、".join(categories), "text": text},
                half=last.half,
                related=tuple((indicator.path("value"), "相同内容") for indicator in earlier),
            )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议按各类指标的含义分别设置；项目不涉及的类别，可删除该行。")
