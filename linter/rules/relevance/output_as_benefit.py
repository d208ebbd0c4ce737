"""JX709: an output or an action under 效益."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import BENEFIT_CATEGORIES
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX709",
    slug="output-as-benefit",
    title="把产出列为效益",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    messages={"default": "“{name}”是工作完成情况，属于产出，不反映项目带来的效果。"},
)
_OUTPUT = (
    "完成率",
    "完工率",
    "开工率",
    "验收合格率",
    "培训次数",
    "培训人数",
    "培训期数",
    "会议次数",
    "采购数量",
    "印刷数量",
    "购置数量",
    "发放率",
    "竣工率",
)


def check(row: Row) -> Iterator[Hit]:
    if row.category not in BENEFIT_CATEGORIES or row.name.kind not in (NameKind.RATE, NameKind.COUNT):
        return
    if row.name.text.endswith(_OUTPUT) and row.value.quantified and "投资" not in row.name.text and "税" not in row.name.text:
        yield Hit("name")


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    return Suggestion(f"建议移到产出指标，效益写项目完成后带来的变化{'，' + better if better else ''}。")
