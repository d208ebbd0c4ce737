"""JX304: narrative fields identical or nearly so; one finding a group."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language import likeness
from linter.model.finding import Confidence, Severity
from linter.model.form import NARRATIVE_KEYS
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
)
NAMES = {
    "overview": "项目概况",
    "basis": "立项依据",
    "necessity": "项目设立必要性",
    "measures": "制度、措施",
    "plan": "项目实施计划",
    "goal": "总体目标",
}
_ALIKE = 0.9
_MIN_LENGTH = 4


def _texts(form: FormView) -> dict[str, tuple[str, str]]:
    """Field → (path, folded text), the goal once."""
    texts = {key: (f"fields.{key}", normalise(form.text(key)).text.strip("。；;")) for key in NARRATIVE_KEYS if key in form.form.fields}
    for half in ("annual", "period"):
        goal = form.form.goal.get(half)
        if goal:
            texts.setdefault("goal", (f"fields.goal.{half}", normalise(goal.text).text.strip("。；;")))
    return {key: found for key, found in texts.items() if len(found[1]) >= _MIN_LENGTH}


def _same(a: str, b: str) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 6 and len(short) / len(long) >= 0.8 and likeness(a, b) >= _ALIKE


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
            names = "、".join(NAMES[key] for key in group)
            yield Hit(texts[first][0], {"fields": names}, related=tuple((texts[key][0], NAMES[key]) for key in rest))


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    return Suggestion("建议各栏分别填写：概况写内容和规模，依据写文件或合同，必要性写要解决的问题，措施写管理办法，计划写时间安排。")
