"""JX305: the same name in two categories, or the same rate of one object contained in another across 质量/时效."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow
from linter.values.types import NameKind

RULE = Rule(
    code="JX305",
    slug="overlapping-indicators",
    title="不同类别的指标考核同一内容",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    scope=Scope.FORM,
    source="参照财预〔2021〕101号",
    messages={
        "default": "“{first}”同时列在{category}和{other}中，考核内容重复。",
        "contained": "{category}“{first}”与{other}“{second}”考核的是同一内容。",
    },
)
_PAIR = frozenset({"质量指标", "时效指标"})
_MOST_ADDED = 2
"""服务响应 against 服务 is one object; 培训补贴发放 against 培训 is another."""


def _contained(a: PlacedRow, b: PlacedRow) -> bool:
    """Same rate word, and the object of one begins the object of the other: 服务响应 / 服务."""
    x, y = a.row.name, b.row.name
    if x.kind is not NameKind.RATE or x.head != y.head or {a.row.category, b.row.category} != _PAIR or len(x.head) < 3:
        return False
    short, long = sorted((x.text[: -len(x.head)], y.text[: -len(y.head)]), key=len)
    return 2 <= len(short) < len(long) <= len(short) + _MOST_ADDED and long.startswith(short)


def _meet(a: PlacedRow, b: PlacedRow) -> bool:
    """The rows stand in one half at least together."""
    return a.half == b.half or "both" in (a.half, b.half)


def check(form: FormView) -> Iterator[Hit]:
    told: set[tuple[int, int]] = set()
    for a, b in combinations(form.rows, 2):
        x, y = a.row.name, b.row.name
        if a.index == b.index or (a.index, b.index) in told or a.row.category == b.row.category:
            continue
        if not (a.row.category and b.row.category and x.text) or x.kind is NameKind.CATEGORY or not _meet(a, b):
            continue
        same = (x.text, x.formula) == (y.text, y.formula)
        if same or _contained(a, b):
            told.add((a.index, b.index))
            data = {"first": x.text, "second": y.text, "category": a.row.category, "other": b.row.category}
            half = "both" if a.half == b.half == "both" else (a.half if a.half != "both" else b.half)
            role = "重复处" if same else "内容重叠处"
            yield Hit(a.path("name"), data, "default" if same else "contained", related=((b.path("name"), role),), half=half)


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议保留一处，另一处改为该类别应考核的内容，如质量写准确率、合格率，时效写完成时间或响应时间。")
