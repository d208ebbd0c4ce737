"""JX211: 立项依据 names no document, decision or contract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

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
_GROUND = re.compile(
    r"[《〔\[【]|文件|办法|规定|条例|合同|决定|通知|纪要|方案|规划|协议|意见|批复|指示|精神|制度|法律|法规|安排|部署|细则|清单|通报|号|函|会议|要求|政策|职能|职责|计划|标准|名册|花名表|法$"
)


def check(form: FormView) -> Iterator[Hit]:
    basis = form.form.fields.get("basis")
    if basis and not _GROUND.search(basis.text):
        yield Hit("fields.basis")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议写明文件名称和文号、会议纪要或合同名称。")
