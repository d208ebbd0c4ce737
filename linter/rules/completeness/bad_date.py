"""JX107: 填报日期 is no date, or outside the season of the budget."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise, parse_value

RULE = Rule(
    code="JX107",
    slug="bad-date",
    title="填报日期不是有效日期或不在编报时段",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="实务惯例",
    kinds=TARGET_KINDS,
    messages={
        "default": "填报日期“{date}”不是有效日期，请核实。",
        "season": "填报日期“{date}”不在 {year} 年度预算编报与执行时段（{before}年7月至{year}年12月）内，请核实。",
    },
)


_SERIAL = 5
"""A spreadsheet's day number that a reader left as it was."""
_CLOCK = re.compile(r"(?<![\sT])[\sT]+[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?\s*$")
_SHORT_YEAR = re.compile(r"([0-9]{2})[./年-]([0-9]{1,2})[./月-]([0-9]{1,2})日?")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十]{2,}年.*")


def _date_of(text: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day as far as printed; ``None`` where the text is no date."""
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        return 2000 + int(short[1]), int(short[2]), int(short[3])
    when = parse_value(text).when
    return (when.end or when.start) if when is not None else None


def _exists(year: int, month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and 1 <= (day or 1) <= monthrange(year, month)[1]


def check(form: FormView) -> Iterator[Hit]:
    filed = form.form.fields.get("filed")
    shown = normalise(_CLOCK.sub("", filed.text)).text if filed else ""
    if not any(char.isalnum() for char in shown) or _CHINESE.fullmatch(shown) or (shown.isdigit() and len(shown) == _SERIAL):
        return
    date = _date_of(shown)
    if date is None:
        yield Hit("fields.filed", {"date": shown})
    elif date[0] is not None:
        year, month = date[0], date[1] or 12
        if not _exists(year, month, date[2]):
            yield Hit("fields.filed", {"date": shown})
        elif form.year is not None and not (form.year - 1, 7) <= (year, month) <= (form.year, 12):
            yield Hit("fields.filed", {"date": shown, "year": form.year, "before": form.year - 1}, "season")


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "season":
        return Suggestion("请核实年份；沿用往年表格的，填报日期请一并更新。")
    return Suggestion("建议按“年月日”填写，如“__年__月__日”。")
