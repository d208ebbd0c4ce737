"""JX605: one-year project, an indicator in one half only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.model.finding import Confidence, Severity
from linter.model.form import Form, Half, Indicator
from linter.rules.api import TARGET_KINDS, Hit, Rule, Scope, Suggestion
from linter.rules.views import FormView
from linter.values import parse_name

RULE = Rule(
    code="JX605",
    slug="one-sided-indicator",
    title="指标只填了一侧",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    scope=Scope.FORM,
    source="参照财预〔2015〕88号",
    kinds=TARGET_KINDS,
    needs=frozenset({"both_halves"}),
    messages={
        "default": "项目为一年期，此指标只填了{filled}，{empty}为空。",
        "half": "项目为一年期，{empty}各项指标均未填写。",
        "mixed": "项目为一年期，每项指标都只填了一侧，有的在实施期，有的在年度，无法逐项对照。",
    },
)
_FEW = 2
"""Rows of which one on either side proves nothing of the others."""
_NAMES = {"period": "实施期", "annual": "年度"}


def _empty(indicator: Indicator, half: Half) -> bool:
    target = indicator.half(half)
    return target is None or target.blank()


def _elsewhere(form: Form, index: int, filled: Half, empty: Half) -> bool:
    """The same name stands in the other half of another row: the rows are shifted, not one-sided."""
    own = form.indicators[index]
    name = parse_name(target.name.text).text if (target := own.half(filled)) is not None else ""
    others = (indicator.half(empty) for i, indicator in enumerate(form.indicators) if i != index and indicator.category == own.category)
    return bool(name) and any(other is not None and parse_name(other.name.text).text == name for other in others)


def _mixed(indicators: Sequence[Indicator]) -> bool:
    """Every row has one half only, some the one and some the other: which side a row was written on cannot be trusted."""
    filled = [tuple(not _empty(indicator, half) for half in ("period", "annual")) for indicator in indicators]
    return (True, True) not in filled and (True, False) in filled and (False, True) in filled and len(filled) > _FEW


def check(form: FormView) -> Iterator[Hit]:
    if not form.one_year:
        return
    indicators = form.form.indicators
    if _mixed(indicators):
        yield Hit("", variant="mixed", severity=Severity.INFO)
        return
    sides: tuple[tuple[Half, Half], ...] = (("period", "annual"), ("annual", "period"))
    for empty, filled in sides:
        sided = [i for i, indicator in enumerate(indicators) if _empty(indicator, empty) and not _empty(indicator, filled)]
        if sided and all(_empty(indicator, empty) for indicator in indicators):
            yield Hit("", {"empty": _NAMES[empty]}, "half", severity=Severity.INFO)
            return
        for index in sided:
            cut = form.form.truncated and index == len(indicators) - 1
            doubted = any(doubt.path.startswith(f"indicators[{index}]") for doubt in form.form.uncertain)
            if not (cut or doubted or _elsewhere(form.form, index, filled, empty)):
                yield Hit(f"indicators[{index}].{filled}.name", {"filled": _NAMES[filled], "empty": _NAMES[empty]})


def suggest(hit: Hit, form: FormView) -> Suggestion | None:
    if hit.variant == "mixed":
        return Suggestion("请核对各行属于哪一侧；一年期项目两侧内容相同，请补齐空的一侧。")
    if hit.variant == "half":
        return Suggestion(f"一年期项目两侧内容相同，请补填{hit.data['empty']}一侧；系统只要求填一侧的，可忽略。")
    return Suggestion(f"请补齐{hit.data['empty']}的名称和指标值，与{hit.data['filled']}一致；不需要此指标的，两侧一并删除。")
