"""JX211: 立项依据 names no document, decision or contract."""

from __future__ import annotations

from collections.abc import Iterator

from linter.knowledge.lexicons import alternation
from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX211",
    slug="weak-basis",
    title="立项依据未写明文件、决定或合同",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "立项依据未写明具体的文件、会议决定或合同。"},
)


def check(form: FormView) -> Iterator[Hit]:
    basis = form.form.fields.get("basis")
    if (
        basis
        and any(char.isalnum() for char in basis.text)
        and not alternation("narrative-words", "ground").search(normalise(basis.text).text)
    ):
        yield Hit("fields.basis")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if "公司" in form.text("basis") or "合作" in form.text("basis"):
        return Suggestion("与供应单位有约定的，建议写明合同名称；另有文件依据的，写明文件名称和文号。")
    return Suggestion("建议写明文件名称和文号、会议纪要或合同名称；没有专门文件的，写明本单位职责依据。")
