"""JX213: 项目概况 only repeats the project's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX213",
    slug="empty-narrative",
    title="项目概况只是重复项目名称",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "项目概况只是重复项目名称，没有写明项目内容。"},
)
_GENERIC = re.compile(r"项目|经费|费用|资金|支出|工作|[，,。.、；;:：]")


def check(form: FormView) -> Iterator[Hit]:
    overview = form.form.fields.get("overview")
    if overview and form.project:
        text, name = (_GENERIC.sub("", normalise(t).text) for t in (overview.text, form.project))
        if text and (text == name or (text in name and len(text) >= 4)):
            yield Hit("fields.overview")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明项目做什么、面向谁、规模多大、如何实施。")
