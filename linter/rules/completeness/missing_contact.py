"""JX105: nobody to ask: 负责人, 经办人 or 电话 blank (before submission only)."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.model.form import FIELD_NAMES
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX105",
    slug="missing-contact",
    title="负责人、经办人或联系电话未填写",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    profiles=frozenset({"submission"}),
    messages={"default": "{fields}未填写，申报前请补充。"},
)
_PEOPLE = ("leader", "contact", "phone")


def check(form: FormView) -> Iterator[Hit]:
    blank = [key for key in _PEOPLE if key in form.form.fields and not form.form.fields[key]]
    if blank:
        yield Hit(f"fields.{blank[0]}", {"fields": "、".join(FIELD_NAMES[key] for key in blank)})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("请填写能就本表答复审核意见的人员和联系电话。")
