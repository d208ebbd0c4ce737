"""JX205: 是, 有, 已完成 alone."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import Shape

RULE = Rule(
    code="JX205",
    slug="yes-no-value",
    title="指标值只是“是”“有”“已完成”",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX208", "JX203", "JX204", "JX201", "JX207", "JX206", "JX702", "JX709"),
    messages={
        "default": "指标值“{value}”没有数量、程度或时间，无法区分完成的好坏。",
        "fault": "此类指标建议写数值，“{value}”可改为“0起”或“0次”。",
    },
)


def check(row: Row) -> Iterator[Hit]:
    if not row.name_text.strip():
        return
    if row.name.fault and row.value_text.strip() in ("无", "否", "没有", "未发生"):
        yield Hit("value", variant="fault", severity=Severity.INFO)
    elif row.value.shape is Shape.YESNO and not row.name.text.startswith("是否"):
        yield Hit("value")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    if hit.variant == "fault":
        return Suggestion("建议改为“=0起”。", (((placed.path("value"), "=0起"),),))
    better = renamed(form, placed.row.category)
    return Suggestion(f"建议把名称改为可计量的指标{'，' + better if better else ''}；项目不以此为目标的，可删除此行。")
