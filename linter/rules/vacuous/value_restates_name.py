"""JX203: the value says the name or the category again: 可持续性/可持续性, 提高社会效益, 合规性/合规."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.knowledge.context import derived
from linter.knowledge.lexicons import one_of, phrase, words
from linter.model.finding import Confidence, Severity
from linter.rules.api import Hit, Rule, Scope, Suggestion
from linter.rules.suggesting import blank_target, replaced, ways_out
from linter.rules.vacuous._upkeep import is_upkeep
from linter.rules.views import FormView, PlacedRow, Row
from linter.values import is_category_name, normalise, strip_degree
from linter.values.licences import Licence
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
_SHAPES = frozenset({Shape.TEXT, Shape.FILLER, Shape.GRADE, Shape.DIRECTION, Shape.YESNO})
_STATED = ("性", "率", "度")
_MIN_PART = 3
_FIRM = (Licence.MILESTONE, Licence.ABSENCE, Licence.STANDARD, Licence.NAMED)


@derived
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verb = one_of(words("value-words", "direction") | words("phrases", "restating_verb"))
    return re.compile(f"^(?:{verb})+"), re.compile(f"(?:{verb}){{1,8}}$")


def peeled(text: str) -> str:
    """What is left of a value or name without degree adverbs and the verbs of direction at its ends."""
    core = strip_degree(text)
    for pattern in _verbs():
        core = pattern.sub("", core) or core
    return core


def _stem(text: str) -> str:
    return phrase("restating_end").sub("", text) or text


def _repeats(core: str, name: str, upkeep: bool) -> bool:
    """The value's core is the name's, its end (农机检验 检验), the work it names, or 合规 of 合规性."""
    own = peeled(name)
    if upkeep and (name.startswith(core) or name.endswith(core)):
        return True
    if _stem(core) == _stem(own) or own.endswith(core) or (len(core) >= _MIN_PART and own.startswith(core)):
        return True
    return name.endswith(tuple(core + ending for ending in _STATED)) and len(name) <= len(core) + 8


def _says_more(row: Row, core: str) -> bool:
    """More than a direction of change, which JX208 speaks of: 持续维护 names the work again."""
    return core not in words("value-words", "direction") or is_upkeep(row)


def check(row: Row) -> Iterator[Hit]:
    value, name = row.value, row.name
    text = normalise(row.value_text).text.strip("。.,，;；")
    if value.shape not in _SHAPES or value.quantities or len(text) < 2 or not name.text:
        return
    if text == name.text:
        yield Hit("value", {"repeated": "指标名称"}, severity=Severity.ERROR)
    elif row.category and is_category_name(text):
        yield Hit("value", {"repeated": "指标类别"}, severity=Severity.ERROR)
    elif row.wording not in _FIRM:
        core = peeled(text)
        if row.category and len(core) >= 2 and is_category_name(core):
            yield Hit("value", {"repeated": "指标类别"})
        elif len(core) >= 2 and _says_more(row, core) and _repeats(core, name.text, is_upkeep(row)):
            yield Hit("value", {"repeated": "指标名称"}, severity=Severity.INFO if row.wording is Licence.GRADED else None)


def suggest(hit: Hit, indicator: PlacedRow, form: FormView) -> Suggestion | None:
    """A name that is measurable as it stands keeps its name: 拨付及时率 ≥__%."""
    row = indicator.row
    target = blank_target(row, form.year)
    if target is not None and row.rated:
        level = target.target(form.year)
        return Suggestion(f"建议写明要达到的水平“{level}”。", (replaced(indicator, level, None, target.unit, target.comparator),))
    return Suggestion(*ways_out(form, indicator))
