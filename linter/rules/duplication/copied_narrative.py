"""JX304: narrative fields identical or nearly so; one finding a group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.lexicons import phrase
from linter.language import alike
from linter.model.finding import Confidence, Severity
from linter.model.form import FIELD_NAMES, NARRATIVE_KEYS
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import normalise

RULE = Rule(
    code="JX304",
    slug="copied-narrative",
    title="多个栏目填写相同内容",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    messages={"default": "{fields}内容相同或基本相同，未分别说明。"},
    about_characters=True,
)
_ALIKE = 0.9
_MIN_LENGTH = 4
_MIN_ALIKE = 6
"""Characters of a text that is called like another."""
_LENGTHS = 0.8
"""The shorter of two texts that are alike, as a share of the longer."""


def _texts(form: FormView) -> dict[str, tuple[str, str]]:
    """Field → (path, folded text), the goal once."""
    texts = {key: (f"fields.{key}", normalise(form.text(key)).text.strip("。；;")) for key in NARRATIVE_KEYS if key in form.form.fields}
    for half in ("annual", "period"):
        goal = form.form.goal.get(half)
        if goal:
            texts.setdefault("goal", (f"fields.goal.{half}", normalise(goal.text).text.strip("。；;")))
    return {key: text for key, text in texts.items() if len(text[1]) >= _MIN_LENGTH and not phrase("refers_elsewhere").fullmatch(text[1])}


def _same(a: str, b: str) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < _MIN_ALIKE or len(short) / len(long) < _LENGTHS:
        return False
    if set(re.findall("[0-9.]+", long)) != set(re.findall("[0-9.]+", short)):
        return False  # each states a figure of its own: the whole and the year's part, or a result
    return alike(a, b, _ALIKE)


def _named(key: str) -> str:
    """A field within a list of fields: one whose name is a list itself stands in quotation marks."""
    return f"“{FIELD_NAMES[key]}”" if "、" in FIELD_NAMES[key] else FIELD_NAMES[key]


def check(form: FormView) -> Iterator[Hit]:
    groups: list[list[str]] = []
    texts = _texts(form)
    for key in texts:
        group = next((g for g in groups if _same(texts[g[0]][1], texts[key][1])), None)
        if group is None:
            groups.append([key])
        else:
            group.append(key)
    for group in groups:
        if len(group) >= 2:
            first, *rest = group
            yield Hit(
                texts[first][0], {"fields": "、".join(map(_named, group))}, related=tuple((texts[key][0], FIELD_NAMES[key]) for key in rest)
            )


_OWN_CONTENT = {
    "overview": "内容和规模",
    "basis": "文件、会议决定或合同",
    "necessity": "要解决的问题",
    "measures": "执行的管理办法和责任分工",
    "plan": "时间安排",
    "costing": "单价、数量和标准的出处",
    "goal": "做什么、做多少、达到什么效果",
}


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    told = "，".join(f"{_named(key)}写{what}" for key, what in _OWN_CONTENT.items() if _named(key) in str(hit.data["fields"]))
    return Suggestion(f"建议各栏分别填写：{told}。")
