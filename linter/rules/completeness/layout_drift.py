"""JX106: the table is shifted, merged or cut; what was read with doubt."""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import parse_name

RULE = Rule(
    code="JX106",
    slug="layout-drift",
    title="表格错位或截断，部分内容读取存疑",
    severity=Severity.INFO,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="实务惯例",
    messages={"default": "表格提取时有存疑之处，请对照原表核实：{whys}。"},
)


_SHOWN, _NAMED, _MAX_NAME = 6, 5, 20


def check(form: FormView) -> Iterator[Hit]:
    whys = list(dict.fromkeys(doubt.why for doubt in form.form.uncertain))
    if whys:
        more = f"等 {len(whys)} 类情形" if len(whys) > _SHOWN else ""
        yield Hit("", {"whys": "；".join(whys[:_SHOWN]) + more})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    rows = list(dict.fromkeys(_row_of(doubt.path) for doubt in form.form.uncertain if doubt.path.startswith("indicators[")))
    named = [name for row in rows if (name := _name_of(row, form))]
    shown = "、".join(f"“{name}”" for name in named[:_NAMED]) + ("等" if len(named) > _NAMED else "")
    where = f"涉及 {len(rows)} 行指标" + (f"（{shown}）" if shown else "") + "，" if rows else ""
    return Suggestion(f"{where}存疑处的其他意见均作提示，请以原表为准。")


def _row_of(path: str) -> int:
    return int(path[len("indicators[") :].partition("]")[0])


def _name_of(row: int, form: FormView) -> str:
    """What people find a row by: its name, else its value, else its category."""
    if row >= len(form.form.indicators):
        return ""
    indicator = form.form.indicators[row]
    targets = [target for target in (indicator.annual, indicator.period) if target is not None]
    texts = [text for target in targets for text in (parse_name(target.name.text).text, target.value.text)] + [indicator.level2]
    return next((name for text in texts if (name := "".join(text.split()))), "")[:_MAX_NAME]
