"""JX708: 预算执行率, 资金支出率 as an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow, Row
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
_EXECUTION = re.compile(r"(?:预算|资金|经费)(?:支出|使用)?(?:执行|支出|使用|支付)(?:进度)?(?:率|比例)$|支出进度|^支出率$|^执行率$")
_ARRIVAL = re.compile(r"(?:资金|经费|预算).{0,4}(?:到位|拨付|支付|兑付).{0,2}(?:率|及时率)$")


def check(row: Row) -> Iterator[Hit]:
    if row.name.kind is not NameKind.RATE or "补" in row.name.text:
        return
    if _EXECUTION.search(row.name.text) and "合规" not in row.name.text:
        yield Hit("name")
    elif _ARRIVAL.search(row.name.text):
        yield Hit("name", variant="arrival", severity=Severity.INFO)


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    return Suggestion(f"建议删除此行，或换成反映{placed.row.category or '产出'}的指标。")
