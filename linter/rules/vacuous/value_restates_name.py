"""JX203: the value says the name or the category again: 可持续性/可持续性, 提高社会效益, 合规性/合规."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import renamed
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import is_category_name, normalise, strip_degree
from linter.values.types import Shape

RULE = Rule(
    code="JX203",
    slug="value-restates-name",
    title="指标值只是重复指标名称或类别",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.INDICATOR,
    source="参照财预〔2021〕101号",
    supersedes=("JX204", "JX201", "JX207", "JX206"),
    messages={"default": "指标值“{value}”只是重复{repeated}，没有写明达到什么程度。"},
)
_VERB = re.compile(r"^(?:提高|提升|增加|增强|促进|改善|保障|保证|实现|加强|推动|扩大|降低|减少|有|产生|具有|达到)+")
_SUFFIX = re.compile(r"(?:的?(?:性|率|度|情况|程度|效果|指标|水平|力))+$")
_SHAPES = frozenset({Shape.TEXT, Shape.FILLER, Shape.GRADE, Shape.DIRECTION, Shape.YESNO})


def _stem(text: str) -> str:
    return _SUFFIX.sub("", text) or text


def check(row: Row) -> Iterator[Hit]:
    value, name = row.value, row.name
    text = normalise(row.value_text).text
    if value.shape not in _SHAPES or value.quantities or len(text) < 2 or not name.text:
        return
    core = strip_degree(row.value_text)
    if text in (name.text, row.category) or (is_category_name(text) and row.category):
        yield Hit("value", {"repeated": "指标名称" if text == name.text else "指标类别"}, severity=Severity.ERROR)
        return
    rest = _VERB.sub("", core)
    if rest != core and rest and (rest in (name.text, row.category) or is_category_name(rest) or _stem(rest) == _stem(name.text)):
        yield Hit("value", {"repeated": "指标名称" if rest == name.text else "指标类别" if is_category_name(rest) else "指标名称"})
    elif len(core) >= 2 and (
        _stem(core) == _stem(name.text) or (name.text.endswith((core + "性", core + "率", core + "度")) and len(name.text) <= len(core) + 8)
    ):
        yield Hit("value", {"repeated": "指标名称"})


def suggest(hit: Hit, placed: PlacedRow, form: FormView) -> Suggestion | None:
    better = renamed(form, placed.row.category)
    return Suggestion(f"建议改为可计量的指标{'，' + better if better else ''}；项目不涉及的，可删除此行。")
