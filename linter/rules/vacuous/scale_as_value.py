"""JX215: the whole scale as a target: 高中低, 优良中差."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import alternation
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import normalise
from linter.values.types import Shape

RULE = Rule(
    code="JX215",
    slug="scale-as-value",
    title="把评价档次整体当作指标值",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="实务惯例",
    supersedes=("JX301", "JX205", "JX208", "JX203", "JX204", "JX201", "JX207", "JX206"),
    messages={"default": "“{value}”是评价的全部档次，没有写明本项目要达到哪一档。"},
)


_BETWEEN = re.compile(r"[、/\\|，,;；\-~至到和或及档级]+")
_SHORTEST = 3


def steps_of(text: str) -> list[str]:
    """The grades a text is made of, where it is made of nothing else: 优、良、中、差 and 合格/不合格 → two or more of them."""
    steps: list[str] = []
    for piece in filter(None, _BETWEEN.split(text)):
        in_piece = alternation("value-words", "scale_step").findall(piece)
        if "".join(in_piece) != piece:
            return []
        steps += in_piece
    return steps


def is_scale(text: str) -> bool:
    """Three different grades, or one and its denial."""
    steps = steps_of(text)
    return len(set(steps)) >= _SHORTEST or any("不" + step in steps for step in steps)


def check(row: Row) -> Iterator[Hit]:
    if any(text.strip() for text in row.thresholds) or not row.name_text.strip():
        return
    if row.value.shape is Shape.SCALE or (not row.value.quantities and is_scale(normalise(row.value_text).text)):
        yield Hit("value")


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    steps = steps_of(normalise(indicator.row.value_text).text)
    if len(steps) < _SHORTEST:
        return Suggestion("建议写明要达到的档次，并说明该档次的具体情形。")
    return Suggestion(f"建议写明要达到哪一档（如“{steps[0]}”或“{steps[1]}”），并说明该档的具体情形。")
