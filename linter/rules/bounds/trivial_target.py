"""JX509: a must-do rate (完成, 验收, 合格, 发放, 审核) below 60 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Option, Rule, Scope, Suggestion
from linter.rules.bounds._common import names, percent, plain, several_years
from linter.rules.suggesting import target
from linter.rules.views import FormView, Row
from linter.values.types import NameKind

RULE = Rule(
    code="JX509",
    slug="trivial-target",
    title="必须完成的工作目标值过低",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    supersedes=("JX702",),
    options=(Option("floor", 60, "必须完成的比率低于此值（%）时提示"),),
    messages={
        "default": "“{name}”属于应当完成的工作，“{value}”明显偏低。",
        "task": "“{name}”属于应当完成的工作，“{value}”明显偏低，且名称是工作任务，看不出考核什么比率。",
    },
)
_DATED = re.compile("[0-9一二三四五六七八九十]+(?:月|季|旬)|第[一二三四1-4]")


def _must_do(row: Row) -> bool:
    """Work that has to be done in full: a must-do rate or a task, no share that is low by nature, no stage of it."""
    entry = row.head
    if row.category == "服务对象满意度" or names(row, "low_by_nature") or names(row, "phase") or _DATED.search(row.name.text):
        return False
    rate = entry is not None and entry.must_do and not entry.low_by_nature
    return rate or (row.name.kind is NameKind.ACTIVITY and row.name.text.startswith(("完成", "按时完成")))


def check(form: FormView, options: dict[str, Any]) -> Iterator[Hit]:
    for placed in form.rows:
        row = placed.row
        rate = percent(row)
        if rate is None or not 0 < rate.amount < options["floor"] or (rate.comparator is not None and rate.comparator.cap):
            continue
        # One year's part of a longer project may well be small.
        part = several_years(form) and placed.half in ("annual", "both")
        if _must_do(row) and not part:
            data = {"name": row.name.text, "value": plain(row.value_text)}
            yield Hit(
                placed.path("value"), data, "task" if row.name.kind is NameKind.ACTIVITY else "default", span=rate.span, half=placed.half
            )


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "task":
        return Suggestion("建议名称改为“……完成率”，指标值改为“≥95%”或“=100%”，请核实。")
    placed = next(p for p in form.rows if p.path("value") == hit.at)
    return Suggestion("建议改为“≥95%”或“=100%”，请核实。", (target(placed, "≥", "95", "%"), target(placed, "=", "100", "%")))
