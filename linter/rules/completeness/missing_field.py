"""JX101: a required header field is blank."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import FIELD_NAMES, Text
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

_AS_PRINTED = {"measures": "保证项目实施的制度、措施"}
"""Where the form prints more than people call the field."""

RULE = Rule(
    code="JX101",
    slug="missing-field",
    title="必填栏目未填写",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    messages={"default": "“{field_name}”未填写。"},
)


def _texts(form: FormView, key: str) -> dict[str, Text]:
    """The field's texts by path; a goal may stand in either half."""
    if key == "goal":
        return {f"fields.goal.{half}": text for half, text in form.form.goal.items()}
    if key.startswith("total_"):
        half = key[len("total_") :]
        return {f"fields.total.{half}": money.text for h, money in form.form.total.items() if h == half}
    return {f"fields.{key}": form.form.fields[key]} if key in form.form.fields else {}


def check(form: FormView) -> Iterator[Hit]:
    lost = {doubt.path for doubt in form.form.uncertain}
    for key in form.form.required:
        texts = _texts(form, key)
        if texts and not any(texts.values()) and not lost & set(texts):
            yield Hit(next(iter(texts)), {"field_name": _AS_PRINTED.get(key) or FIELD_NAMES.get(key, key), "field": key})


_ADVICE = {
    "project": "建议按预算批复或项目库中的名称填写。",
    "goal": "建议写明做什么、做多少、面向谁、达到什么效果。",
    "total_period": "建议按项目库中的总投资填写，并与各资金来源之和一致。",
    "total_annual": "建议按本年度预算填写，并与各资金来源之和一致。",
}


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion(_ADVICE.get(str(hit.data["field"]), f"请补充{hit.data['field_name']}。"))
