"""JX708: 预算执行率, 资金支出率 as an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.relevance._common import refilled
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values.tags import tagged
from linter.values.types import NameKind

RULE = Rule(
    code="JX708",
    slug="execution-rate",
    title="以预算执行率作为绩效指标",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    kinds=TARGET_KINDS,
    messages={
        "default": "“{name}”由系统另行考核，不反映项目的产出和效果。",
        "arrival": "“{name}”反映资金到位和支付情况，建议以项目产出和效果为主。",
    },
)
_EXECUTION = re.compile(
    r"(?:预算|资金|经费)(?:的)?(?:支出|使用)?(?:执行|支出|使用)(?:完成|进度)?率$|(?:预算|资金|经费)?支出进度(?:率|达标率)?$|^(?:支出|执行)率$"
)
_ARRIVAL = re.compile(r"(?:资金|经费|预算|拨款).{0,4}(?:到位|拨付|支付|兑付|下达).{0,2}(?:率|及时率)$")
_OTHER = re.compile(r"合规|规范|安全|效率|产业基金|债券")


def check(row: Row) -> Iterator[Hit]:
    name = row.name.text
    if row.name.kind is not NameKind.RATE and not name.endswith("支出进度"):
        return
    if tagged(name, "others_money") or _OTHER.search(name):
        return  # the execution of others is what the project works on
    if _EXECUTION.search(name):
        yield Hit("name")
    elif _ARRIVAL.search(name) and not tagged(name, "benefit_payment"):
        yield Hit("name", variant="arrival", severity=Severity.INFO)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    category = placed.row.category or "产出"
    better = renamed(form, category)
    return Suggestion(
        f"建议删除此行，或换成反映项目内容的{category}{'，' + better if better else ''}。",
        (*refilled(form, placed, category, own=False), ((placed.path(""), None),)),
    )
