"""JX704: an indicator that shares nothing with name, overview or goal (a weak hint)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language import bigrams
from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY, QUANTITY
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope
from linter.rules.views import FormView
from linter.values import normalise
from linter.values.types import NameKind

RULE = Rule(
    code="JX704",
    slug="off-topic-indicator",
    title="指标与项目内容关联不明显",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号（相关性）",
    kinds=TARGET_KINDS,
    messages={"default": "“{name}”与项目名称、概况和总体目标没有共同的内容，请核实是否相关。"},
)
_MIN_STEM = 4


def check(form: FormView) -> Iterator[Hit]:
    about = bigrams(normalise(form.project + form.text("overview") + form.goal).text)
    if len(about) < 20:
        return
    for indicator in form.in_category(QUANTITY, QUALITY):
        name = indicator.row.name
        stem = name.text.removesuffix(name.head)
        if len(stem) >= _MIN_STEM and name.kind not in (NameKind.CATEGORY, NameKind.UNKNOWN) and not bigrams(stem) & about:
            yield Hit(indicator.path("name"), {"name": name.text}, half=indicator.half)
