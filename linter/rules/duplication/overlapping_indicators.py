"""JX305: the same name in two categories, or the same rate of one object contained in another across 质量/时效."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from linter.knowledge.lexicons import phrase
from linter.model.finding import Confidence, Severity
from linter.model.form import QUALITY, SATISFACTION, TIMELINESS
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView, PlacedRow
from linter.values import parse_value
from linter.values.types import Dimension, NameKind, Shape

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
    rests_on_absence=True,
    about_characters=True,
)
_PAIR = frozenset({QUALITY, TIMELINESS})
_MOST_ADDED = 2
"""服务响应 against 服务 is one object; 培训补贴发放 against 培训 is another."""


_AN_OBJECT = 4
"""Characters of a name that is an object and what is done with it: 证书出具, not 采购."""


def _contained(a: PlacedRow, b: PlacedRow) -> bool:
    """Same rate word, and the object of one begins or ends the object of the other: 服务响应及时率 / 服务及时率."""
    x, y = a.row.name, b.row.name
    if not (x.kind is y.kind is NameKind.RATE) or {a.row.category, b.row.category} != _PAIR:
        return False
    word = min(x.head, y.head, key=len)
    if len(word) < 3 or not (x.text.endswith(word) and y.text.endswith(word)):
        return False
    short, long = sorted((x.text[: -len(word)], y.text[: -len(word)]), key=len)
    added = long[len(short) :]
    if len(short) >= _AN_OBJECT and long.endswith(short) and 0 < len(long) - len(short) <= _MOST_ADDED:
        return True  # 检定证书出具 / 证书出具: the fuller name says of what
    return len(short) >= 2 and long.startswith(short) and 0 < len(added) <= _MOST_ADDED and not phrase("side_of_work").search(added)


def _meet(a: PlacedRow, b: PlacedRow) -> bool:
    """The rows stand in one half at least together."""
    return a.half == b.half or "both" in (a.half, b.half)


def _money_and_work(a: PlacedRow, b: PlacedRow) -> bool:
    """公厕管护 62座 under 数量 and 2.6万元/座 under 成本: the work and its price, under one short name."""
    costs = {indicator.row.is_cost: indicator.row.dimension for indicator in (a, b)}
    return costs.get(True) is Dimension.MONEY and costs.get(False, Dimension.MONEY) not in (Dimension.MONEY, None)


def _overlap(a: PlacedRow, b: PlacedRow) -> str | None:
    """``same`` or ``contained`` where two rows of different categories measure one thing."""
    x, y = a.row.name, b.row.name
    if a.index == b.index or a.row.category == b.row.category or not (a.row.category and b.row.category and x.text):
        return None
    overlap = "same" if (x.text, x.formula) == (y.text, y.formula) else "contained" if _contained(a, b) else None
    if overlap is None or x.kind is NameKind.CATEGORY or not _meet(a, b):
        return None
    if parse_value(x.text).shape is Shape.NEGATION or _money_and_work(a, b):
        return None  # 不涉及 in the place of a name says nothing twice
    return overlap


def _groups(rows: Sequence[PlacedRow]) -> list[list[PlacedRow]]:
    """Rows that measure one thing, together, in reading order."""
    groups: list[list[PlacedRow]] = []
    for a, b in combinations(rows, 2):
        if _overlap(a, b) is None:
            continue
        own = next((group for group in groups if a in group or b in group), None)
        if own is None:
            groups.append([a, b])
        else:
            own += [indicator for indicator in (a, b) if indicator not in own]
    return groups


def check(form: FormView) -> Iterator[Hit]:
    told: set[frozenset[int]] = set()
    for group in _groups(form.rows):
        indices = frozenset(indicator.index for indicator in group)
        if indices in told:
            continue
        told.add(indices)
        group = sorted({indicator.index: indicator for indicator in reversed(group)}.values(), key=lambda indicator: indicator.index)
        first, *others = group
        last = others[-1]
        same = all(_overlap(first, other) != "contained" for other in others)
        data = {
            "first": first.row.name.text,
            "second": "、".join(dict.fromkeys(other.row.name.text for other in others)),
            "category": first.row.category,
            "other": "、".join(dict.fromkeys(other.row.category for other in others if other.row.category != first.row.category)),
        }
        half = next((indicator.half for indicator in group if indicator.half != "both"), "both")
        related = tuple((other.path("name"), "重复处" if same else "内容重叠处") for other in group if other is not last)
        yield Hit(last.path("name"), data, "default" if same else "contained", related=related, half=half)


_OWN_CONTENT = {QUALITY: "质量写准确率、合格率", TIMELINESS: "时效写完成时间或响应时间", SATISFACTION: "满意度写调查得出的百分比"}


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    told = "，".join(_OWN_CONTENT[c] for c in (hit.data["category"], *str(hit.data["other"]).split("、")) if c in _OWN_CONTENT)
    return Suggestion(f"建议保留一处，另一处改为该类别应考核的内容{'，如' + told if told else ''}。")
