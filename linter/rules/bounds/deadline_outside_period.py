"""JX507: a deadline after the project's end or before the budget year."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values.types import WhenKind

RULE = Rule(
    code="JX507",
    slug="deadline-outside-period",
    title="完成时间不在项目实施期内",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    supersedes=("JX508", "JX511"),
    messages={
        "early": "完成时间“{value}”早于预算年度（{year}年）。",
        "late": "项目为一年期，完成时间“{value}”晚于预算年度（{year}年）。",
    },
)
_OUTLASTING = (
    "服务期",
    "租赁期",
    "质保",
    "保修",
    "学年",
    "学期",
    "尾款",
    "质量保证",
    "年限",
    "有效期",
    "合同期",
    "运营期",
    "管护",
    "决算",
    "起止",
    "期限",
    "保存",
)


def check(form: FormView) -> Iterator[Hit]:
    year = form.year
    if year is None:
        return
    for placed in form.rows:
        when = placed.row.value.when
        if when is None or when.kind is not WhenKind.DEADLINE or when.end is None or when.end[0] is None:
            continue
        if any(word in placed.row.name.text for word in _OUTLASTING):
            continue
        data = {"value": "".join(placed.row.value_text.split()), "year": year}
        if when.end[0] < year:
            yield Hit(placed.path("value"), data, "early", span=when.span, half=placed.half)
        elif form.one_year and when.end[0] > year:
            yield Hit(placed.path("value"), data, "late", span=when.span, half=placed.half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请核实完成时间、项目期与预算年度，使三处一致。")
