"""JX217: a goal with no number and no verb of result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX217",
    slug="goal-without-number",
    title="总体目标没有数量，也没有结果",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "总体目标没有数量，也没有写明预期结果。"},
)
RESULT = re.compile(
    r"建成|完成|达到|实现|提高|提升|降低|减少|保障|确保|保证|改善|解决|通过|满足|消除|覆盖|培养|形成|投入使用|促进|维护|增强|防止|避免|缓解|惠及|竣工|投用|交付|发行"
)


def check(form: FormView) -> Iterator[Hit]:
    for half, text in form.form.goal.items():
        folded = re.sub(r"20[0-9]{2}年?", "", normalise(text.text).text)
        if (
            len(folded) >= 4
            and not re.search(r"[0-9一二三四五六七八九十百]+[个户人次件家台套项名条]|[0-9]", folded)
            and not RESULT.search(folded)
        ):
            yield Hit(f"fields.goal.{half}")
            return


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议补充数量和预期结果。")
