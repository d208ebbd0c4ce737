"""JX609: 一次性项目 with 每年, 按月, 租赁, 运维."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView

RULE = Rule(
    code="JX609",
    slug="attribute-conflict",
    title="一次性项目的内容具有经常性",
    severity=Severity.INFO,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={"default": "项目属性为一次性项目，{where}却有“{word}”，请核实项目属性。"},
)
_DOING = r"(?:需|支付|支出|缴|交|发放|补助|开展|组织|举办|服务|维护|更新|对|为|按|定期|均|都|[0-9一二两三四])"
_STRONG = re.compile(r"运行维护|运维|年费|年租|常年|长期聘用|逐月|按月|物业(?:费|服务|管理)")
_YEARLY = re.compile(rf"每年(?:度)?(?=[^，,。；;]{{0,6}}{_DOING})|逐年(?=支付|缴|发放)")
_YEARLY_DEADLINE = re.compile(r"每年度?[0-9一二三四五六七八九十]{1,2}月")
"""A deadline every year in a row: JX511 says so."""
_RENT = re.compile(r"(?<!临时)(?<!短期)(?<!活动)租赁(?=费|服务|经费|项目|$|[^，,。；;]{0,6}专线)|专线[^，,。；;]{0,4}租赁")
_CAUSE = re.compile(r"每年(?=[^，,。；;]{0,10}(?:汛期|雨季|冬季|夏季|春季|秋季|高发|发生|遭受|内涝|受灾))")
"""每年 that tells why the work is needed, not how often it is done."""


def _recurring(text: str) -> re.Match[str] | None:
    found = _STRONG.search(text) or _RENT.search(text)
    if found is not None:
        return found
    yearly = _YEARLY.search(text)
    return yearly if yearly is not None and not _CAUSE.match(text, yearly.start()) else None


def check(form: FormView) -> Iterator[Hit]:
    if "一次性" not in form.text("attribute"):
        return
    texts = [("项目名称", form.project), ("项目概况", form.text("overview")), ("实施计划", form.text("plan")), ("总体目标", form.goal)]
    rows = (placed.row.value_text for placed in form.in_category("时效指标"))
    texts += [("时效指标", text) for text in rows if not _YEARLY_DEADLINE.match(text)]
    for where, text in texts:
        match = _recurring(text)
        if match is not None:
            yield Hit("fields.attribute", {"word": match.group(), "where": where})
            return


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("每年都要安排的支出，请核实项目属性是否应为经常性（延续性）项目；确为一次性的，请在概况中说明。")
